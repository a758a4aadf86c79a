import type { Handlers } from '../../shared/contract/api-types.ts'
import type { ImportService } from '../services/import-service.ts'

/** Answers the calls of the group `imports`. */
export function importHandlers(service: ImportService): Handlers<'imports'> {
  return {
    chooseImportFiles: ({ organizationId, path }) => service.choose(organizationId, path),
    importDropped: ({ organizationId, path, files }) => service.dropped(organizationId, path, files),
    listImports: ({ organizationId, ...page }) => service.list(organizationId, page),
    cancelImport: ({ organizationId, importId }) => service.cancel(organizationId, importId),
    retryImport: ({ organizationId, importId }) => service.retry(organizationId, importId),
    getWatchedFolder: ({ organizationId }) => service.watchedFolder(organizationId),
    chooseWatchedFolder: ({ organizationId, path }) => service.chooseFolder(organizationId, path),
    clearWatchedFolder: ({ organizationId }) => service.clearFolder(organizationId),
    listQuarantine: ({ organizationId, ...of }) => service.quarantine(organizationId, of)
  }
}
