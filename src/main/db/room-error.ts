import path from 'node:path'
import { AppError } from '../../shared/kit/app-error.ts'
import { toDatabaseError } from './sqlite-errors.ts'

/** What a failed act on files means: the disk is full, or the folder cannot be written. */
export function roomError(thrown: unknown, file: string): AppError {
  if (thrown instanceof AppError) return thrown
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : ''
  const params = { file: path.basename(file) }
  if (code === 'ENOSPC' || code === 'EDQUOT') return new AppError('disk-full', params, { cause: thrown })
  if (/^(EACCES|EPERM|EROFS|ENOENT|ENOTDIR|ENODEV|EIO)$/.test(code))
    return new AppError('folder-not-writable', params, { cause: thrown })
  return toDatabaseError(thrown, file)
}
