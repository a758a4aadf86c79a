import { createHash } from 'node:crypto'
import { canonicalRow } from '../../src/main/archive/canonical-row.ts'
import type { BatchColumn, EventBatch, PackedTexts, ParsedPart } from '../../src/main/archive/event-batch.ts'

export interface ParsedRow {
  /** Name and text of each column that has a value, sorted by name. */
  readonly cells: readonly (readonly [name: string, text: string])[]
  readonly atMs: number
}

/** The rows of parts, one by one; each row's leaf is compared with that of its canonical form. */
export function rowsOf(parts: readonly ParsedPart[]): ParsedRow[] {
  return parts.flatMap(({ batch }) =>
    Array.from({ length: batch.rowCount }, (_, row) => {
      const cells = sortedCells(
        batch.columns.flatMap((column) => {
          const text = textAt(column, row)
          return text === undefined ? [] : [[column.name, text] as const]
        })
      )
      // An `expect` for each of a hundred thousand rows would take longer than parsing them.
      if (leafAt(batch, row) !== createHash('sha256').update(canonicalRow(cells)).digest('hex'))
        throw new Error(`the leaf of row ${row} is not that of ${canonicalRow(cells)}`)
      return { cells, atMs: batch.atMs[row] as number }
    })
  )
}

/** Cells in the order of their names. */
export function sortedCells(
  cells: readonly (readonly [name: string, text: string])[]
): readonly (readonly [name: string, text: string])[] {
  return [...cells].sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0))
}

/** Each row as an object without a prototype. */
export function objectsOf(parts: readonly ParsedPart[]): Record<string, string>[] {
  return rowsOf(parts).map(({ cells }) => Object.fromEntries(cells))
}

function leafAt(batch: EventBatch, row: number): string {
  return Buffer.from(batch.leaves.subarray(row * 32, row * 32 + 32)).toString('hex')
}

function textAt({ cells }: BatchColumn, row: number): string | undefined {
  if (cells.kind === 'text') return cells.isPresent[row] === 1 ? packedText(cells.texts, row) : undefined
  const code = cells.codes[row] as number
  return code === 0 ? undefined : packedText(cells.texts, code - 1)
}

function packedText({ bytes, ends }: PackedTexts, index: number): string {
  return Buffer.from(bytes.subarray(index === 0 ? 0 : ends[index - 1], ends[index])).toString()
}
