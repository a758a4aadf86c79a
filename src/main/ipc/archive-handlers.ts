import type { Handlers } from '../../shared/contract/api-types.ts'
import type { ArchiveService } from '../services/archive-service.ts'

/** Answers the calls of the group `archive`. */
export function archiveHandlers(service: ArchiveService): Handlers<'archive'> {
  return {
    listEventTables: ({ organizationId }) => service.eventTables(organizationId),
    listRows: ({ organizationId, path, cursor, limit }) =>
      service.page(organizationId, path, { limit, ...(cursor === undefined ? {} : { cursor }) }),
    getTableSync: ({ organizationId, path }) => service.tableSync(organizationId, path),
    syncTable: ({ organizationId, path }) => service.sync(organizationId, path),
    cancelTableSync: ({ organizationId, path }) => service.cancel(organizationId, path),
    pauseTableSync: ({ organizationId, path }) => service.pause(organizationId, path),
    resumeTableSync: ({ organizationId, path }) => service.resume(organizationId, path),
    listExportWorkbooks: ({ organizationId }) => service.listWorkbooks(organizationId),
    setExportWorkbook: ({ organizationId, workbookId }) => service.chooseWorkbook(organizationId, workbookId),
    createExportWorkbook: ({ organizationId }) => service.createWorkbook(organizationId)
  }
}
