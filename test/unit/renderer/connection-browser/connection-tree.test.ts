import { describe, expect, it } from 'vitest'
import type { Connection } from '../../../../src/shared/contract/connections.ts'
import {
  auditLogsPath,
  idsAbove,
  nestPaths,
  placeId,
  placeOfId,
  sortConnections
} from '../../../../src/renderer/src/features/connection-browser/connection-tree.ts'

const connection = (name: string, facts: Partial<Connection> = {}): Connection => ({
  connectionId: name,
  name,
  type: 'snowflake',
  isAuditLog: false,
  isSample: false,
  isArchived: false,
  ...facts
})

describe('the tree of connections', () => {
  it('has the audit connection first, archived ones late and removed ones last', () => {
    const sorted = sortConnections([
      connection('b gone', { removedAtMs: 1 }),
      connection('a archived', { isArchived: true }),
      connection('warehouse 10'),
      connection('Warehouse 2'),
      connection('Sigma Audit Logs', { isAuditLog: true })
    ])
    expect(sorted.map(({ name }) => name)).toEqual([
      'Sigma Audit Logs',
      'Warehouse 2',
      'warehouse 10',
      'a archived',
      'b gone'
    ])
  })

  it('nests paths of any depth by name', () => {
    const nodes = nestPaths('c', [['DB', 'S2', 'T'], ['DB', 'S1', 'T2'], ['DB', 'S1', 'T1'], ['LONE']])
    expect(nodes.map(({ label, isTable }) => [label, isTable])).toEqual([
      ['DB', false],
      ['LONE', true]
    ])
    expect(nodes[0]?.children.map(({ label }) => label)).toEqual(['S1', 'S2'])
    expect(nodes[0]?.children[0]?.children.map(({ path }) => path)).toEqual([
      ['DB', 'S1', 'T1'],
      ['DB', 'S1', 'T2']
    ])
  })

  it('gives ids that names with any characters cannot confuse', () => {
    const path = ['a","b', 'c/d']
    expect(placeOfId(placeId('x', path))).toEqual({ connectionId: 'x', path })
    expect(placeId('x', ['a', 'b'])).not.toBe(placeId('x', ['a","b']))
  })

  it('knows the nodes above a table', () => {
    expect(idsAbove('c', ['DB', 'S', 'T'])).toEqual([placeId('c', []), placeId('c', ['DB']), placeId('c', ['DB', 'S'])])
  })

  it('finds the table of audit events by its last name, wherever it lies', () => {
    expect(
      auditLogsPath([
        ['X', 'USERS'],
        ['AUDIT_LOG', 'P', 'Audit_Logs']
      ])
    ).toEqual(['AUDIT_LOG', 'P', 'Audit_Logs'])
    expect(auditLogsPath([['AUDIT_LOGS', 'USERS']])).toBeUndefined()
  })
})
