import type { Connection } from '../../../../shared/contract/connections.ts'

/** What a node of the tree stands for. */
export interface TreePlace {
  readonly connectionId: string
  /** Empty for the connection itself. */
  readonly path: readonly string[]
  readonly isTable: boolean
}

/** A node without its looks. */
export interface PlaceNode extends TreePlace {
  readonly id: string
  readonly label: string
  readonly children: readonly PlaceNode[]
}

/** The id of a node. */
export function placeId(connectionId: string, path: readonly string[]): string {
  return JSON.stringify([connectionId, ...path])
}

/** What a node's id stands for: the connection and the path below it. */
export function placeOfId(id: string): { readonly connectionId: string; readonly path: readonly string[] } {
  const [connectionId, ...path] = JSON.parse(id) as string[]
  return { connectionId: connectionId ?? '', path }
}

const byName = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** The audit connection first, then by name; archived ones after those in use, removed ones last. */
export function sortConnections(connections: readonly Connection[]): readonly Connection[] {
  const rank = (connection: Connection) => {
    if (connection.isAuditLog) return 0
    if (connection.removedAtMs !== undefined) return 3
    return connection.isArchived ? 2 : 1
  }
  return connections.toSorted((left, right) => rank(left) - rank(right) || byName.compare(left.name, right.name))
}

interface Branch {
  readonly branches: Map<string, Branch>
  isTable: boolean
}

/** Paths such as DB, SCHEMA, TABLE as nested nodes, each level by name. */
export function nestPaths(connectionId: string, paths: readonly (readonly string[])[]): readonly PlaceNode[] {
  const root: Branch = { branches: new Map(), isTable: false }
  for (const path of paths) {
    let at = root
    for (const part of path) {
      const next = at.branches.get(part) ?? { branches: new Map(), isTable: false }
      at.branches.set(part, next)
      at = next
    }
    at.isTable = true
  }
  const nodesOf = (branch: Branch, above: readonly string[]): readonly PlaceNode[] =>
    [...branch.branches]
      .toSorted(([left], [right]) => byName.compare(left, right))
      .map(([label, below]) => {
        const path = [...above, label]
        return {
          id: placeId(connectionId, path),
          label,
          connectionId,
          path,
          isTable: below.isTable,
          children: nodesOf(below, path)
        }
      })
  return nodesOf(root, [])
}

/** The ids of a node and of all above it, to open the way to it. */
export function idsAbove(connectionId: string, path: readonly string[]): readonly string[] {
  return path.map((_part, index) => placeId(connectionId, path.slice(0, index)))
}

/** The path of the table that holds the audit events, where the connection has it. */
export function auditLogsPath(paths: readonly (readonly string[])[]): readonly string[] | undefined {
  return paths.find((path) => path.at(-1)?.toUpperCase() === 'AUDIT_LOGS')
}
