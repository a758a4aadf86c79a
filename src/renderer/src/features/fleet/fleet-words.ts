import type { Organization } from '../../../../shared/contract/organizations.ts'
import { type AuditFreshness, leavesSigmaInMs } from '../../../../shared/domain/audit-freshness.ts'
import { dayMs, minuteMs } from '../../../../shared/kit/time.ts'
import { formatCountOf, formatDuration, formatRelative } from '../../lib/formats.ts'
import type { Tone } from '../../lib/tone.ts'
import { freshnessOf, leavesSoonMs } from './fleet-facts.ts'

export interface CellWords {
  readonly word: string
  readonly tone: Tone
  /** One sentence. */
  readonly meaning: string
}

/** "just now", "3 hours ago"; the table's clock goes in steps, so a time that it has not reached yet is now. */
export function formatAge(atMs: number | undefined, nowMs: number, never = ''): string {
  if (atMs === undefined) return never
  return nowMs - atMs < minuteMs ? 'just now' : formatRelative(atMs, nowMs)
}

/** "in 4 minutes"; what is due is "now". */
export function formatAhead(atMs: number | undefined, nowMs: number): string {
  if (atMs === undefined) return ''
  return atMs - nowMs < minuteMs ? 'now' : formatRelative(atMs, nowMs)
}

const freshnessWords: Record<AuditFreshness, CellWords> = {
  current: {
    word: 'Within 2 h',
    tone: 'good',
    meaning: 'The audit log was read to its end within the two hours in which Sigma promises an event to appear.'
  },
  late: { word: 'Late', tone: 'warning', meaning: 'The audit log was last read to its end more than two hours ago.' },
  stale: { word: 'Stale', tone: 'bad', meaning: 'The audit log was last read to its end more than a day ago.' },
  never: {
    word: 'Never read',
    tone: 'warning',
    meaning: 'Audit logging is on, and the audit log was not read to its end yet.'
  },
  off: { word: '', tone: 'neutral', meaning: 'Audit logging is not on.' }
}

/** The freshness of the kept audit log, with how far behind it is. */
export function wordsOfFreshness(organization: Organization, nowMs: number): CellWords {
  const freshness = freshnessOf(organization, nowMs)
  const words = freshnessWords[freshness]
  if ((freshness !== 'late' && freshness !== 'stale') || organization.auditLogReadAtMs === undefined) return words
  return { ...words, word: `${words.word}, ${coarse(nowMs - organization.auditLogReadAtMs)}` }
}

/** "3 h", "2 d": the unit that counts. */
function coarse(durationMs: number): string {
  return formatDuration(durationMs).split(' ').slice(0, 2).join(' ')
}

/** In how many days the oldest rows that are not kept here leave Sigma. */
export function wordsOfLeaving(organization: Organization, nowMs: number): CellWords {
  const inMs = leavesSigmaInMs(organization.unarchivedSinceMs, nowMs)
  if (inMs === undefined) return { word: '', tone: 'neutral', meaning: 'Nothing in Sigma waits to be kept.' }
  if (inMs === 0)
    return {
      word: 'Leaving now',
      tone: 'bad',
      meaning: 'Rows that are not kept here are older than 30 days: Sigma may have deleted some of them.'
    }
  const days = Math.floor(inMs / dayMs)
  return {
    word: days === 0 ? 'Under 1 day' : formatCountOf(days, 'day'),
    tone: inMs < leavesSoonMs ? 'warning' : 'neutral',
    meaning: 'So long until Sigma deletes the oldest rows that are not kept here; it keeps each for 30 days.'
  }
}

/** How many changes wait, and how many of them for a person. */
export function wordsOfPending({ pendingChanges, refusedChanges }: Organization): CellWords {
  if (pendingChanges === 0) return { word: '', tone: 'neutral', meaning: 'No change waits.' }
  const word = refusedChanges === 0 ? String(pendingChanges) : `${pendingChanges}, ${refusedChanges} refused`
  return refusedChanges === 0
    ? { word, tone: 'working', meaning: `${formatCountOf(pendingChanges, 'change')} on the way to Sigma.` }
    : {
        word,
        tone: 'bad',
        meaning: `${formatCountOf(refusedChanges, 'change')} refused by Sigma or in conflict: for you to decide.`
      }
}
