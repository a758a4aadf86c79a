import { ChevronRight } from 'lucide-react'
import { type ReactNode, useMemo } from 'react'
import {
  Button,
  Collection,
  type Key,
  ListLayout,
  Tree,
  TreeItem,
  TreeItemContent,
  Virtualizer
} from 'react-aria-components'
import type { TreeNode } from './tree-node.ts'
import styles from './tree.module.css'

const rowHeight = 28

interface TreeViewProps {
  readonly label: string
  readonly nodes: readonly TreeNode[]
  readonly selectedId: string | undefined
  readonly onSelect: (id: string) => void
  readonly openIds: ReadonlySet<string>
  readonly onOpenChange: (ids: ReadonlySet<string>) => void
  readonly emptyState: ReactNode
}

/** A tree of names: arrows, Home, End and type-ahead move, → ← open and close, Enter chooses. Drawn piecewise. */
export function TreeView({ label, nodes, selectedId, onSelect, openIds, onOpenChange, emptyState }: TreeViewProps) {
  const drawn = useMemo(() => nodes.map((node) => drawnNode(node, openIds)), [nodes, openIds])
  return (
    <Virtualizer layout={ListLayout} layoutOptions={{ rowHeight }}>
      <Tree
        aria-label={label}
        className={styles.tree ?? ''}
        items={drawn}
        selectionMode="single"
        selectionBehavior="toggle"
        disallowEmptySelection
        selectedKeys={selectedId === undefined ? [] : [selectedId]}
        onSelectionChange={(keys) => {
          const [key] = keys === 'all' ? [] : [...keys]
          if (key !== undefined && !isLine(key)) onSelect(String(key))
        }}
        expandedKeys={openIds}
        onExpandedChange={(keys) => onOpenChange(new Set([...keys].map(String)))}
        renderEmptyState={() => <div className={styles.empty}>{emptyState}</div>}
      >
        {(node) => <TreeRow node={node} />}
      </Tree>
    </Virtualizer>
  )
}

const linePrefix = 'line '
const isLine = (key: Key): boolean => String(key).startsWith(linePrefix)

/**
 * The node as it is drawn: children of closed nodes are left out, since the tree builds whatever it is given, and a line
 * of words in their place is a node of its own, so that arrows and screen readers reach it.
 */
function drawnNode(node: TreeNode, openIds: ReadonlySet<string>): TreeNode {
  if (node.children === undefined) return node
  const isOpen = openIds.has(node.id)
  if (isOpen && node.children.length > 0)
    return { ...node, children: node.children.map((child) => drawnNode(child, openIds)) }
  // Closed nodes get a line too: React Aria lets the arrows open, and calls closed, only what holds an item.
  const words = node.isLoading === true ? 'Loading…' : (node.message ?? 'Nothing here')
  return { ...node, children: [{ id: `${linePrefix}${node.id}`, label: words, icon: null, isMuted: true }] }
}

function TreeRow({ node }: { readonly node: TreeNode }) {
  const children = node.children ?? []
  const canOpen = node.children !== undefined
  return (
    <TreeItem id={node.id} textValue={node.label} className={styles.item ?? ''} hasChildItems={canOpen}>
      <TreeItemContent>
        {({ level, isExpanded }) => (
          <div
            className={styles.row}
            data-muted={node.isMuted || undefined}
            style={{ paddingInlineStart: 4 + (level - 1) * 16 }}
          >
            {canOpen ? (
              <Button slot="chevron" className={styles.chevron ?? ''} data-open={isExpanded || undefined}>
                <ChevronRight size={14} aria-hidden="true" />
              </Button>
            ) : (
              <span className={styles.chevron} />
            )}
            <span className={styles.icon} aria-hidden="true">
              {node.icon}
            </span>
            <span className={styles.label} title={node.label}>
              {node.label}
            </span>
            {node.note}
          </div>
        )}
      </TreeItemContent>
      <Collection items={children}>{(child) => <TreeRow node={child} />}</Collection>
    </TreeItem>
  )
}
