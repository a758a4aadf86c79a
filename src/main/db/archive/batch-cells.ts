import type { BatchColumn, EventBatch } from '../../archive/event-batch.ts'
import { canonicalRow } from '../../archive/canonical-row.ts'
import { stringsOf } from '../../archive/values/packed-strings.ts'

/** Where the text of a row's cell is among the column's packed texts; -1 for no value. */
export function textIndexOf(column: BatchColumn, row: number): number {
  const { cells } = column
  if (cells.kind === 'dictionary') return (cells.codes[row] as number) - 1
  return cells.isPresent[row] === 1 ? row : -1
}

/** Reads a column's cells as strings. */
export function cellReader(column: BatchColumn): (row: number) => string | undefined {
  const textAt = stringsOf(column.cells.texts)
  return (row) => {
    const index = textIndexOf(column, row)
    return index < 0 ? undefined : textAt(index)
  }
}

/** Reads rows in their canonical form. */
export function canonicalReader(batch: EventBatch): (row: number) => string {
  const columns = batch.columns.map((column) => ({ name: column.name, textAt: cellReader(column) }))
  return (row) =>
    canonicalRow(
      columns.flatMap(({ name, textAt }) => {
        const text = textAt(row)
        return text === undefined ? [] : [[name, text] as const]
      })
    )
}
