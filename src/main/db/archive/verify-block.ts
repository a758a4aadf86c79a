import { Buffer } from 'node:buffer'
import { type EventBlock, openBlock } from '../../archive/block/block-codec.ts'
import { dayOf, untimedDay } from '../../archive/chain/day-number.ts'
import { blockHead, hashBytes, isSameHash } from '../../archive/chain/hash-chain.ts'
import { AppError } from '../../../shared/kit/app-error.ts'
import type { ArchiveFinding, FindingKind } from '../../../shared/domain/archive-verification.ts'
import { parseEventTime } from '../event-time.ts'
import { leafTexts, type RowPrinter } from './verify-rows.ts'

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
  const block = taken(printer, stored)
  if (block === undefined)
    return [...(isChained ? [] : whole), ofRows('rows-changed', day, firstSeq, firstSeq + rowCount - 1)]
  return [
    ...(isChained ? [] : whole),
    ...verifyRows(printer, day, stored, block),
    ...verifyTimes(printer, day, stored, block)
  ]
}

/** The block, in the printer's hands; undefined where it, or one of its columns, is damaged. */
function taken(printer: RowPrinter, { data, rowCount }: StoredBlock): EventBlock | undefined {
  try {
    const block = openBlock(data)
    if (block.rowCount !== rowCount) return undefined
    printer.take(block)
    return block
  } catch (thrown) {
    if (thrown instanceof AppError) return undefined
    throw thrown
  }
}

function verifyRows(printer: RowPrinter, day: VerifiedDay, stored: StoredBlock, block: EventBlock): ArchiveFinding[] {
  const recomputed = printer.leaves(block.rowCount)
  if (Buffer.compare(recomputed, stored.leaves) === 0) return []
  const leaves = leafTexts(stored.leaves)
  const found = leafTexts(recomputed)
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
  const times = block.times()
  const timeColumn = day.day === untimedDay ? null : day.timeColumn
  const quickTime = timeColumn === null ? undefined : printer.timesIn(block, timeColumn)
  for (let row = 0; row < times.length; row += 1) {
    const atMs = times[row] as number
    if (atMs < min) min = atMs
    if (atMs > max) max = atMs
    const isInDay = day.day === untimedDay ? atMs === 0 : dayOf(atMs) === day.day
    const isTold = timeColumn === null || quickTime?.(row) === atMs || tellsTime(printer, timeColumn, block, row, atMs)
    if (!isInDay || !isTold) wrong.push(row)
  }
  if (wrong.length === 0 && (Math.floor(min) !== stored.minAtMs || Math.ceil(max) !== stored.maxAtMs))
    return [ofRows('time-changed', day, stored.firstSeq, stored.firstSeq + stored.rowCount - 1)]
  return rangesOf('time-changed', day, stored.firstSeq, wrong)
}

/** A row may have got its time from a column that was taken for it earlier; all that it has are looked at. */
function tellsTime(printer: RowPrinter, timeColumn: string, block: EventBlock, row: number, atMs: number): boolean {
  const told = parseEventTime(printer.textAt(block, timeColumn, row))
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
