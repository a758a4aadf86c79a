import { describe, expect, it } from 'vitest'
import { canonicalContent, contentKey, eventIdKey } from '../../../../src/main/db/dedupe-key.ts'
import type { Cell } from '../../../../src/shared/contract/archive.ts'
import { randomFrom } from './random.ts'

type Row = Record<string, Cell>
const hex = (key: Uint8Array | undefined) => (key === undefined ? undefined : Buffer.from(key).toString('hex'))

describe('canonical content of a row', () => {
  it('does not depend on the order of columns, on empty columns or on the file format', () => {
    const random = randomFrom(7)
    for (let round = 0; round < 300; round += 1) {
      const names = ['TIME', 'TYPE', 'N', 'OK', 'a', 'ü', 'x"y'].filter(() => random() < 0.7)
      const row: Row = {}
      for (const name of names)
        row[name] = [random() * 1e6, Math.floor(random() * 100), random() < 0.5, `v${random()}`, 'ü"\\,'][
          Math.floor(random() * 5)
        ] as Cell
      const shuffled = Object.fromEntries(Object.entries(row).sort(() => random() - 0.5))
      const asCsv = Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, String(cell)]))
      const withEmpty = { ...shuffled, LATER: null, LATEST: '' }
      for (const same of [shuffled, asCsv, withEmpty]) expect(canonicalContent(same)).toBe(canonicalContent(row))
    }
  })

  it('differs for rows that differ in a name, a value or the place of a value', () => {
    const rows: Row[] = [
      { A: 'x' },
      { A: 'y' },
      { B: 'x' },
      { A: 'x', B: 'x' },
      { A: 'x","B', B: 'x' },
      { A: 'x,B=x' },
      { A: 'X' },
      { A: 'x ' },
      {},
      { A: 0 },
      { A: false }
    ]
    expect(new Set(rows.map(canonicalContent)).size).toBe(rows.length)
  })
})

describe('keys', () => {
  it('are 16 bytes, equal for the same content and occurrence, and different otherwise', () => {
    const keys = ['a', 'b'].flatMap((content) => [0, 1, 2].map((occurrence) => contentKey(content, occurrence)))
    expect(keys.every((key) => key.length === 16)).toBe(true)
    expect(new Set(keys.map(hex)).size).toBe(6)
    expect(hex(contentKey('a', 1))).toBe(hex(keys[1]))
  })

  it('come from the event id alone where there is one', () => {
    expect(hex(eventIdKey({ ID: 'e1', A: 1 }, 'ID'))).toBe(hex(eventIdKey({ ID: 'e1', A: 2, B: 3 }, 'ID')))
    expect(hex(eventIdKey({ ID: 'e1' }, 'ID'))).not.toBe(hex(eventIdKey({ ID: 'e2' }, 'ID')))
    for (const row of [{ ID: null }, { ID: '' }, {}] as Row[]) expect(eventIdKey(row, 'ID')).toBeUndefined()
    expect(eventIdKey({ ID: 'e1' }, undefined)).toBeUndefined()
  })
})
