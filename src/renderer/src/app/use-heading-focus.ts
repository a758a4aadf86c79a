import { type RefObject, useEffect, useRef } from 'react'

/** A page may need a moment until its heading is there (first answer, code being loaded). */
const patienceMs = 3_000

/**
 * Moves the focus to the page's heading after navigation, as a page load would, so that screen readers and Tab start
 * there. The first page keeps the focus where the window opened.
 */
export function useHeadingFocus(region: RefObject<HTMLElement | null>, path: string | undefined): void {
  const lastPath = useRef(path)
  useEffect(() => {
    if (path === undefined || lastPath.current === path) return
    // The first page keeps the focus where the window opened, and the start page only redirects.
    const isStart = lastPath.current === undefined || lastPath.current === '/'
    lastPath.current = path
    const main = region.current
    if (main === null || isStart) return
    const focusHeading = (): boolean => {
      const heading = main.querySelector<HTMLElement>('[data-page-heading]')
      heading?.focus({ preventScroll: true })
      return heading !== null
    }
    if (focusHeading()) return
    const observer = new MutationObserver(() => {
      if (focusHeading()) observer.disconnect()
    })
    observer.observe(main, { childList: true, subtree: true })
    const timer = setTimeout(() => observer.disconnect(), patienceMs)
    return () => {
      observer.disconnect()
      clearTimeout(timer)
    }
  }, [path, region])
}
