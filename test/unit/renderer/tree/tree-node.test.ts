import { describe, expect, it } from 'vitest'
import { countNodes, filterTree, idsToOpen, type TreeNode } from '../../../../src/renderer/src/ui/tree/tree-node.ts'

const node = (label: string, children?: TreeNode[]): TreeNode => ({
  id: label,
  label,
  icon: null,
  ...(children === undefined ? {} : { children })
})
const nodes = [
  node('Sigma Audit Logs', [node('AUDIT_LOG', [node('AUDIT_LOGS'), node('USERS')])]),
  node('Warehouse', [node('SALES', [node('ORDERS')])])
]
const labels = (found: readonly TreeNode[]): unknown[] =>
  found.map((one) => (one.children === undefined ? one.label : [one.label, labels(one.children)]))

describe('filtering the tree', () => {
  it('keeps what matches with everything above it', () => {
    expect(labels(filterTree(nodes, 'order'))).toEqual([['Warehouse', [['SALES', ['ORDERS']]]]])
  })

  it('keeps everything below a node that matches', () => {
    expect(labels(filterTree(nodes, 'ware'))).toEqual([['Warehouse', [['SALES', ['ORDERS']]]]])
  })

  it('wants every word, in any case and order', () => {
    expect(labels(filterTree(nodes, ' LOGS sigma '))).toHaveLength(1)
    expect(filterTree(nodes, 'logs nothing')).toEqual([])
  })

  it('is all nodes for a blank text', () => {
    expect(filterTree(nodes, '  ')).toBe(nodes)
    expect(idsToOpen(nodes, ' ')).toEqual([])
  })

  it('opens the way to what matches and nothing else', () => {
    expect(idsToOpen(nodes, 'orders')).toEqual(['SALES', 'Warehouse'])
    expect(countNodes(nodes)).toBe(7)
  })
})
