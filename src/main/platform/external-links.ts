import { stat } from 'node:fs/promises'
import { resolve, sep } from 'node:path'
import { shell } from 'electron'
import { AppError } from '../../shared/kit/app-error.ts'
import type { ExternalLinks } from '../ports/external-links.port.ts'
import { allowedLink } from './external-link-rule.ts'

/**
 * The one caller of the system's "open this".
 * @param dataFolder the only folder, with those in it, that may be shown
 */
export function createExternalLinks(dataFolder: string): ExternalLinks {
  return {
    async open(url) {
      const allowed = allowedLink(url)
      if (allowed === undefined) throw new AppError('invalid-input', { field: 'url' })
      await shell.openExternal(allowed)
    },
    async showFolder(path) {
      const folder = resolve(path)
      const isInside = folder === resolve(dataFolder) || folder.startsWith(resolve(dataFolder) + sep)
      // Opening a file would run whatever the system runs for its kind.
      const isFolder = isInside && (await stat(folder).catch(() => undefined))?.isDirectory() === true
      if (!isFolder) throw new AppError('invalid-input', { field: 'path' })
      const problem = await shell.openPath(folder)
      if (problem !== '') throw new AppError('not-supported', { reason: problem.slice(0, 200) })
    }
  }
}
