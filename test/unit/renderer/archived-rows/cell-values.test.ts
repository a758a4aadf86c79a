import { describe, expect, it } from 'vitest'
import {
  formatRowTime,
  oneLine,
  parseCellTime,
  zoneName
} from '../../../../src/renderer/src/ui/archived-rows/cell-values.ts'
import {
  columnRoles,
  friendlyName,
  readingOrder,
  statusMeaning
} from '../../../../src/renderer/src/ui/archived-rows/column-roles.ts'
import { filledColumns } from '../../../../src/renderer/src/ui/archived-rows/filled-columns.ts'
import { rowAsRecord, rowTable } from '../../../../src/renderer/src/ui/archived-rows/row-table.ts'

const atMs = Date.UTC(2026, 8, 30, 14, 3, 22, 118)

describe('times in cells', () => {
  it.each([
    ['2026-09-30T14:03:22.118Z'],
    ['2026-09-30 14:03:22.118'],
    ['2026-09-30 14:03:22.118 +00:00'],
    ['2026-09-30T16:03:22.118+02:00'],
    [' 2026-09-30T14:03:22.118000 ']
  ])('reads %s as the same moment; without a zone it is UTC', (text) => {
    expect(parseCellTime(text)).toBe(atMs)
  })

  it('reads epoch numbers in milliseconds and in seconds', () => {
    expect(parseCellTime(atMs)).toBe(atMs)
    expect(parseCellTime(atMs / 1000)).toBe(atMs)
  })

  it.each([['yesterday'], ['2026-13-45T00:00:00Z'], [''], [null], [true], [42]])(
    'does not take %s for a time',
    (cell) => {
      expect(parseCellTime(cell)).toBeUndefined()
    }
  )

  it('prints the zone in UTC and in local time', () => {
    expect(formatRowTime(atMs, 'utc')).toBe('2026-09-30 14:03:22.118 UTC')
    // the tests run in Asia/Kolkata
    expect(formatRowTime(atMs, 'local')).toBe('2026-09-30 19:33:22.118 GMT+5:30')
    expect(zoneName('local', atMs)).toBe('GMT+5:30')
  })
})

describe('text in cells', () => {
  it('is one line, cut where it is very long', () => {
    expect(oneLine('a\n\tb\u0000c\u2028d')).toBe('a b c d')
    expect(oneLine('x'.repeat(5_000))).toHaveLength(301)
  })

  it('shows numbers, truth values and nothing', () => {
    expect(oneLine(0)).toBe('0')
    expect(oneLine(false)).toBe('false')
    expect(oneLine(null)).toBe('')
    expect(oneLine(undefined)).toBe('')
  })
})

describe('the meaning of columns', () => {
  const columns = ['ACCOUNT', 'EVENT_STATUS_REASON_CODE', 'USER_EMAIL', 'EVENT_STATUS', 'EVENT_TYPE', 'REQUEST_TIME']

  it('is recognised by name, and puts those columns first', () => {
    const roles = columnRoles(columns, 'REQUEST_TIME')
    expect(Object.fromEntries(roles)).toEqual({
      REQUEST_TIME: 'time',
      EVENT_TYPE: 'type',
      EVENT_STATUS: 'status',
      USER_EMAIL: 'person',
      EVENT_STATUS_REASON_CODE: 'reason'
    })
    expect(readingOrder(columns, roles)).toEqual([
      'REQUEST_TIME',
      'EVENT_TYPE',
      'EVENT_STATUS',
      'USER_EMAIL',
      'EVENT_STATUS_REASON_CODE',
      'ACCOUNT'
    ])
  })

  it('is recognised in friendly names too, and absent where nothing fits', () => {
    expect(columnRoles(['Request Time', 'Event Type'], 'Request Time').get('Event Type')).toBe('type')
    expect(columnRoles(['A', 'B'], undefined).size).toBe(0)
    expect(columnRoles(['A'], 'GONE').size).toBe(0)
  })

  it('gives warehouse names Sigma’s friendly form and leaves others alone', () => {
    expect(friendlyName('EVENT_STATUS')).toBe('Event Status')
    expect(friendlyName('USER_ID')).toBe('User ID')
    expect(friendlyName('request time')).toBe('request time')
    expect(friendlyName('<b>X</b>')).toBe('<b>X</b>')
  })

  it('tells success from failure, and claims neither for other words', () => {
    expect(statusMeaning('SUCCESS')).toBe('success')
    expect(statusMeaning('Failure')).toBe('failure')
    expect(statusMeaning('PARTIAL')).toBe('other')
  })
})

describe('pages of rows', () => {
  const first = {
    columns: ['A', 'B', 'C'],
    rows: [{ rowId: '9', cells: [1, null, ''] }],
    totalRows: 2,
    timeColumn: 'A'
  }
  const second = { columns: ['A', 'C', 'D'], rows: [{ rowId: '8', cells: [null, 'late', 5] }], totalRows: 3 }

  it('appends columns that first get a value in a later page', () => {
    expect(filledColumns([first], ['C', 'A', 'B', 'D'])).toEqual(['A'])
    expect(filledColumns([first, second], ['C', 'A', 'B', 'D'])).toEqual(['A', 'C', 'D'])
  })

  it('joins pages whose columns differ', () => {
    const table = rowTable([first, second])
    expect(table.columns).toEqual(['A', 'B', 'C', 'D'])
    expect(table.cell(1, 'C')).toBe('late')
    expect(table.cell(0, 'D')).toBeUndefined()
    expect(table.cell(7, 'A')).toBeUndefined()
    expect(table.indexOf('8')).toBe(1)
    expect(table.totalRows).toBe(3)
    expect(rowAsRecord(table, 1)).toEqual({ A: null, B: null, C: 'late', D: 5 })
  })
})
