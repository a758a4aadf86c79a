import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '../../shared/kit/app-error.ts'
import type { FileIdentity } from '../stores/import-store.ts'

/** What of a file's beginning is looked at, to tell two versions of one size and time apart. */
const headBytes = 64 * 1024

/**
 * What tells a file from others, and from itself after a change.
 * @throws AppError `file-not-readable` with the file's name and why; `not-supported` for a folder or a device
 */
export async function identityOf(file: string): Promise<FileIdentity> {
  const fileName = path.basename(file)
  try {
    const handle = await open(file, 'r')
    try {
      const stat = await handle.stat()
      if (!stat.isFile()) throw new AppError('not-supported', { found: stat.isDirectory() ? 'folder' : 'device' })
      const head = Buffer.alloc(Math.min(headBytes, stat.size))
      const { bytesRead } = await handle.read(head, 0, head.byteLength, 0)
      return {
        file,
        fileBytes: stat.size,
        modifiedAtMs: Math.floor(stat.mtimeMs),
        headHash: createHash('sha256').update(head.subarray(0, bytesRead)).digest('hex')
      }
    } finally {
      await handle.close()
    }
  } catch (thrown) {
    throw toFileError(thrown, fileName)
  }
}

/** An error of the file system as one of Vigil's: what is wrong with the file, by its name. */
export function toFileError(thrown: unknown, fileName: string): AppError {
  if (thrown instanceof AppError) return thrown
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined
  if (code === 'EISDIR') return new AppError('not-supported', { found: 'folder' })
  const reason = code === 'ENOENT' || code === 'ENOTDIR' ? 'missing' : 'no-access'
  return new AppError('file-not-readable', { file: fileName, reason }, { cause: thrown })
}
