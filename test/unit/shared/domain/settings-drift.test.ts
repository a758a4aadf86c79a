import { describe, expect, it } from 'vitest'
import {
  baselineValues,
  type CellComparison,
  type ComparedCell,
  type ComparedRow,
  comparedKeys,
  compareCell,
  compareSettings
} from '../../../../src/shared/domain/settings-drift.ts'

const pending = (value: boolean | string, state: 'waiting' | 'sending' | 'refused' = 'waiting') => ({ value, state })
const notPermitted = { code: 'not-permitted', params: {} }

describe('a cell against the baseline', () => {
  const cases: readonly (readonly [what: string, cell: ComparedCell | undefined, expected: CellComparison])[] = [
    ['the wanted value', { value: true }, 'same'],
    ['another value', { value: false }, 'differs'],
    ['a text where a switch is wanted', { value: 'true' }, 'differs'],
    ['nothing known', undefined, 'not-read'],
    ['a cell without anything', {}, 'not-read'],
    ['a setting that the organization does not have', { unavailable: notPermitted }, 'not-available'],
    ['an older value beside a failed reading', { value: true, unavailable: notPermitted }, 'same'],
    ['another value that is being changed to the wanted one', { value: false, pending: pending(true) }, 'pending-same'],
    ['the wanted value that is being changed', { value: true, pending: pending(false) }, 'pending-differs'],
    ['a change that is on its way', { value: false, pending: pending(true, 'sending') }, 'pending-same'],
    ['a change of what was never read', { pending: pending(true) }, 'pending-same'],
    ['a refused change to the wanted value', { value: false, pending: pending(true, 'refused') }, 'differs'],
    ['a refused change away from it', { value: true, pending: pending(false, 'refused') }, 'same'],
    [
      'a refused change of what is not available',
      { unavailable: notPermitted, pending: pending(true, 'refused') },
      'not-available'
    ]
  ]
  it.each(cases)('%s', (_what, cell, expected) => {
    expect(compareCell(cell, true)).toBe(expected)
  })

  it('compares texts to the letter', () => {
    expect(compareCell({ value: 'Europe/Berlin' }, 'Europe/Berlin')).toBe('same')
    expect(compareCell({ value: 'Europe/berlin' }, 'Europe/Berlin')).toBe('differs')
  })
})

const rows: readonly ComparedRow<'a' | 'b' | 'c'>[] = [
  {
    organizationId: 'a',
    cells: { timezone: { value: 'UTC' }, comments: { value: true }, auditLogging: { value: true } }
  },
  {
    organizationId: 'b',
    cells: {
      timezone: { value: 'Asia/Tokyo', pending: pending('UTC') },
      comments: { value: false },
      auditLogging: { unavailable: notPermitted }
    }
  },
  { organizationId: 'c', cells: { bulkCopy: { value: false } } }
]

describe('the values of a baseline', () => {
  it('are those that were named', () => {
    const values = { comments: false }
    expect(baselineValues({ kind: 'values', values }, rows)).toEqual(values)
  })

  it('are those that Sigma told of the organization, without its pending changes and what it does not have', () => {
    expect(baselineValues({ kind: 'organization', organizationId: 'b' }, rows)).toEqual({
      timezone: 'Asia/Tokyo',
      comments: false
    })
  })

  it('are none where the organization is gone', () => {
    expect(baselineValues({ kind: 'organization', organizationId: 'z' }, rows)).toBeUndefined()
  })
})

describe('the comparison of all organizations', () => {
  const wanted = { timezone: 'UTC', comments: true, auditLogging: true }

  it('tells each cell that the baseline has a value for', () => {
    const drift = compareSettings(rows, wanted)
    expect(drift.keys).toEqual(['auditLogging', 'timezone', 'comments'])
    expect(drift.rows.map(({ organizationId, cells }) => [organizationId, cells])).toEqual([
      ['a', { auditLogging: 'same', timezone: 'same', comments: 'same' }],
      ['b', { auditLogging: 'not-available', timezone: 'pending-same', comments: 'differs' }],
      ['c', { auditLogging: 'not-read', timezone: 'not-read', comments: 'not-read' }]
    ])
  })

  it('counts for each setting and each organization, and the two add up', () => {
    const drift = compareSettings(rows, wanted)
    const none = { same: 0, differs: 0, 'not-available': 0, 'not-read': 0, 'pending-same': 0, 'pending-differs': 0 }
    expect(drift.rows[1]?.counts).toEqual({ ...none, differs: 1, 'not-available': 1, 'pending-same': 1 })
    expect(drift.countsByKey).toEqual({
      auditLogging: { ...none, same: 1, 'not-available': 1, 'not-read': 1 },
      timezone: { ...none, same: 1, 'pending-same': 1, 'not-read': 1 },
      comments: { ...none, same: 1, differs: 1, 'not-read': 1 }
    })
    expect(drift.organizationsThatDiffer).toBe(1)
  })

  it('calls an organization different that is about to become so', () => {
    const leaving = [{ organizationId: 'a', cells: { comments: { value: true, pending: pending(false) } } }]
    expect(compareSettings(leaving, wanted).organizationsThatDiffer).toBe(1)
  })

  it('compares nothing with an empty baseline', () => {
    expect(compareSettings(rows, {})).toEqual({
      keys: [],
      rows: rows.map(({ organizationId }) => ({
        organizationId,
        cells: {},
        counts: { same: 0, differs: 0, 'not-available': 0, 'not-read': 0, 'pending-same': 0, 'pending-differs': 0 }
      })),
      countsByKey: {},
      organizationsThatDiffer: 0
    })
  })

  it('knows every setting once', () => {
    expect(new Set(comparedKeys).size).toBe(comparedKeys.length)
  })
})
