import { describe, expect, it } from 'vitest'
import { diffRows } from '../../../../../src/main/archive/evidence/row-diff.ts'
import { SeededRandom } from '../../../../support/seeded-random.ts'

async function* pieces<Item>(items: readonly Item[], size: number): AsyncGenerator<readonly Item[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size)
}

const diff = (rows: readonly string[], lines: readonly string[], size = 7) =>
  diffRows(
    pieces(
      rows.map((leaf, index) => ({ leaf, rowId: `r${index}` })),
      size
    ),
    pieces(
      lines.map((leaf, index) => ({ leaf, line: index + 1 })),
      size + 2
    ),
    100
  )

describe('rows and lines', () => {
  it('that are the same have no differences, whatever pieces they come in', async () => {
    const rows = Array.from({ length: 500 }, (_, index) => `h${index % 90}`)
    for (const size of [1, 3, 50, 1_000]) expect(await diff(rows, rows, size)).toEqual([])
    expect(await diff([], [])).toEqual([])
  })

  it('name one change of any kind at any place, as what it was', async () => {
    const random = new SeededRandom(7)
    const rows = Array.from({ length: 120 }, (_, index) => `h${index}`)
    for (let round = 0; round < 200; round += 1) {
      const at = random.below(rows.length)
      const to = random.below(rows.length - 1)
      const without = rows.toSpliced(at, 1)
      expect(await diff(rows, rows.with(at, 'x'))).toEqual([{ kind: 'row-changed', line: at + 1, rowId: `r${at}` }])
      expect(await diff(rows, without)).toEqual([{ kind: 'row-missing', rowId: `r${at}` }])
      expect(await diff(rows, rows.toSpliced(at, 0, 'x'))).toEqual([{ kind: 'row-added', line: at + 1 }])
      const moved = await diff(rows, without.toSpliced(to, 0, rows[at] ?? ''))
      expect(moved.map(({ kind }) => kind)).toEqual(at === to ? [] : ['row-moved'])
    }
  })

  it('that are alike do not make a change look like something else', async () => {
    const rows = ['a', 'a', 'b', 'b', 'b', 'c', 'a', 'a']
    for (const at of rows.keys())
      expect(await diff(rows, rows.with(at, 'x'))).toEqual([{ kind: 'row-changed', line: at + 1, rowId: `r${at}` }])
    for (let at = 0; at <= rows.length; at += 1)
      expect(await diff(rows, rows.toSpliced(at, 0, 'x'))).toEqual([{ kind: 'row-added', line: at + 1 }])
  })

  it('tell of a row that was moved farther than is looked ahead', async () => {
    const rows = Array.from({ length: 70_000 }, (_, index) => `h${index}`)
    expect(await diff(rows, [...rows.slice(1), 'h0'], 5_000)).toEqual([
      { kind: 'row-moved', line: 70_000, rowId: 'r0' }
    ])
  })

  it('of which only one has any are counted', async () => {
    expect(await diff(['a', 'b', 'c'], [])).toEqual([
      { kind: 'row-missing', rowId: 'r0', detail: '3 rows from here on' }
    ])
    expect(await diff([], ['a', 'b'])).toEqual([{ kind: 'row-added', line: 1, detail: '2 lines from here on' }])
  })
})
