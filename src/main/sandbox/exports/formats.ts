import type { TableColumn } from '../state/warehouse.ts'
import type { Cell } from './row-source.ts'

export type ExportFormat = 'csv' | 'json' | 'jsonl'

export const contentTypes: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json',
  jsonl: 'application/x-ndjson'
}

/** One cell of a CSV file: quoted where a comma, a quote or a line break asks for it (RFC 4180). */
function csvCell(cell: Cell): string {
  if (cell === null) return ''
  const text = String(cell)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/**
 * Turns batches of rows into pieces of a file. Every row of the JSON formats carries every column, empty ones as null.
 */
export function* formatRows(
  format: ExportFormat,
  columns: readonly TableColumn[],
  batches: Iterable<Cell[][]>
): Generator<string> {
  if (format === 'csv') {
    yield `${columns.map((column) => csvCell(column.name)).join(',')}\n`
    for (const batch of batches) yield batch.map((row) => `${row.map(csvCell).join(',')}\n`).join('')
    return
  }
  const keys = columns.map((column, index) => `${index === 0 ? '{' : ','}${JSON.stringify(column.name)}:`)
  const line = (row: Cell[]): string => {
    let text = ''
    for (let index = 0; index < keys.length; index += 1)
      text += (keys[index] ?? '') + JSON.stringify(row[index] ?? null)
    return `${text}}`
  }
  if (format === 'jsonl') {
    for (const batch of batches) yield batch.map((row) => `${line(row)}\n`).join('')
    return
  }
  let isFirst = true
  yield '['
  for (const batch of batches) {
    yield (isFirst ? '' : ',') + batch.map(line).join(',')
    isFirst = false
  }
  yield ']'
}

/** A byte stream that makes its next piece only when it is asked for, and lets other work run in between. */
export function streamOf(pieces: Generator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        // Without this turn of the event loop a reader in the same process would starve everything else.
        await new Promise((resolve) => setImmediate(resolve))
        const next = pieces.next()
        if (next.done === true) controller.close()
        else controller.enqueue(encoder.encode(next.value))
      },
      cancel() {
        pieces.return(undefined)
      }
    },
    { highWaterMark: 0 }
  )
}
