import { type DecodedColumn, decodedView } from '../../archive/query/decoded-view.ts'
import type { RowPlace, SegmentView } from '../../archive/query/segment-source.ts'
import type { BlockReader, BlockRow } from './read-blocks.ts'

/** A block that no segment covers. */
export interface TailBlock {
  readonly blockId: number
  readonly day: number
  readonly firstSeq: number
}

/** Rows that no segment covers, and where each is kept. */
export interface Tail {
  readonly view: SegmentView
  blockRow(row: number): BlockRow
}

/** The rows of some blocks, decoded and sorted; undefined where there are none. A column is decoded when it is asked. */
export function readTail(blocks: readonly TailBlock[], reader: BlockReader): Tail | undefined {
  if (blocks.length === 0) return undefined
  const opened = blocks.map((block) => ({ ...block, block: reader.block(block.blockId) }))
  const rowCount = opened.reduce((sum, { block }) => sum + block.rowCount, 0)
  const atMs = new Float64Array(rowCount)
  const places: RowPlace[] = []
  const refs: BlockRow[] = []
  for (const { block, blockId, day, firstSeq } of opened)
    for (let index = 0; index < block.rowCount; index++) {
      const time = block.atMs(index)
      atMs[places.length] = Number.isNaN(time) ? 0 : time
      places.push({ day, seq: firstSeq + index })
      refs.push({ blockId, index })
    }
  const order = Uint32Array.from(places, (_place, row) => row).sort((one, other) => {
    const left = places[one]
    const right = places[other]
    const byTime = (atMs[one] as number) - (atMs[other] as number)
    return byTime || (left?.day ?? 0) - (right?.day ?? 0) || (left?.seq ?? 0) - (right?.seq ?? 0)
  })
  const blockRow = (row: number) => refs[order[row] ?? 0] ?? { blockId: 0, index: 0 }
  const view = decodedView({
    atMs: Float64Array.from(order, (row) => atMs[row] as number),
    places: Array.from(order, (row) => places[row] ?? { day: 0, seq: 0 }),
    column: (columnId) =>
      decodeColumn(
        opened.map(({ block }) => block),
        columnId,
        order
      ),
    readRow: (row) => {
      const { blockId, index } = blockRow(row)
      return reader.readRow(blockId, index)
    }
  })
  return { view, blockRow }
}

type Blocks = readonly ReturnType<BlockReader['block']>[]

function decodeColumn(blocks: Blocks, columnId: number, order: Uint32Array): DecodedColumn | undefined {
  const kinds = new Set(blocks.map((block) => block.kindOf(columnId)))
  if (!kinds.has('dictionary') && !kinds.has('text')) return undefined
  return {
    ...(kinds.has('dictionary') ? { ids: idsOf(blocks, columnId, order) } : {}),
    ...(kinds.has('text') ? { texts: textsOf(blocks, columnId, order) } : {})
  }
}

function idsOf(blocks: Blocks, columnId: number, order: Uint32Array): Uint32Array {
  const ids = new Uint32Array(order.length)
  let at = 0
  for (const block of blocks) {
    if (block.kindOf(columnId) === 'dictionary') ids.set(block.ids(columnId), at)
    at += block.rowCount
  }
  return Uint32Array.from(order, (row) => ids[row] as number)
}

function textsOf(blocks: Blocks, columnId: number, order: Uint32Array): (string | undefined)[] {
  const texts = Array.from<string | undefined>({ length: order.length })
  let at = 0
  for (const block of blocks) {
    if (block.kindOf(columnId) === 'text')
      for (const [index, text] of block.texts(columnId).entries()) texts[at + index] = text
    at += block.rowCount
  }
  return Array.from(order, (row) => texts[row])
}
