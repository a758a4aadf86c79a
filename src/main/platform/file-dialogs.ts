import { join } from 'node:path'
import { app, BrowserWindow, dialog } from 'electron'
import type { FileDialogs } from '../ports/file-dialogs.port.ts'

/** The system's dialogs, in front of the window. */
export function createFileDialogs(): FileDialogs {
  return {
    async chooseSaveFile({ title, suggestedName, extension, kind }) {
      const options = {
        title,
        defaultPath: join(app.getPath('documents'), suggestedName),
        filters: [{ name: kind, extensions: [extension] }],
        properties: ['createDirectory' as const, 'showOverwriteConfirmation' as const]
      }
      const window = BrowserWindow.getAllWindows().find((one) => !one.isDestroyed())
      const answer = await (window === undefined
        ? dialog.showSaveDialog(options)
        : dialog.showSaveDialog(window, options))
      return answer.canceled || answer.filePath === '' ? undefined : answer.filePath
    }
  }
}
