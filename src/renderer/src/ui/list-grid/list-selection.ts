import type { GridSelection } from '../data-grid/grid-types.ts'

/** Which rows are selected, by their keys; keys of rows that a filter hides may be among them. */
export interface ListSelection {
  readonly keys: ReadonlySet<string>
  readonly onChange: (keys: ReadonlySet<string>) => void
}

/** A selection by keys as the grid wants it. `all` means all rows on view; what a filter hides stays as it is. */
export function selectionOf(rowKeys: readonly string[], { keys, onChange }: ListSelection): GridSelection {
  const count = rowKeys.filter((key) => keys.has(key)).length
  return {
    extentOf: (row) => (keys.has(rowKeys[row] ?? '') ? 'all' : 'none'),
    extent: count === 0 ? 'none' : count === rowKeys.length ? 'all' : 'some',
    onChange: (change) => {
      if (change.kind === 'none') onChange(new Set())
      else if (change.kind === 'all') onChange(new Set([...keys, ...rowKeys]))
      else if (change.kind === 'range') {
        const [from, to] = change.from < change.to ? [change.from, change.to] : [change.to, change.from]
        onChange(new Set(rowKeys.slice(from, to + 1)))
      } else {
        const key = rowKeys[change.row]
        if (key === undefined) return
        const next = new Set(keys)
        if (!next.delete(key)) next.add(key)
        onChange(next)
      }
    }
  }
}
