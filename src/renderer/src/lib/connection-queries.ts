import {
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient
} from '@tanstack/react-query'
import type { CallInput, CallOutput } from '../../../shared/contract/api-types.ts'
import type { ConnectionList, ConnectionPaths, TableDetail } from '../../../shared/contract/connections.ts'
import type { OrganizationId } from '../../../shared/kit/ids.ts'
import { api } from './api.ts'
import { queryKeys } from './query-keys.ts'

/** The connections of an organization as last read. */
export function useConnections(organizationId: OrganizationId): UseQueryResult<ConnectionList> {
  return useQuery({
    queryKey: queryKeys.connections(organizationId),
    queryFn: () => api.connections.listConnections({ organizationId })
  })
}

/** The tables of a connection, as paths from the top; `connectionId` undefined while none is known. */
export function useConnectionPaths(
  organizationId: OrganizationId,
  connectionId: string | undefined
): UseQueryResult<ConnectionPaths> {
  return useQuery({
    queryKey: queryKeys.paths(organizationId, connectionId ?? ''),
    queryFn: () => api.connections.listPaths({ organizationId, connectionId: connectionId ?? '' }),
    enabled: connectionId !== undefined
  })
}

/** The columns of a table; `path` undefined while none is chosen. */
export function useTable(
  organizationId: OrganizationId,
  connectionId: string,
  path: string[] | undefined
): UseQueryResult<TableDetail> {
  return useQuery({
    queryKey: queryKeys.table(organizationId, connectionId, path ?? []),
    queryFn: () => api.connections.getTable({ organizationId, connectionId, path: path ?? [] }),
    enabled: path !== undefined
  })
}

/** Reads the list of connections from Sigma again. */
export function useRefreshConnections(): UseMutationResult<
  ConnectionList,
  Error,
  CallInput<'connections', 'refreshConnections'>
> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (input) => api.connections.refreshConnections(input),
    onSuccess: (list, { organizationId }) => {
      client.setQueryData(queryKeys.connections(organizationId), list)
    }
  })
}

/** Reads the tables of a connection from Sigma again. */
export function useRefreshPaths(): UseMutationResult<ConnectionPaths, Error, CallInput<'connections', 'refreshPaths'>> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (input) => api.connections.refreshPaths(input),
    onSuccess: (paths, { organizationId, connectionId }) => {
      client.setQueryData(queryKeys.paths(organizationId, connectionId), paths)
    }
  })
}

/** Reads the columns of a table from Sigma again. */
export function useRefreshTable(): UseMutationResult<TableDetail, Error, CallInput<'connections', 'refreshTable'>> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (input) => api.connections.refreshTable(input),
    onSuccess: (detail, { organizationId, connectionId, path }) => {
      client.setQueryData(queryKeys.table(organizationId, connectionId, path), detail)
    }
  })
}

/** Sigma's own test of a connection. */
export function useTestConnection(): UseMutationResult<
  CallOutput<'connections', 'testConnection'>,
  Error,
  CallInput<'connections', 'testConnection'>
> {
  return useMutation({ mutationFn: (input) => api.connections.testConnection(input) })
}
