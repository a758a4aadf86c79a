import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
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
  return (
    <Virtualizer layout={ListLayout} layoutOptions={{ rowHeight }}>
      <Tree
        aria-label={label}
        className={styles.tree ?? ''}
        items={nodes}
        selectionMode="single"
        selectionBehavior="replace"
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

/** A line of words in place of children is a node of its own, so that arrows and screen readers reach it. */
function childrenOf(node: TreeNode): readonly TreeNode[] {
  const children = node.children ?? []
  if (children.length > 0) return children
  const words = node.isLoading === true ? 'Loading…' : node.message
  return words === undefined ? [] : [{ id: `${linePrefix}${node.id}`, label: words, icon: null, isMuted: true }]
}

function TreeRow({ node }: { readonly node: TreeNode }) {
  const children = childrenOf(node)
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
