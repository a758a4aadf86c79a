import type { ReactNode } from 'react'

export interface TreeNode {
  /** Unique in the whole tree. */
  readonly id: string
  /** Read out, matched by type-ahead and by the filter. */
  readonly label: string
  readonly icon: ReactNode
  /** A short word behind the label, such as "archived". */
  readonly note?: ReactNode
  readonly isMuted?: boolean
  /** Undefined: a leaf. Empty with `isLoading`: its children are on the way. */
  readonly children?: readonly TreeNode[]
  readonly isLoading?: boolean
  /** A line in place of children, such as why they could not be read. */
  readonly message?: string
}

/**
 * The nodes whose label contains the text, with the nodes above them; a node that matches keeps everything below it.
 * @param text matched without case; each word must occur
 */
export function filterTree(nodes: readonly TreeNode[], text: string): readonly TreeNode[] {
  const words = text
    .toLocaleLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  if (words.length === 0) return nodes
  const keep = (node: TreeNode): TreeNode | undefined => {
    const label = node.label.toLocaleLowerCase()
    if (words.every((word) => label.includes(word))) return node
    const children = node.children?.map(keep).filter((child) => child !== undefined) ?? []
    return children.length === 0 ? undefined : { ...node, children }
  }
  return nodes.map(keep).filter((node) => node !== undefined)
}

/** The ids of all nodes with a match below them, to open them while a filter is on. */
export function idsToOpen(nodes: readonly TreeNode[], text: string): readonly string[] {
  const words = text
    .toLocaleLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  if (words.length === 0) return []
  const open: string[] = []
  const visit = (node: TreeNode): boolean => {
    const below = (node.children ?? []).map(visit).some(Boolean)
    if (below) open.push(node.id)
    const label = node.label.toLocaleLowerCase()
    return below || words.every((word) => label.includes(word))
  }
  for (const node of nodes) visit(node)
  return open
}

/** How many nodes there are, to decide whether the tree is worth drawing piecewise. */
export function countNodes(nodes: readonly TreeNode[]): number {
  return nodes.reduce((sum, node) => sum + 1 + countNodes(node.children ?? []), 0)
}
