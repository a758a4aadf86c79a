import type { Handlers } from '../../src/shared/contract/api-types.ts'
import { auditConnectionId, type FakeState } from './fake-api-data.ts'
import type { Emit } from './fake-api-handlers.ts'

/** Connections, their tables and kept rows, over plain data in memory. */
export function fakeReadingHandlers(
  state: FakeState,
  emit: Emit
): { readonly connections: Handlers<'connections'>; readonly archive: Handlers<'archive'> } {
  return {
    connections: {
      listConnections: async () => ({
        freshness: { readAtMs: Date.now() - 180_000, isReading: false },
        connections: state.connections
      }),
      listPaths: async ({ connectionId }) => ({
        freshness: { readAtMs: Date.now() - 180_000, isReading: false },
        paths:
          connectionId === auditConnectionId
            ? state.paths
            : [
                ['SALES', 'PUBLIC', 'ORDERS'],
                ['SALES', 'PUBLIC', 'CUSTOMERS']
              ]
      }),
      getTable: async ({ connectionId }) => ({
        freshness: { readAtMs: Date.now() - 180_000, isReading: false },
        columns: state.columns,
        hasRows: connectionId === auditConnectionId
      }),
      refreshConnections: async () => ({
        freshness: { readAtMs: Date.now(), isReading: false },
        connections: state.connections
      }),
      refreshPaths: async () => ({ freshness: { readAtMs: Date.now(), isReading: false }, paths: state.paths }),
      refreshTable: async ({ connectionId }) => ({
        freshness: { readAtMs: Date.now(), isReading: false },
        columns: state.columns,
        hasRows: connectionId === auditConnectionId
      }),
      testConnection: async () => ({ read: 'success', write: 'success', testedAtMs: Date.now() })
    },
    archive: {
      listEventTables: async () =>
        state.rows.length === 0 ? [] : [{ path: state.paths[0] ?? [], rowsKept: state.rows.length }],
      listRows: async ({ cursor, limit }) => {
        const start = cursor === undefined ? 0 : Number(cursor)
        const rows = state.rows.slice(start, start + limit)
        const end = start + rows.length
        return {
          columns: state.columns.map((column) => column.name),
          timeColumn: 'REQUEST_TIME',
          rows,
          totalRows: state.rows.length,
          ...(end < state.rows.length ? { nextCursor: String(end) } : {})
        }
      },
      getTableSync: async ({ path }) => ({ path, ...state.sync }),
      syncTable: async ({ organizationId, path }) => {
        state.sync = { ...state.sync, state: 'running', progress: { rowsRead: 0, bytesRead: 0, step: 'preparing' } }
        setTimeout(() => {
          state.sync = { ...state.sync, state: 'complete', lastSyncAtMs: Date.now(), progress: undefined }
          emit('tableSyncChanged', { organizationId, sync: { path, ...state.sync } })
        }, 800)
        return { path, ...state.sync }
      },
      cancelTableSync: async ({ path }) => {
        state.sync = { ...state.sync, state: 'paused', progress: undefined }
        return { path, ...state.sync }
      },
      pauseTableSync: async ({ path }) => {
        state.sync = { ...state.sync, state: 'paused', pausedAtMs: Date.now(), progress: undefined }
        return { path, ...state.sync }
      },
      resumeTableSync: async ({ path }) => {
        state.sync = { ...state.sync, state: 'complete', pausedAtMs: undefined }
        return { path, ...state.sync }
      },
      listExportWorkbooks: async () => [
        { workbookId: 'workbook-1', name: 'Audit export', path: 'My Documents / Vigil' }
      ],
      setExportWorkbook: async ({ workbookId }) => ({
        workbookId,
        workbookName: 'Audit export',
        elements: [{ elementId: 'element-1', name: 'AUDIT_LOGS' }]
      }),
      createExportWorkbook: async () => ({
        workbookId: 'workbook-2',
        workbookName: 'Vigil export',
        elements: [{ elementId: 'element-1', name: 'AUDIT_LOGS' }]
      })
    }
  }
}
