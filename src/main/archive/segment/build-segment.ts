import { buildCoded } from './build-coded.ts'
import { buildPieces } from './build-pieces.ts'
import { buildTexts } from './build-texts.ts'
import { encodeColumns, type SegmentColumn } from './columns-part.ts'
import { partKinds, rowsPerSegment, type SegmentPart } from './part-kinds.ts'
import { encodeRefs } from './refs-part.ts'
import { orderRows, type SegmentBlock, type SegmentRows } from './segment-rows.ts'
import { SegmentScratch } from './segment-scratch.ts'
import { encodeQuarters, encodeTimes, quartersOf } from './times-part.ts'

/** What a segment's own row says. */
export interface BuiltSegment {
  readonly rowCount: number
  readonly minAtMs: number
  readonly maxAtMs: number
}

let scratch: SegmentScratch | undefined
const noIds: ReadonlyMap<number, Uint32Array> = new Map()

/**
 * Makes the parts of a segment over these blocks.
 * @param blocks of at most 65,536 rows in all, at least one
 * @param put gets each part; its data is its own
 * @param ids of columns whose ids are at hand, in the order of the blocks by day and number: need not be decoded then
 * @throws AppError `database-damaged` when a block is
 */
export function buildSegment(
  blocks: readonly SegmentBlock[],
  put: (part: SegmentPart) => void,
  ids: ReadonlyMap<number, Uint32Array> = noIds
): BuiltSegment {
  scratch ??= new SegmentScratch()
  const rowCount = blocks.reduce((sum, { block }) => sum + block.rowCount, 0)
  if (rowCount === 0 || rowCount > rowsPerSegment) throw new RangeError(`a segment of ${rowCount} rows`)
  const rows = orderRows(blocks, ids, scratch)
  const quarters = quartersOf(rows.atMs)
  const columns: SegmentColumn[] = []
  for (const columnId of columnIdsOf(blocks)) {
    const coded = buildCoded(columnId, rows, quarters, scratch, put)
    const texts: SegmentPart[] = []
    const text = buildTexts(columnId, rows, scratch, (part) => {
      if (part.kind === partKinds.texts) texts.push(part)
      put(part)
    })
    buildPieces(columnId, texts, put)
    columns.push({ columnId, ...(coded === undefined ? {} : { coded }), ...(text === undefined ? {} : { text }) })
  }
  const whole = (kind: SegmentPart['kind'], data: Uint8Array) => put({ kind, columnId: 0, place: 0, data })
  whole(partKinds.columns, encodeColumns({ rowCount, columns }))
  whole(partKinds.times, encodeTimes(rows.atMs))
  whole(partKinds.refs, encodeRefs(refsOf(rows)))
  whole(partKinds.quarters, encodeQuarters(quarters))
  return { rowCount, minAtMs: rows.atMs[0] ?? 0, maxAtMs: rows.atMs[rowCount - 1] ?? 0 }
}

function columnIdsOf(blocks: readonly SegmentBlock[]): number[] {
  const found = new Set<number>()
  for (const { block } of blocks) for (const columnId of block.columnIds) found.add(columnId)
  return [...found].sort((one, other) => one - other)
}

function refsOf({ blocks, atMs, placeOf }: SegmentRows) {
  const blockOf = new Uint16Array(atMs.length)
  const indexOf = new Uint8Array(atMs.length)
  let at = 0
  for (const [place, { block }] of blocks.entries()) {
    for (let index = 0; index < block.rowCount; index += 1) {
      const row = placeOf === undefined ? at + index : (placeOf[at + index] as number)
      blockOf[row] = place
      indexOf[row] = index
    }
    at += block.rowCount
  }
  return {
    blockIds: Float64Array.from(blocks, ({ blockId }) => blockId),
    days: Int32Array.from(blocks, ({ day }) => day),
    firstSeqs: Uint32Array.from(blocks, ({ firstSeq }) => firstSeq),
    blockOf,
    indexOf
  }
}
