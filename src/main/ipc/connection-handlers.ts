import type { Handlers } from '../../shared/contract/api-types.ts'
import type { ConnectionService } from '../services/connection-service.ts'

/** Answers the calls of the group `connections`. */
export function connectionHandlers(service: ConnectionService): Handlers<'connections'> {
  return {
    listConnections: ({ organizationId }) => service.list(organizationId),
    listPaths: ({ organizationId, connectionId }) => service.paths(organizationId, connectionId),
    getTable: ({ organizationId, connectionId, path }) => service.table(organizationId, connectionId, path),
    refreshConnections: ({ organizationId }) => service.refreshList(organizationId),
    refreshPaths: ({ organizationId, connectionId }) => service.refreshPaths(organizationId, connectionId),
    refreshTable: ({ organizationId, connectionId, path }) => service.refreshTable(organizationId, connectionId, path),
    testConnection: ({ organizationId, connectionId }) => service.test(organizationId, connectionId)
  }
}
