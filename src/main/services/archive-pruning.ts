import type { RetentionPolicy, RetentionStatus } from '../../shared/contract/retention.ts'
import { daysOver, nextDays, sumsOf } from '../../shared/domain/retention.ts'
import { AppError } from '../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import { dayMs } from '../../shared/kit/time.ts'
import { signPrunedDay } from '../archive/chain/pruned-day.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { ArchivedDay, DayToPrune, RetentionStore } from '../stores/retention-store.ts'
import type { ArchiveKeys } from './archive-keys.ts'

/** Of one transaction; what is left of a segment that it touches is indexed anew in it. */
const mostAtOnce = { maxRows: 40_000, maxDays: 31 } as const
/** How often a budget is looked at again when what left freed less room than its share. */
const mostRounds = 12
/** Between two steps, so that rows that come in need not wait for the end. */
const restMs = 2
/** Free room below this stays in the file for what comes. */
const freeRoomKeptBytes = 16 * 1024 * 1024
/** A day that gets rows between being signed and leaving is tried again so often; then it waits for the next round. */
const mostInVain = 5
/** From this share of all rows on the archive is backed up before they leave. */
const riskyShare = 0.1

export interface PruningParts {
  readonly retention: RetentionStore
  readonly keys: Pick<ArchiveKeys, 'need'>
  readonly clock: Clock
  /** Takes a backup where backups are wanted; what it throws is no reason to keep what a person wants to leave. */
  readonly backUpBefore: (id: OrganizationId) => Promise<void>
  readonly onProgress: (progress: NonNullable<RetentionStatus['progress']>) => void
}

export interface Pruned {
  readonly days: number
  readonly rows: number
}

/**
 * Lets everything leave that is over, oldest first, a bounded number of days in a transaction; then forgets the texts that
 * no row has any more, and gives room back. Ended at any moment, it goes on where it was: each transaction leaves a whole
 * archive. Rule and hold are read again before each, so that a hold stops what has not left yet.
 * @throws AppError `cancelled`, `keychain-*` when a stub cannot be signed, and what the archive throws
 */
export async function pruneArchive(id: OrganizationId, parts: PruningParts, signal: AbortSignal): Promise<Pruned> {
  const pruned = { days: 0, rows: 0 }
  for (let round = 0; round < mostRounds; round += 1) {
    const isFirst = round === 0
    const { over, all, usedBytes } = await whatIsOver(id, parts)
    if (signal.aborted) throw new AppError('cancelled')
    if (over.length === 0 && !isFirst) break
    const { rows, rowsKept } = sumsOf(all, over, usedBytes)
    if (isFirst && rows > riskyShare * (rows + rowsKept)) await parts.backUpBefore(id).catch(() => undefined)
    await letLeave(id, over, pruned, parts, signal)
    // Only then is known how much room is left: texts of days that have left take room until they are forgotten.
    await tidyUp(id, parts, signal)
  }
  return pruned
}

/** Lets these days leave, as far as they are over yet when their turn comes. */
async function letLeave(
  id: OrganizationId,
  planned: readonly ArchivedDay[],
  pruned: { days: number; rows: number },
  parts: PruningParts,
  signal: AbortSignal
): Promise<void> {
  const { retention, clock } = parts
  const names = new Set(planned.map(nameOf))
  const daysTotal = pruned.days + names.size
  for (let inVain = 0; inVain < mostInVain; ) {
    // meanwhile a person may have thought better of it, and days may have got rows
    const { over, rule } = await whatIsOver(id, parts)
    if (signal.aborted) throw new AppError('cancelled')
    const days = nextDays(
      over.filter((day) => names.has(nameOf(day))),
      mostAtOnce
    )
    if (days.length === 0) return
    const left = await retention.prune(id, await signed(id, days, rule, parts))
    inVain = left.days > 0 ? 0 : inVain + 1
    pruned.days += left.days
    pruned.rows += left.rows
    parts.onProgress({ daysDone: pruned.days, daysTotal: Math.max(daysTotal, pruned.days), rowsPruned: pruned.rows })
    await clock.sleep(restMs, signal)
  }
}

function nameOf({ tableId, day }: ArchivedDay): string {
  return `${tableId}.${day}`
}

async function whatIsOver(
  id: OrganizationId,
  { retention, clock }: PruningParts
): Promise<{ over: ArchivedDay[]; all: readonly ArchivedDay[]; usedBytes: number; rule: RetentionPolicy }> {
  const { days: all, usedBytes } = await retention.state(id)
  // read last: a hold that a person set a moment ago counts
  const { policy: rule, legalHold } = await retention.record(id)
  const nowMs = clock.nowMs()
  return { over: daysOver(all, { rule, isHeld: legalHold !== undefined, nowMs, usedBytes }), all, usedBytes, rule }
}

async function signed(
  id: OrganizationId,
  days: readonly ArchivedDay[],
  rule: RetentionPolicy,
  { keys, clock }: PruningParts
): Promise<DayToPrune[]> {
  const { key, publicKey } = await keys.need(id)
  const prunedAtMs = clock.nowMs()
  const reason = nameOfRule(rule)
  return days.map(({ tableId, pathText, day, rows, head }) => {
    const facts = { organizationId: id, pathText, day, rowCount: rows, head, prunedAtMs, reason }
    return { tableId, day, rows, head, reason, prunedAtMs, signature: signPrunedDay(facts, key), publicKey }
  })
}

/** A rule as it stands in stubs and in the journal: `forever`, `days:90`, `bytes:1048576`. */
export function nameOfRule(rule: RetentionPolicy): string {
  if (rule.keep === 'forever') return 'forever'
  return rule.keep === 'days' ? `days:${rule.days}` : `bytes:${rule.bytes}`
}

async function tidyUp(id: OrganizationId, { retention, clock }: PruningParts, signal: AbortSignal): Promise<void> {
  for (let isDone = !(await retention.state(id)).isForgetting; !isDone; ) {
    isDone = (await retention.forgetValues(id)).isFinished
    await clock.sleep(restMs, signal)
  }
  const { usedBytes, freeBytes } = await retention.state(id)
  if (freeBytes <= Math.max(freeRoomKeptBytes, usedBytes / 10)) return
  for (let isDone = false; !isDone; ) {
    isDone = (await retention.giveBackRoom(id)).isFinished
    await clock.sleep(restMs, signal)
  }
}

/** A day's name: `YYYY-MM-DD`. */
export function nameOfDay(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10)
}
