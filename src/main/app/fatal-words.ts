import { AppError } from '../../shared/kit/app-error.ts'

/** Words of an error that ends the program. */
export interface FatalWords {
  readonly title: string
  readonly detail: string
}

/**
 * Why the program could not start. The system's error codes are said in words; anything else names the log.
 * @param logFile absolute path, undefined while there is none yet
 */
export function startFailureWords(error: unknown, dataFolder: string, logFile: string | undefined): FatalWords {
  const title = 'Vigil cannot start'
  const more = logFile === undefined ? '' : `\n\nMore is in ${logFile}`
  switch (codeOf(error)) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'folder-not-writable':
      return {
        title,
        detail: `The data folder cannot be written to:\n${dataFolder}\n\nGive your user account write permission to it, or set VIGIL_DATA_DIR to another folder.${more}`
      }
    case 'ENOSPC':
    case 'disk-full':
      return {
        title,
        detail: `The disk is full. Make room, then start Vigil again. Nothing was lost.\n\n${dataFolder}`
      }
    case 'ENOTDIR':
    case 'EEXIST':
      return {
        title,
        detail: `A file is where the data folder should be:\n${dataFolder}\n\nMove it away, or set VIGIL_DATA_DIR to a folder.`
      }
    default:
      return { title, detail: `Something unforeseen happened. What was saved before is safe in\n${dataFolder}${more}` }
  }
}

/** Why the program has to end while it runs. */
export function crashWords(logFile: string): FatalWords {
  return {
    title: 'Vigil has to close',
    detail: `Something unforeseen happened. What was saved is safe, and changes that wait are sent after the next start.\n\nMore is in ${logFile}`
  }
}

function codeOf(error: unknown): string | undefined {
  if (error instanceof AppError) return error.code
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
