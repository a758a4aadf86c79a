/**
 * Calls `run` again and again while the window can be seen, and once when it comes back: a window that is hidden or
 * minimized wakes the computer for nothing.
 * @param delayMs how long until the next call, asked for anew each time
 * @returns stops it
 */
export function whileVisible(delayMs: () => number, run: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const arm = (): void => {
    clearTimeout(timer)
    timer = undefined
    if (document.visibilityState === 'hidden') return
    timer = setTimeout(() => {
      run()
      arm()
    }, delayMs())
  }
  const onVisibility = (): void => {
    if (document.visibilityState !== 'hidden') run()
    arm()
  }
  document.addEventListener('visibilitychange', onVisibility)
  arm()
  return () => {
    document.removeEventListener('visibilitychange', onVisibility)
    clearTimeout(timer)
  }
}
