import { type ReactElement, useMemo, useState } from 'react'
import type { Connection } from '../../../../shared/contract/connections.ts'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { useGo } from '../../lib/navigation.ts'
import { TextField } from '../../ui/text-field.tsx'
import { filterTree, idsToOpen } from '../../ui/tree/tree-node.ts'
import { TreeView } from '../../ui/tree/tree-view.tsx'
import styles from './connection-browser.module.css'
import { idsAbove, placeId, placeOfId } from './connection-tree.ts'
import { useConnectionTree } from './use-connection-tree.tsx'

/** While one filters, the tables of no more than this many connections are read at once. */
const readAtMost = 40

/** What was open, for as long as the window is, so that coming back finds the tree as it was left. */
const openOf = new Map<OrganizationId, ReadonlySet<string>>()

interface ConnectionSidebarProps {
  readonly organizationId: OrganizationId
  readonly connections: readonly Connection[]
  readonly connectionId: string | undefined
  readonly path: readonly string[] | undefined
}

/** The filter and the tree. */
export function ConnectionSidebar({
  organizationId,
  connections,
  connectionId,
  path
}: ConnectionSidebarProps): ReactElement {
  const go = useGo()
  const [filter, setFilter] = useState('')
  const [opened, setOpened] = useState<ReadonlySet<string>>(() => openOf.get(organizationId) ?? firstOpen(connections))
  const selectedId = connectionId === undefined ? undefined : placeId(connectionId, path ?? [])

  // the way to what is chosen is open at first, and can be closed by hand afterwards
  const [openedFor, setOpenedFor] = useState<string | undefined>(undefined)
  if (connectionId !== undefined && openedFor !== selectedId) {
    setOpenedFor(selectedId)
    setOpened(new Set([...opened, placeId(connectionId, []), ...idsAbove(connectionId, path ?? [])]))
  }

  const isFiltering = filter.trim() !== ''
  const wanted = useMemo(() => {
    const ids = new Set([...opened].map((id) => placeOfId(id).connectionId))
    if (isFiltering) for (const connection of connections.slice(0, readAtMost)) ids.add(connection.connectionId)
    return ids
  }, [opened, isFiltering, connections])
  const nodes = useConnectionTree(organizationId, connections, wanted)
  const found = useMemo(() => filterTree(nodes, filter), [nodes, filter])
  const openIds = useMemo(
    () => (isFiltering ? new Set([...opened, ...idsToOpen(nodes, filter)]) : opened),
    [isFiltering, opened, nodes, filter]
  )

  const onOpenChange = (ids: ReadonlySet<string>) => {
    openOf.set(organizationId, ids)
    setOpened(ids)
  }
  const onSelect = (id: string) => {
    const place = placeOfId(id)
    const isScope = place.path.length > 0 && hasChildren(nodes, id)
    if (isScope) {
      const ids = new Set(opened)
      if (!ids.delete(id)) ids.add(id)
      onOpenChange(ids)
      return
    }
    go({
      to: 'connection',
      organizationId,
      connectionId: place.connectionId,
      ...(place.path.length === 0 ? {} : { path: place.path })
    })
  }
  return (
    <nav className={styles.sidebar} aria-label="Connections and tables">
      <div className={styles.filter}>
        <TextField
          label="Filter by name"
          isLabelHidden
          isSmall
          type="search"
          placeholder="Filter by name"
          value={filter}
          onChange={setFilter}
        />
      </div>
      <div className={styles.tree}>
        <TreeView
          label="Connections"
          nodes={found}
          selectedId={selectedId}
          onSelect={onSelect}
          openIds={openIds}
          onOpenChange={onOpenChange}
          emptyState={`Nothing is called “${filter.trim()}”.`}
        />
      </div>
    </nav>
  )
}

function firstOpen(connections: readonly Connection[]): ReadonlySet<string> {
  const audit = connections.find((connection) => connection.isAuditLog)
  return new Set(audit === undefined ? [] : [placeId(audit.connectionId, [])])
}

function hasChildren(nodes: ReturnType<typeof useConnectionTree>, id: string): boolean {
  return nodes.some((node) =>
    node.id === id ? (node.children ?? []).length > 0 : hasChildren(node.children ?? [], id)
  )
}
