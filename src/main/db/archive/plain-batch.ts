import { hash } from 'node:crypto'
import { Buffer } from 'node:buffer'
import { canonicalRow } from '../../archive/canonical-row.ts'
import { hashBytes } from '../../archive/chain/hash-chain.ts'
import type { BatchColumn, EventBatch } from '../../archive/event-batch.ts'
import { packTexts } from '../../archive/values/packed-strings.ts'
import type { SourceCells } from '../archive-writing.ts'

/** A row that was read as values, and its time, epoch ms UTC; NaN for none. */
export interface PlainEvent {
  readonly cells: SourceCells
  readonly atMs: number
}

/** Packs rows that are there as values: every value as its text, null for none. */
export function batchOfEvents(events: readonly PlainEvent[]): EventBatch {
  const leaves = new Uint8Array(events.length * hashBytes)
  const columns = new Map<string, { readonly codes: Uint32Array; readonly texts: Map<string, number> }>()
  for (const [row, { cells }] of events.entries()) {
    const texts: [string, string][] = []
    for (const [name, cell] of Object.entries(cells)) {
      const column = columns.get(name) ?? { codes: new Uint32Array(events.length), texts: new Map<string, number>() }
      columns.set(name, column)
      if (cell === null || cell === undefined) continue
      const text = String(cell)
      texts.push([name, text])
      const code = column.texts.get(text) ?? column.texts.size + 1
      column.texts.set(text, code)
      column.codes[row] = code
    }
    leaves.set(Buffer.from(hash('sha256', canonicalRow(texts), 'binary'), 'latin1'), row * hashBytes)
  }
  return {
    rowCount: events.length,
    atMs: Float64Array.from(events, ({ atMs }) => atMs),
    leaves,
    columns: [...columns].map(
      ([name, { codes, texts }]): BatchColumn => ({
        name,
        cells: { kind: 'dictionary', codes, texts: packTexts([...texts.keys()]) }
      })
    )
  }
}
