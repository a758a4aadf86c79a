import { join } from 'node:path'
import { app, BrowserWindow, dialog, type OpenDialogOptions } from 'electron'
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
      const window = openWindow()
      const answer = await (window === undefined
        ? dialog.showSaveDialog(options)
        : dialog.showSaveDialog(window, options))
      return answer.canceled || answer.filePath === '' ? undefined : answer.filePath
    },
    async chooseOpenFile({ title, extensions, kind }) {
      const options = {
        title,
        defaultPath: app.getPath('documents'),
        filters: [{ name: kind, extensions: [...extensions] }],
        // What is read may hold secrets: it has no place in the system's list of recent documents.
        properties: ['openFile' as const, 'dontAddToRecent' as const]
      }
      return (await open(options))[0]
    },
    async chooseOpenFiles({ title, extensions, kind }) {
      return open({
        title,
        defaultPath: app.getPath('documents'),
        filters: [{ name: kind, extensions: [...extensions] }],
        properties: ['openFile', 'multiSelections', 'dontAddToRecent']
      })
    },
    async chooseFolder({ title }) {
      return (await open({ title, defaultPath: app.getPath('documents'), properties: ['openDirectory'] }))[0]
    }
  }
}

async function open(options: OpenDialogOptions): Promise<readonly string[]> {
  const window = openWindow()
  const answer = await (window === undefined ? dialog.showOpenDialog(options) : dialog.showOpenDialog(window, options))
  return answer.canceled ? [] : answer.filePaths
}

function openWindow(): BrowserWindow | undefined {
  return BrowserWindow.getAllWindows().find((one) => !one.isDestroyed())
}
