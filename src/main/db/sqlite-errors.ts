import { statfsSync } from 'node:fs'
import path from 'node:path'
import { AppError } from '../../shared/kit/app-error.ts'
import type { FailureTrace } from './messages.ts'

/** Below this much room a failed write is a matter of space, whatever SQLite calls it. */
const hardlyAnyRoomBytes = 256 * 1024

/** SQLite's extended result code of an error of better-sqlite3, `undefined` for any other error. */
export function sqliteCode(thrown: unknown): string | undefined {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined
  return typeof code === 'string' && code.startsWith('SQLITE_') ? code : undefined
}

/** Whether the error says that the file is not, or no longer, a sound database. */
export function isDamage(thrown: unknown): boolean {
  if (thrown instanceof AppError) return thrown.code === 'database-damaged'
  const code = sqliteCode(thrown)
  return code !== undefined && /^SQLITE_(CORRUPT|NOTADB|IOERR_CORRUPTFS|IOERR_DATA)/.test(code)
}

/**
 * Turns what SQLite threw into an error with a code of Vigil's own. The file's name is told, never its folder (which
 * holds the account's name) and never SQLite's message.
 * @param file path of the database file
 */
export function toDatabaseError(thrown: unknown, file: string): AppError {
  if (thrown instanceof AppError) return thrown
  const code = sqliteCode(thrown)
  const params = { file: path.basename(file) }
  if (code === undefined) return new AppError('internal', params, { cause: thrown })
  if (isDamage(thrown)) return new AppError('database-damaged', params, { cause: thrown })
  if (code === 'SQLITE_FULL') return new AppError('disk-full', params, { cause: thrown })
  if (/^SQLITE_(READONLY|CANTOPEN|PERM|AUTH)/.test(code))
    return new AppError(hasHardlyAnyRoom(file) ? 'disk-full' : 'folder-not-writable', params, { cause: thrown })
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return new AppError('busy', params, { cause: thrown })
  // SQLite says IOERR where a full disk met the shared-memory file or a truncated write
  if (code.startsWith('SQLITE_IOERR') && hasHardlyAnyRoom(file))
    return new AppError('disk-full', params, { cause: thrown })
  return new AppError('internal', { ...params, reason: code }, { cause: thrown })
}

/** What may be logged of an error: its type, SQLite's code and where it came from; messages may quote data. */
export function toTrace(thrown: unknown): FailureTrace {
  if (!(thrown instanceof Error)) return { type: typeof thrown, stack: '' }
  const stack = thrown.stack ?? ''
  // the message stands before the frames and may have lines that look like one
  const afterMessage =
    thrown.message === '' ? stack : stack.slice(stack.indexOf(thrown.message) + thrown.message.length)
  const frames = afterMessage.split('\n').filter((line) => /^\s+at .*:\d+:\d+\)?$/.test(line))
  const code = sqliteCode(thrown)
  return {
    type: thrown.name,
    stack: frames.slice(0, 12).join('\n'),
    ...(code === undefined ? {} : { sqliteCode: code })
  }
}

function hasHardlyAnyRoom(file: string): boolean {
  try {
    const room = statfsSync(path.dirname(file))
    return room.bavail * room.bsize < hardlyAnyRoomBytes
  } catch {
    return false
  }
}
