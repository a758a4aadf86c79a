import { minuteMs } from '../../../shared/kit/time.ts'
import { acknowledged } from '../http/acknowledged.ts'
import type { Api } from '../http/api.ts'
import { listAll } from '../http/paging.ts'
import {
  type ConnectionPath,
  type ConnectionTest,
  connectionPathSchema,
  connectionSchema,
  connectionTestSchema,
  type PathLookup,
  pathLookupSchema,
  type SigmaConnection,
  type TableColumn,
  tableColumnSchema,
  type TablePath,
  tablePathSchema
} from '../wire/connections.ts'

export interface ConnectionsResource {
  list(query?: { readonly includeArchived?: boolean }, signal?: AbortSignal): Promise<SigmaConnection[]>
  get(connectionId: string, signal?: AbortSignal): Promise<SigmaConnection>
  /** Sigma's own test, run as the owner of the credentials. */
  test(connectionId: string, signal?: AbortSignal): Promise<ConnectionTest>
  /** Paths of all that the connection holds: databases, schemas and tables, as Sigma gives them. */
  paths(connectionId: string, signal?: AbortSignal): Promise<ConnectionPath[]>
  /** What a path is, and the id of its inode, which `columns` asks for. */
  lookup(connectionId: string, path: readonly string[], signal?: AbortSignal): Promise<PathLookup>
  /** Columns of a table, live from the warehouse. @param tableId `inodeId` of `lookup` */
  columns(tableId: string, signal?: AbortSignal): Promise<TableColumn[]>
  /** Where a table is. @param inodeId of a table; Sigma refuses those of databases and schemas */
  pathOf(inodeId: string, signal?: AbortSignal): Promise<TablePath>
  /** Lets Sigma read the names below a path anew from the warehouse. @param path an empty one is the whole connection */
  sync(connectionId: string, path: readonly string[], signal?: AbortSignal): Promise<void>
}

/** Connections and what is in them. */
export function connectionsResource(api: Api): ConnectionsResource {
  const at = (connectionId: string, rest = ''): string => `/v2/connections/${encodeURIComponent(connectionId)}${rest}`
  return {
    list: (query = {}, signal) =>
      listAll(
        api,
        { method: 'GET', endpoint: '/v2/connections', query, signal },
        { style: 'page', entry: connectionSchema, keyOf: (connection) => connection.connectionId }
      ),
    get: (connectionId, signal) =>
      api.json(
        { method: 'GET', endpoint: '/v2/connections/{connectionId}', path: at(connectionId), signal },
        connectionSchema
      ),
    test: (connectionId, signal) =>
      api.json(
        { method: 'GET', endpoint: '/v2/connections/{connectionId}/test', path: at(connectionId, '/test'), signal },
        connectionTestSchema
      ),
    async paths(connectionId, signal) {
      const paths = await listAll(
        api,
        { method: 'GET', endpoint: '/v2/connections/paths', query: { connectionId }, signal },
        {
          style: 'page',
          entry: connectionPathSchema,
          keyOf: (entry) => `${entry.connectionId} ${JSON.stringify(entry.path)}`
        }
      )
      // The filter is from July 2026; an older deployment answers with the paths of every connection.
      return paths.filter((entry) => entry.connectionId === connectionId)
    },
    lookup: (connectionId, path, signal) =>
      api.json(
        {
          method: 'POST',
          // Singular in Sigma's API.
          endpoint: '/v2/connection/{connectionId}/lookup',
          path: `/v2/connection/${encodeURIComponent(connectionId)}/lookup`,
          body: { path },
          isIdempotent: true,
          signal
        },
        pathLookupSchema
      ),
    columns: (tableId, signal) =>
      listAll(
        api,
        {
          method: 'GET',
          endpoint: '/v2/connections/tables/{tableId}/columns',
          path: `/v2/connections/tables/${encodeURIComponent(tableId)}/columns`,
          signal
        },
        { style: 'token', entry: tableColumnSchema, keyOf: (column) => column.name }
      ),
    pathOf: (inodeId, signal) =>
      api.json(
        {
          method: 'GET',
          endpoint: '/v2/connections/paths/{inodeId}',
          path: `/v2/connections/paths/${encodeURIComponent(inodeId)}`,
          signal
        },
        tablePathSchema
      ),
    async sync(connectionId, path, signal) {
      await acknowledged(api, {
        method: 'POST',
        endpoint: '/v2/connections/{connectionId}/sync',
        path: at(connectionId, '/sync'),
        body: { path },
        isIdempotent: true,
        // The warehouse is asked before the answer comes.
        firstByteTimeoutMs: 2 * minuteMs,
        signal
      })
    }
  }
}
