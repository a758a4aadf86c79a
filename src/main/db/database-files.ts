import path from 'node:path'
import { AppError } from '../../shared/kit/app-error.ts'
import { isUuid } from '../../shared/kit/ids.ts'
import type { DatabaseRef } from './protocol.ts'

export interface DatabaseFolders {
  readonly registryFile: string
  readonly organizationsFolder: string
}

/** Suffix of a folder whose organization was removed and whose files are being deleted. */
export const removingSuffix = '.removing'

/**
 * The folder of an organization.
 * @throws AppError `invalid-input` when the id is not a UUID: an id becomes a folder name, so nothing else may pass
 */
export function organizationFolder(folders: DatabaseFolders, organizationId: string): string {
  if (!isUuid(organizationId)) throw new AppError('invalid-input', { field: 'organizationId' })
  return path.join(folders.organizationsFolder, organizationId)
}

/** The file that a reference means. @throws AppError `invalid-input` */
export function databaseFile(folders: DatabaseFolders, ref: DatabaseRef): string {
  switch (ref.kind) {
    case 'registry':
      return folders.registryFile
    case 'org':
      return path.join(organizationFolder(folders, ref.organizationId), 'org.sqlite')
    case 'archive':
      return path.join(organizationFolder(folders, ref.organizationId), 'archive.sqlite')
  }
}

/** A key for maps; the same for equal references. */
export function refKey(ref: DatabaseRef): string {
  return ref.kind === 'registry' ? ref.kind : `${ref.kind}:${ref.organizationId}`
}
