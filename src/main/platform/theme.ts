import { nativeTheme } from 'electron'
import type { Preferences } from '../../shared/contract/preferences.ts'

/** Page colours of the design system, painted before the page is there so that nothing flashes. */
const backgrounds = { light: '#ffffff', dark: '#17181b' } as const

/** Makes the whole program, its native parts included, light, dark or as the system is. */
export function applyTheme(theme: Preferences['theme']): void {
  nativeTheme.themeSource = theme
}

/** The colour of an empty window in the theme that is on. */
export function windowBackground(): string {
  return nativeTheme.shouldUseDarkColors ? backgrounds.dark : backgrounds.light
}

/** Calls back with the new colour when the theme, chosen or the system's, changes. */
export function onBackgroundChanged(listener: (colour: string) => void): void {
  nativeTheme.on('updated', () => listener(windowBackground()))
}
