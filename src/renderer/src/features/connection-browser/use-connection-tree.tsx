import { useQueries } from '@tanstack/react-query'
import { Archive, Database, Folder, Plug, ShieldCheck, Table2, Unplug } from 'lucide-react'
import { type ReactNode, useMemo } from 'react'
import type { Connection } from '../../../../shared/contract/connections.ts'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { api } from '../../lib/api.ts'
import { wordsOfError, wordsOfThrown } from '../../lib/error-words.ts'
import { queryKeys } from '../../lib/query-keys.ts'
import type { TreeNode } from '../../ui/tree/tree-node.ts'
import styles from './connection-browser.module.css'
import { nestPaths, type PlaceNode, placeId, sortConnections } from './connection-tree.ts'

const iconSize = 14

/**
 * The nodes of the tree. Tables are read for the connections that are open, and for all while one filters.
 * @param wanted ids of the connections whose tables are needed
 */
export function useConnectionTree(
  organizationId: OrganizationId,
  connections: readonly Connection[],
  wanted: ReadonlySet<string>
): readonly TreeNode[] {
  const read = useMemo(() => connections.filter(({ connectionId }) => wanted.has(connectionId)), [connections, wanted])
  const answers = useQueries({
    queries: read.map(({ connectionId }) => ({
      queryKey: queryKeys.paths(organizationId, connectionId),
      queryFn: () => api.connections.listPaths({ organizationId, connectionId })
    })),
    combine: (results) =>
      results.map(({ data, error }) => ({
        paths: data?.paths,
        isReading: data === undefined ? error === null : data.freshness.isReading,
        problem:
          error !== null
            ? wordsOfThrown(error).title
            : data?.freshness.lastError === undefined
              ? undefined
              : wordsOfError(data.freshness.lastError).title
      }))
  })
  return useMemo(() => {
    const known = new Map(read.map(({ connectionId }, index) => [connectionId, answers[index]]))
    return sortConnections(connections).map((connection) => {
      const answer = known.get(connection.connectionId)
      const nested = nestPaths(connection.connectionId, answer?.paths ?? [])
      return {
        id: placeId(connection.connectionId, []),
        label: connection.name,
        icon: iconOf(connection),
        isMuted: connection.isArchived || connection.removedAtMs !== undefined,
        ...noteOf(connection),
        children: nested.map(nodeOf),
        isLoading: answer === undefined || answer.isReading,
        message: answer?.problem ?? 'No tables'
      }
    })
  }, [connections, read, answers])
}

function iconOf(connection: Connection): ReactNode {
  if (connection.isAuditLog) return <ShieldCheck size={iconSize} />
  if (connection.removedAtMs !== undefined) return <Unplug size={iconSize} />
  return connection.isArchived ? <Archive size={iconSize} /> : <Plug size={iconSize} />
}

/** The word behind a connection's name. */
export function markOf(connection: Connection): string | undefined {
  if (connection.removedAtMs !== undefined) return 'removed'
  if (connection.isArchived) return 'archived'
  if (connection.isAuditLog) return 'audit'
  return connection.isSample ? 'sample' : undefined
}

function noteOf(connection: Connection): { readonly note?: ReactNode } {
  const mark = markOf(connection)
  return mark === undefined ? {} : { note: <span className={styles.mark}>{mark}</span> }
}

function nodeOf(node: PlaceNode): TreeNode {
  const icon =
    node.isTable && node.children.length === 0 ? (
      <Table2 size={iconSize} />
    ) : node.path.length === 1 ? (
      <Database size={iconSize} />
    ) : (
      <Folder size={iconSize} />
    )
  return {
    id: node.id,
    label: node.label,
    icon,
    ...(node.children.length === 0 ? {} : { children: node.children.map(nodeOf) })
  }
}
