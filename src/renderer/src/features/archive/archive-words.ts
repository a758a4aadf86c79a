import type { ArchiveBackup, BackupSettings } from '../../../../shared/contract/backups.ts'
import type { PackFinding } from '../../../../shared/contract/evidence.ts'
import type { ImportRecord } from '../../../../shared/contract/imports.ts'
import type { HeadDifferenceRecord, IntegrityFinding } from '../../../../shared/contract/integrity.ts'
import type { RetentionPolicy } from '../../../../shared/contract/retention.ts'
import type { FindingKind } from '../../../../shared/domain/archive-verification.ts'
import type { AuditRole } from '../../../../shared/domain/audit-schema.ts'
import type { QuarantineReason } from '../../../../shared/domain/quarantine.ts'
import { dayMs } from '../../../../shared/kit/time.ts'
import { formatBytes, formatCount, formatCountOf } from '../../lib/formats.ts'
import type { ArchiveSection } from '../../lib/navigation.ts'
import type { Tone } from '../../lib/tone.ts'

export const sectionWords: Readonly<Record<ArchiveSection, string>> = {
  state: 'State',
  import: 'Import',
  columns: 'Columns',
  retention: 'Retention',
  backups: 'Backups',
  integrity: 'Integrity',
  evidence: 'Evidence'
}

export const reasonWords: Readonly<Record<QuarantineReason, string>> = {
  'not-parseable': 'Not readable as a row',
  'not-an-object': 'Not a JSON object',
  'wrong-field-count': 'Wrong number of fields',
  'impossible-time': 'Impossible time',
  'field-too-long': 'A field is too long',
  'line-too-long': 'The line is too long',
  truncated: 'The file ends in the middle of it',
  'wrong-encoding': 'Wrong encoding',
  'same-event-id-other-content': 'Same event id as another row, other content'
}

export const importTones: Readonly<Record<ImportRecord['state'], { readonly tone: Tone; readonly words: string }>> = {
  waiting: { tone: 'neutral', words: 'Waiting' },
  reading: { tone: 'working', words: 'Reading' },
  complete: { tone: 'good', words: 'Complete' },
  cancelled: { tone: 'warning', words: 'Cancelled' },
  failed: { tone: 'bad', words: 'Failed' }
}

/** What an import brought, in a sentence. */
export function importSentence({ rowsAdded, rowsKnown, rowsQuarantined, quarantined, state }: ImportRecord): string {
  if (state === 'waiting') return 'Waits for its turn.'
  const parts = [
    formatCountOf(rowsAdded, 'new row'),
    ...(rowsKnown > 0 ? [`${formatCount(rowsKnown)} that were here already`] : []),
    ...(rowsQuarantined > 0 ? [`${formatCountOf(rowsQuarantined, 'line')} in quarantine`] : [])
  ]
  const reasons = quarantined.map(({ reason, lines }) => `${reasonWords[reason].toLowerCase()}: ${formatCount(lines)}`)
  const list = parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}` : (parts[0] ?? '')
  return `${list}${reasons.length === 0 ? '' : ` (${reasons.join('; ')})`}.`
}

/** A UTC day of the archive, counted from 1970-01-01. */
export function dayWords(day: number): string {
  return day < 0 ? 'rows without a time' : `${new Date(day * dayMs).toISOString().slice(0, 10)} (UTC)`
}

const findingTitles: Readonly<Record<FindingKind, string>> = {
  'rows-changed': 'Rows were changed',
  'rows-moved': 'Rows changed places',
  'rows-rewritten': 'Rows and their hashes were changed, moved, put in or taken out',
  'rows-missing': 'Rows are missing',
  'rows-inserted': 'Rows were put in',
  'time-changed': 'The time of rows was changed',
  'day-head-differs': 'A day does not end as it was archived',
  'commit-altered': 'The record of a commit was changed',
  'commits-missing': 'Records of commits are missing',
  'pruned-day-differs': 'A day that left is not noted as it was'
}

/** What a verification found, in words that name the rows. */
export function findingWords(finding: IntegrityFinding): { readonly title: string; readonly detail: string } {
  const { kind, path, day, firstRowId, lastRowId, rowCount, suspect, commitId, lastCommitId } = finding
  const rows =
    firstRowId === undefined
      ? undefined
      : lastRowId === undefined || lastRowId === firstRowId
        ? `Row ${firstRowId}`
        : `Rows ${firstRowId} to ${lastRowId}`
  const commits =
    commitId === undefined
      ? undefined
      : lastCommitId === undefined || lastCommitId === commitId
        ? `commit ${commitId}`
        : `commits ${commitId} to ${lastCommitId}`
  const parts = [
    rows,
    rowCount === undefined || rowCount === 1 ? undefined : formatCountOf(rowCount, 'row'),
    day === undefined ? undefined : dayWords(day),
    path?.join(' › '),
    commits,
    suspect === undefined ? undefined : `probably ${suspect.column}, which now says “${suspect.text}”`
  ]
  return { title: findingTitles[kind], detail: parts.filter((part) => part !== undefined).join(' · ') }
}

const differenceTitles: Readonly<Record<HeadDifferenceRecord['kind'], string>> = {
  'other-organization': 'The head is of another organization',
  'commit-differs': 'A commit is not what it was',
  'commit-missing': 'A commit is missing',
  'table-missing': 'A table is missing',
  'day-missing': 'A day is missing',
  'day-shorter': 'A day has fewer rows than it had',
  'day-differs': 'A day is not what it was'
}

/** How the archive differs from a head that was kept elsewhere. */
export function differenceWords({ kind, path, day, rowCount, commitId }: HeadDifferenceRecord): {
  readonly title: string
  readonly detail: string
} {
  const parts = [
    day === undefined ? undefined : dayWords(day),
    rowCount === undefined ? undefined : formatCountOf(rowCount, 'row'),
    path?.join(' › '),
    commitId === undefined ? undefined : `commit ${commitId}`
  ]
  return { title: differenceTitles[kind], detail: parts.filter((part) => part !== undefined).join(' · ') }
}

export const packTitles: Readonly<Record<PackFinding['kind'], string>> = {
  'file-missing': 'A file is missing',
  'file-altered': 'A file was changed',
  'row-changed': 'A row was changed',
  'row-missing': 'A row is missing',
  'row-added': 'A row was put in',
  'row-moved': 'A row changed its place',
  'csv-differs': 'The CSV says something else than the NDJSON',
  'chain-altered': 'The proof of the chain was changed',
  'manifest-altered': 'The manifest was changed',
  'signature-wrong': 'The signature does not fit',
  'head-differs': 'The head of the chain is another one'
}

/** Where in a pack something is wrong. */
export function packFindingWords({ file, line, rowId, detail }: PackFinding): string {
  const parts = [
    file,
    line === undefined ? undefined : `line ${formatCount(line)}`,
    rowId === undefined ? undefined : `row ${rowId}`,
    detail
  ]
  return parts.filter((part) => part !== undefined).join(' · ')
}

/** How long events are kept, in words. */
export function policyWords(policy: RetentionPolicy): string {
  switch (policy.keep) {
    case 'forever':
      return 'Forever'
    case 'days':
      return `The last ${formatCountOf(policy.days, 'day')}`
    case 'bytes':
      return `As much as fits in ${formatBytes(policy.bytes)}, the newest days first`
  }
}

export const backupReasons: Readonly<Record<ArchiveBackup['reason'], string>> = {
  daily: 'By itself',
  asked: 'Asked for',
  'before-restore': 'Before a restore',
  'before-prune': 'Before days left',
  'set-aside': 'Set aside by a restore'
}

export const backupChecks: Readonly<Record<ArchiveBackup['check'], { readonly tone: Tone; readonly words: string }>> = {
  passed: { tone: 'good', words: 'Check passed' },
  failed: { tone: 'bad', words: 'Check failed' },
  'not-checked': { tone: 'neutral', words: 'Not checked' }
}

export const intervalWords: Readonly<Record<BackupSettings['interval'], string>> = {
  off: 'Never by itself',
  daily: 'Every day',
  weekly: 'Every week'
}

/** Roles of columns, in the words of the page, with what hangs on them. */
export const roleWords: Readonly<Record<AuditRole, { readonly name: string; readonly meaning: string }>> = {
  time: { name: 'Time', meaning: 'When it happened; rows are ordered by it.' },
  category: { name: 'Category', meaning: 'The group of the event.' },
  type: { name: 'Type', meaning: 'What happened.' },
  status: { name: 'Status', meaning: 'Whether it succeeded.' },
  reason: { name: 'Reason', meaning: 'Why it did not succeed.' },
  actor: { name: 'Actor', meaning: 'Who did it.' },
  impersonator: { name: 'Impersonator', meaning: 'Who acted in the actor’s place.' },
  object: { name: 'Object', meaning: 'What it was done to.' },
  objectType: { name: 'Object type', meaning: 'What kind of thing that is.' },
  ip: { name: 'IP address', meaning: 'From where.' },
  userAgent: { name: 'User agent', meaning: 'With which program.' },
  session: { name: 'Session', meaning: 'Events that belong together.' },
  eventId: { name: 'Event ID', meaning: 'Tells rows apart, so that none comes in twice.' }
}
