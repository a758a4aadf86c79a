import { app } from 'electron'

/**
 * Claims to be the only Vigil on this data folder.
 * @param onSecondStart called in the first one when somebody starts another: show the window
 * @returns false when there is one already; it has been told, and this one should quit
 */
export function claimSingleInstance(onSecondStart: () => void): boolean {
  if (!app.requestSingleInstanceLock()) return false
  app.on('second-instance', onSecondStart)
  return true
}
