import { readdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '../../shared/kit/app-error.ts'
import { isUuid, type OrganizationId } from '../../shared/kit/ids.ts'
import { type DatabaseFolders, organizationFolder, removingSuffix } from './database-files.ts'

/**
 * Deletes an organization's folder. It is renamed first, so that a crash leaves either all of it or a name that says
 * what is to happen to the rest. Not an error when there is none.
 * @throws AppError `folder-not-writable`
 */
export async function deleteFolder(folders: DatabaseFolders, id: OrganizationId): Promise<void> {
  const folder = organizationFolder(folders, id)
  const removing = folder + removingSuffix
  try {
    // what an earlier, interrupted removal left would be in the way of the rename
    await deleteTree(removing)
    await rename(folder, removing).catch(ignoreMissing)
    await deleteTree(removing)
  } catch (thrown) {
    throw new AppError('folder-not-writable', { file: path.basename(folder) }, { cause: thrown })
  }
}

/** Deletes the folders whose deletion was interrupted. */
export async function deleteLeftovers(organizationsFolder: string): Promise<void> {
  const names = await readdir(organizationsFolder).catch(() => [])
  for (const name of names)
    if (name.endsWith(removingSuffix) && isUuid(name.slice(0, -removingSuffix.length)))
      await deleteTree(path.join(organizationsFolder, name))
}

/** On Windows a virus scanner may hold a file for a moment. */
async function deleteTree(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
}

function ignoreMissing(thrown: unknown): void {
  if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT')) throw thrown
}
