import { useLayoutEffect } from 'react'
import { usePreferences } from '../lib/preference-queries.ts'

/** Sets the colours on the root element. Without the attribute they follow the system (tokens.css). */
export function useTheme(): void {
  const theme = usePreferences().data?.theme
  useLayoutEffect(() => {
    const root = document.documentElement
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme
    else delete root.dataset.theme
  }, [theme])
}
