import {
  type CodedColumn,
  type RowPlace,
  rowsPerSubBlock,
  type SegmentView,
  type TextColumn
} from './segment-source.ts'

/** Decoded rows of one column: value ids (0 for none), texts by themselves, or both where its storage changed. */
export interface DecodedColumn {
  readonly ids?: Uint32Array
  readonly texts?: readonly (string | undefined)[]
}

export interface DecodedRows {
  /** Ascending by (atMs, day, seq); 0 for rows without a time. */
  readonly atMs: Float64Array
  readonly places: readonly RowPlace[]
  /** A column's decoded rows, in the same order; undefined where no row has a value. */
  column(columnId: number): DecodedColumn | undefined
  readRow(row: number): (string | null)[]
}

/** Rows in memory, answered as a segment is: those that no segment covers yet. */
export function decodedView({ atMs, places, column, readRow }: DecodedRows): SegmentView {
  const rowCount = atMs.length
  const coded = new Map<number, CodedColumn | undefined>()
  const texts = new Map<number, TextColumn | undefined>()
  return {
    segmentId: 0,
    rowCount,
    minAtMs: atMs[0] ?? 0,
    maxAtMs: atMs[rowCount - 1] ?? 0,
    atMs: (row) => atMs[row] ?? 0,
    rowAt: (wantedMs) => firstAtOrAfter(atMs, wantedMs),
    place: (row) => places[row] ?? { day: 0, seq: 0 },
    quarters: () => undefined,
    coded: (columnId) => once(coded, columnId, () => codedColumn(column(columnId)?.ids)),
    texts: (columnId) => once(texts, columnId, () => textColumn(column(columnId)?.texts)),
    memo: (_key, _sizeBytes, work) => work(),
    readRow
  }
}

function once<Value>(made: Map<number, Value>, key: number, make: () => Value): Value {
  if (!made.has(key)) made.set(key, make())
  return made.get(key) as Value
}

function firstAtOrAfter(atMs: Float64Array, wantedMs: number): number {
  let low = 0
  let high = atMs.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((atMs[middle] as number) < wantedMs) low = middle + 1
    else high = middle
  }
  return low
}

function codedColumn(rowIds: Uint32Array | undefined): CodedColumn | undefined {
  if (rowIds === undefined) return undefined
  const ids = Uint32Array.from(new Set(rowIds)).sort()
  const values = ids[0] === 0 ? ids.subarray(1) : ids
  const codeOf = new Map<number, number>([[0, 0]])
  for (let index = 0; index < values.length; index++) codeOf.set(values[index] as number, index + 1)
  const cells = new Uint16Array(rowIds.length)
  const counts = new Uint32Array(values.length)
  for (let row = 0; row < rowIds.length; row++) {
    const code = codeOf.get(rowIds[row] as number) as number
    cells[row] = code
    if (code > 0) counts[code - 1] = (counts[code - 1] as number) + 1
  }
  const present = counts.reduce((sum, count) => sum + count, 0)
  return {
    ids: values,
    counts,
    present,
    distinct: values.length,
    cells: () => cells,
    rowsOf: () => undefined,
    rollup: () => undefined
  }
}

function textColumn(texts: readonly (string | undefined)[] | undefined): TextColumn | undefined {
  if (texts === undefined) return undefined
  let rowsByText: Map<string, number[]> | undefined
  const index = () => {
    const rows = new Map<string, number[]>()
    for (const [row, text] of texts.entries()) {
      if (text === undefined) continue
      const known = rows.get(text)
      if (known === undefined) rows.set(text, [row])
      else known.push(row)
    }
    return rows
  }
  return {
    mayContain: () => true,
    mayContainAnywhere: () => true,
    rowsContaining: () => undefined,
    searchSubBlock: () => undefined,
    textAt: (row) => texts[row],
    texts: (block) => texts.slice(block * rowsPerSubBlock, (block + 1) * rowsPerSubBlock),
    candidates: (text) => (rowsByText ??= index()).get(text) ?? []
  }
}
