import { dialog } from 'electron'

/**
 * Tells the person, in a box of the system's own, why the program cannot go on. Works before there is a window; where there
 * is no display yet, the text goes to standard error. Waits until it was read.
 * @param detail what happened, where, and what to do; no stack trace and no secret
 */
export function tellFatalError(title: string, detail: string): void {
  dialog.showErrorBox(title, detail)
}
