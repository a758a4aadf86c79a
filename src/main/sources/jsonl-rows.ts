import type { SourceCell, SourceRow } from '../../shared/domain/audit-schema.ts'
import { AppError } from '../../shared/kit/app-error.ts'

/** Longest line that is kept in memory; a longer one is counted as unparseable and skipped. */
const lineLimitBytes = 16 * 1024 * 1024
const newline = 0x0a

export interface JsonlCounts {
  bytesRead: number
  rowsRead: number
  /** Lines that are no row: damaged, too long, or of another kind. */
  unparseableLines: number
}

/**
 * Reads JSON lines piece by piece and gives rows in batches; never holds more than a batch and a line. A line that is no
 * row is counted and left out. Values that are no scalars (variants) become their JSON text, and integers that a number
 * cannot hold exactly stay text.
 * @param counts counted up while reading
 * @throws AppError `contract-breach` for a web page or a body without a single row in it, `unreachable` for a body that
 * breaks off within a line
 */
export async function* readJsonlRows(
  body: AsyncIterable<Uint8Array>,
  options: { readonly batchSize: number; readonly counts: JsonlCounts }
): AsyncGenerator<readonly SourceRow[]> {
  const { batchSize, counts } = options
  let batch: SourceRow[] = []
  let ownRows = 0
  let unparseable = 0
  for await (const { line, isEnded } of linesOf(body, counts)) {
    const rows = line === undefined ? undefined : rowsOfLine(line)
    if (rows === undefined) {
      if (ownRows === 0 && unparseable === 0 && line?.trimStart().startsWith('<') === true) {
        throw new AppError('contract-breach', { path: 'line 1', found: 'html' })
      }
      // Only the last line can lack its end. Where it cannot be read either, the rest of the file is missing.
      if (!isEnded) {
        if (batch.length > 0) yield batch
        throw new AppError('unreachable', { reason: 'truncated', rowsRead: ownRows })
      }
      unparseable += 1
      counts.unparseableLines += 1
      continue
    }
    for (const row of rows) {
      batch.push(row)
      ownRows += 1
      counts.rowsRead += 1
      if (batch.length < batchSize) continue
      yield batch
      batch = []
    }
  }
  if (batch.length > 0) yield batch
  if (ownRows === 0 && unparseable > 0) throw new AppError('contract-breach', { path: 'line 1', found: 'not-json' })
}

/** Lines of a body; `line` is undefined for one that is too long, `isEnded` false for a last line without its end. */
async function* linesOf(
  body: AsyncIterable<Uint8Array>,
  counts: JsonlCounts
): AsyncGenerator<{ readonly line: string | undefined; readonly isEnded: boolean }> {
  let pieces: Uint8Array[] = []
  let length = 0
  let isTooLong = false
  const take = (): string | undefined => {
    const line = isTooLong ? undefined : decode(pieces)
    pieces = []
    length = 0
    isTooLong = false
    return line
  }
  const keep = (piece: Uint8Array): void => {
    length += piece.byteLength
    if (length > lineLimitBytes) {
      isTooLong = true
      pieces = []
    } else if (piece.byteLength > 0) {
      pieces.push(piece)
    }
  }
  for await (const chunk of body) {
    counts.bytesRead += chunk.byteLength
    let start = 0
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      keep(chunk.subarray(start, end))
      start = end + 1
      const line = take()
      if (line === undefined || line.trim() !== '') yield { line, isEnded: true }
    }
    keep(chunk.subarray(start))
  }
  if (length === 0) return
  const last = take()
  if (last === undefined || last.trim() !== '') yield { line: last, isEnded: false }
}

function decode(pieces: readonly Uint8Array[]): string {
  const [first] = pieces
  return new TextDecoder().decode(pieces.length === 1 && first !== undefined ? first : Buffer.concat(pieces))
}

/** The rows of a line: one object, or an array of them as the `json` format writes; undefined for anything else. */
function rowsOfLine(line: string): SourceRow[] | undefined {
  let value: unknown
  try {
    value = parseExactly(line)
  } catch {
    return undefined
  }
  const items: readonly unknown[] = Array.isArray(value) ? value : [value]
  const rows: SourceRow[] = []
  for (const item of items) {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return undefined
    // fromEntries defines properties: a column called `__proto__` is a column.
    rows.push(Object.fromEntries(Object.entries(item).map(([name, cell]) => [name, cellOf(cell)])))
  }
  return rows
}

function cellOf(value: unknown): SourceCell {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  return JSON.stringify(value)
}

/** Ids of 17 and more digits would lose their last ones as numbers. */
function parseExactly(line: string): unknown {
  if (!/\d{16}/.test(line)) return JSON.parse(line)
  return JSON.parse(line, (_key: string, value: unknown, context?: { readonly source?: string }) =>
    typeof value === 'number' &&
    !Number.isSafeInteger(value) &&
    context?.source !== undefined &&
    /^-?\d+$/.test(context.source)
      ? context.source
      : value
  )
}
