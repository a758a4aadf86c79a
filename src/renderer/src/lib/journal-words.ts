import {
  type JournalAction,
  type JournalDetail,
  journalActions,
  type JournalOutcome
} from '../../../shared/domain/journal.ts'
import { settingKeys } from '../../../shared/domain/setting-keys.ts'
import { type AppErrorCode, appErrorCodes } from '../../../shared/kit/app-error.ts'
import { type BulkKind, bulkKinds, wordsOfBulk } from './bulk-words.ts'
import { wordsOfError } from './error-words.ts'
import { settingName } from './setting-names.ts'
import type { Tone } from './tone.ts'

/** What was done, so that it reads well before any outcome. */
const actions: Record<JournalAction, string> = {
  'archive-backed-up': 'Back up the archive',
  'archive-backup-deleted': 'Delete a backup of the archive',
  'archive-backup-restored': 'Restore the archive from a backup',
  'archive-backups-changed': 'Change backups of the archive',
  'archive-head-checked': 'Check the archive against a head',
  'archive-head-exported': 'Export the head of the archive',
  'archive-pruned': 'Let days leave the archive',
  'archive-salvaged': 'Salvage a damaged archive',
  'archive-verified': 'Verify the archive',
  'audit-logging-disabled': 'Disable audit logging',
  'audit-logging-enabled': 'Enable audit logging',
  'audit-logging-observed-disable-waiting': 'Audit logging found: waiting to be disabled',
  'audit-logging-observed-disabled': 'Audit logging found off',
  'audit-logging-observed-disabling': 'Audit logging found: being disabled',
  'audit-logging-observed-enable-waiting': 'Audit logging found: waiting to be enabled',
  'audit-logging-observed-enabled': 'Audit logging found on',
  'audit-logging-observed-not-provisioned': 'Audit logging found: not part of the plan',
  'audit-logging-observed-pending': 'Audit logging found: Feature Pending',
  'audit-logging-observed-refused': 'Audit logging found refused',
  'audit-logging-observed-region-not-supported': 'Audit logging found: not offered in the region',
  'audit-logging-observed-timed-out': 'Audit logging did not become active in time',
  'audit-logging-observed-unknown': 'Audit logging can no longer be seen',
  'audit-logging-refusal-dismissed': 'Dismiss the refusal of audit logging',
  'audit-logging-request-withdrawn': 'Withdraw the audit logging request',
  'bulk-ended': 'End a bulk action',
  'bulk-started': 'Start a bulk action',
  'column-role-changed': 'Change the meaning of a column',
  'connection-tested': 'Test a connection',
  'credentials-cleared': 'Clear credentials',
  'credentials-replaced': 'Replace credentials',
  'credentials-tested': 'Test credentials',
  'evidence-checked': 'Check an evidence pack',
  'evidence-exported': 'Export an evidence pack',
  'export-workbook-chosen': 'Choose the export workbook',
  'export-workbook-created': 'Create the export workbook',
  'file-import-cancelled': 'Cancel importing a file',
  'file-import-ended': 'End importing a file',
  'file-import-started': 'Import a file',
  'fleet-exported': 'Export the organizations',
  'journal-exported': 'Export activity',
  'keychain-retried': 'Try the keychain again',
  'legal-hold-lifted': 'Lift the legal hold',
  'legal-hold-set': 'Set a legal hold',
  'organization-added': 'Add organization',
  'organization-changed': 'Change organization',
  'organization-paused': 'Pause organization',
  'organization-removed': 'Remove organization',
  'organization-resumed': 'Resume organization',
  'organization-synced': 'Sync organization',
  'people-exported': 'Export people',
  'retention-changed': 'Change how long events are kept',
  'setting-change-discarded': 'Discard a change',
  'setting-change-retried': 'Retry a change',
  'setting-changed': 'Change a setting',
  'setting-conflict-resolved': 'Resolve a conflict',
  'table-sync-cancelled': 'Cancel reading rows',
  'table-sync-paused': 'Pause reading rows',
  'table-sync-resumed': 'Resume reading rows',
  'table-sync-started': 'Read rows',
  'watched-folder-changed': 'Change the watched folder'
}

const outcomes: Record<JournalOutcome, { readonly word: string; readonly tone: Tone }> = {
  requested: { word: 'Requested', tone: 'working' },
  done: { word: 'Done', tone: 'good' },
  refused: { word: 'Refused', tone: 'warning' },
  failed: { word: 'Failed', tone: 'bad' }
}

/** Names of facts; one that is not here is shown under its own name. */
const factNames: Readonly<Record<string, string>> = {
  backup: 'Backup',
  bulkAction: 'Action',
  cancelled: 'Cancelled',
  choice: 'Chosen',
  connection: 'Connection',
  connectionId: 'Connection ID',
  days: 'Days',
  done: 'Done',
  earlierActivity: 'Earlier activity',
  entries: 'Entries',
  failed: 'Failed',
  file: 'File',
  format: 'Format',
  from: 'Before',
  host: 'Host',
  isTested: 'Tested before',
  kind: 'Kind',
  label: 'Label',
  name: 'Name',
  note: 'Note',
  organizations: 'Organizations',
  rows: 'Rows',
  rule: 'Rule',
  skipped: 'Skipped',
  slug: 'Slug',
  state: 'Keychain',
  step: 'Step',
  storage: 'Stored in',
  table: 'Table',
  theirs: 'In Sigma',
  workbookId: 'Workbook ID'
}

function isKnown(action: string): action is JournalAction {
  return Object.hasOwn(actions, action)
}

/** What was done; an act of another version of Vigil is shown by its name. */
export function wordsOfAction(action: string): string {
  return isKnown(action) ? actions[action] : action
}

/** How it ended. */
export function wordsOfOutcome(outcome: JournalOutcome): { readonly word: string; readonly tone: Tone } {
  return outcomes[outcome]
}

/** The facts of an act, each as a short phrase. */
export function wordsOfDetail(detail: JournalDetail): string[] {
  const { key, value, code, ...facts } = detail
  const setting = key === 'auditLogging' ? 'Audit logging' : settingName(key)
  const change = key === undefined ? [] : [value === undefined ? setting : `${setting}: ${valueWords(value)}`]
  const others = Object.entries(facts)
    .filter(([name]) => name !== 'connectionId' || facts.connection === undefined)
    .map(([name, fact]) => `${factNames[name] ?? name}: ${factWords(name, fact)}`)
  return [...change, ...others, ...(code === undefined ? [] : [codeWords(String(code))])]
}

/** Facts whose values are names have words of their own. */
function factWords(name: string, fact: string | number | boolean): string {
  if (name === 'bulkAction')
    return bulkKinds.some((kind) => kind === fact) ? wordsOfBulk(fact as BulkKind).name : String(fact)
  if (name === 'choice') return fact === 'mine' ? 'Mine' : fact === 'theirs' ? 'Theirs' : String(fact)
  return valueWords(fact)
}

function valueWords(value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? 'On' : 'Off'
  return value === '' ? '(empty)' : String(value)
}

function codeWords(code: string): string {
  return (appErrorCodes as readonly string[]).includes(code)
    ? wordsOfError({ code: code as AppErrorCode, params: {} }).title
    : code
}

/** Names of acts, outcomes, settings and errors whose words on screen hold a text, so that what is read can be searched. */
export function namesFoundBy(text: string): string[] {
  const wanted = text.trim().toLowerCase()
  if (wanted === '') return []
  const holds = (words: string): boolean => words.toLowerCase().includes(wanted)
  return [
    ...journalActions.filter((action) => holds(actions[action])),
    ...Object.entries(outcomes).flatMap(([outcome, { word }]) => (holds(word) ? [outcome] : [])),
    ...settingKeys.filter((key) => holds(settingName(key))),
    ...(holds('Audit logging') ? ['auditLogging'] : []),
    ...bulkKinds.filter((kind) => holds(wordsOfBulk(kind).name)),
    ...appErrorCodes.filter((code) => holds(codeWords(code)))
  ]
}
