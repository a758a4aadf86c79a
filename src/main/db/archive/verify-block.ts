import { type EventBlock, openBlock } from '../../archive/block/block-codec.ts'
import { dayOf, untimedDay } from '../../archive/chain/day-number.ts'
import { blockHead, hashBytes, isSameHash } from '../../archive/chain/hash-chain.ts'
import type { ArchiveFinding, FindingKind } from '../../../shared/domain/archive-verification.ts'
import { parseEventTime } from '../event-time.ts'
import { type RowPrinter, storedLeaves } from './verify-rows.ts'

/** A row of `event_blocks`. */
export interface StoredBlock {
  readonly commitId: number
  readonly firstSeq: number
  readonly rowCount: number
  readonly minAtMs: number
  readonly maxAtMs: number
  readonly head: Uint8Array
  readonly leaves: Uint8Array
  readonly data: Uint8Array
}

/** Whose rows are verified. */
export interface VerifiedDay {
  readonly tableId: number
  readonly path: readonly string[]
  readonly day: number
  readonly timeColumn: string | null
}

/** A finding about rows of a day, both ends included. */
export function ofRows(kind: FindingKind, day: VerifiedDay, firstSeq: number, lastSeq: number): ArchiveFinding {
  const idOf = (seq: number) => `${day.tableId}.${day.day}.${seq}`
  return {
    kind,
    path: day.path,
    day: day.day,
    firstRowId: idOf(firstSeq),
    lastRowId: idOf(lastSeq),
    rowCount: lastSeq - firstSeq + 1
  }
}

/**
 * Verifies one block: its rows against their leaves, its leaves against the day's chain, its times.
 * @param previous the chain's state before it; undefined where it cannot be known, because rows before it are missing
 */
export function verifyBlock(
  printer: RowPrinter,
  day: VerifiedDay,
  stored: StoredBlock,
  previous: Uint8Array | undefined
): ArchiveFinding[] {
  const { firstSeq, rowCount, leaves, head } = stored
  const whole = [ofRows('rows-rewritten', day, firstSeq, firstSeq + rowCount - 1)]
  if (leaves.length !== rowCount * hashBytes) return whole
  const isChained = previous === undefined || isSameHash(blockHead(previous, { day: day.day, firstSeq, leaves }), head)
  const block = opened(stored.data)
  if (block === undefined || block.rowCount !== rowCount)
    return [...(isChained ? [] : whole), ofRows('rows-changed', day, firstSeq, firstSeq + rowCount - 1)]
  return [
    ...(isChained ? [] : whole),
    ...verifyRows(printer, day, stored, block),
    ...verifyTimes(printer, day, stored, block)
  ]
}

function opened(data: Uint8Array): EventBlock | undefined {
  try {
    const block = openBlock(data)
    // columns are decoded when they are asked for: all of them now
    for (const columnId of block.columnIds) {
      if (block.kindOf(columnId) === 'text') block.texts(columnId)
      else block.ids(columnId)
    }
    return block
  } catch {
    return undefined
  }
}

function verifyRows(printer: RowPrinter, day: VerifiedDay, stored: StoredBlock, block: EventBlock): ArchiveFinding[] {
  const leaves = storedLeaves(stored.leaves)
  const found = printer.leavesOf(block)
  const changed = new Set<number>()
  for (let row = 0; row < leaves.length; row += 1) if (leaves[row] !== found[row]) changed.add(row)
  if (changed.size === 0) return []
  const all = new Set(leaves)
  const rows = [...changed]
  const moved = rows.filter((row) => all.has(found[row] as string))
  const others = new Set(rows.filter((row) => !all.has(found[row] as string)))
  const suspect = others.size === 0 ? undefined : printer.commonValue(block, others)
  return [
    ...rangesOf('rows-moved', day, stored.firstSeq, moved),
    ...rangesOf('rows-changed', day, stored.firstSeq, [...others]).map((finding) =>
      suspect === undefined ? finding : { ...finding, suspect }
    )
  ]
}

/** Times stand beside the rows' texts: a row must tell the time by which it is found, and be in that time's day. */
function verifyTimes(printer: RowPrinter, day: VerifiedDay, stored: StoredBlock, block: EventBlock): ArchiveFinding[] {
  const wrong: number[] = []
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  for (let row = 0; row < block.rowCount; row += 1) {
    const atMs = block.atMs(row)
    if (atMs < min) min = atMs
    if (atMs > max) max = atMs
    const isInDay = day.day === untimedDay ? atMs === 0 : dayOf(atMs) === day.day
    if (!isInDay || !tellsTime(printer, day, block, row, atMs)) wrong.push(row)
  }
  if (wrong.length === 0 && (Math.floor(min) !== stored.minAtMs || Math.ceil(max) !== stored.maxAtMs))
    return [ofRows('time-changed', day, stored.firstSeq, stored.firstSeq + stored.rowCount - 1)]
  return rangesOf('time-changed', day, stored.firstSeq, wrong)
}

/** A row may have got its time from a column that was taken for it earlier; all that it has are looked at. */
function tellsTime(printer: RowPrinter, day: VerifiedDay, block: EventBlock, row: number, atMs: number): boolean {
  if (day.day === untimedDay || day.timeColumn === null) return true
  const own = printer.textAt(block, day.timeColumn, row)
  const told = parseEventTime(own)
  if (told === undefined || told === Math.floor(atMs)) return true
  return printer.textsOf(block, row).some(({ text }) => parseEventTime(text) === Math.floor(atMs))
}

function rangesOf(kind: FindingKind, day: VerifiedDay, firstSeq: number, rows: readonly number[]): ArchiveFinding[] {
  const findings: ArchiveFinding[] = []
  for (let from = 0, to = 0; from < rows.length; from = to) {
    to = from + 1
    while (to < rows.length && rows[to] === (rows[to - 1] as number) + 1) to += 1
    findings.push(ofRows(kind, day, firstSeq + (rows[from] as number), firstSeq + (rows[to - 1] as number)))
  }
  return findings
}
