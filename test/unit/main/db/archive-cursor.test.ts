import { describe, expect, it } from 'vitest'
import { type ArchiveCursor, parseCursor, printCursor } from '../../../../src/main/db/archive-cursor.ts'
import { cursorSchema } from '../../../../src/shared/contract/archive.ts'

describe('archive cursor', () => {
  it.each<ArchiveCursor>([
    { after: 'timed', eventAtMs: 1_790_000_000_000, rowId: 1 },
    { after: 'timed', eventAtMs: -1, rowId: 10_000_000 },
    { after: 'untimed', rowId: 3 },
    { after: 'snapshot', rowNumber: 0 }
  ])('reads back what it printed: %j', (cursor) => {
    expect(parseCursor(cursorSchema.parse(printCursor(cursor)))).toEqual(cursor)
  })

  it.each([
    '',
    't',
    't.1',
    't.1.',
    't.1.2.3',
    'u.-1',
    'u.x',
    's.1.2',
    't.1e5.2',
    't.99999999999999999.1',
    'u.1; DROP TABLE events'
  ])('refuses %j', (text) => {
    expect(() => parseCursor(text)).toThrow(expect.objectContaining({ code: 'invalid-input' }))
  })
})
