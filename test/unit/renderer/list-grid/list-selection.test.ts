import { describe, expect, it } from 'vitest'
import { selectionOf } from '../../../../src/renderer/src/ui/list-grid/list-selection.ts'

const rows = ['a', 'b', 'c', 'd']

function after(keys: readonly string[], change: Parameters<ReturnType<typeof selectionOf>['onChange']>[0]): string[] {
  let next: ReadonlySet<string> = new Set(keys)
  selectionOf(rows, { keys: next, onChange: (changed) => (next = changed) }).onChange(change)
  return [...next]
}

describe('a selection by keys', () => {
  it('keeps what a filter hides, unless nothing is to be selected', () => {
    expect(after(['hidden'], { kind: 'all' })).toEqual(['hidden', ...rows])
    expect(after(['hidden', 'a'], { kind: 'toggle', row: 0 })).toEqual(['hidden'])
    expect(after(['hidden', 'a'], { kind: 'none' })).toEqual([])
  })

  it('takes a range in either direction', () => {
    expect(after(['a'], { kind: 'range', from: 3, to: 1 })).toEqual(['b', 'c', 'd'])
  })

  it('tells how much of the rows on view is selected', () => {
    const extent = (keys: string[]) => selectionOf(rows, { keys: new Set(keys), onChange: () => undefined }).extent
    expect([extent(['hidden']), extent(['a']), extent(rows)]).toEqual(['none', 'some', 'all'])
  })
})
