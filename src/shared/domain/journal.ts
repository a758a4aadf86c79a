/** How an act ended; `requested`: a person asked for it, and its end is another entry. */
export const journalOutcomes = ['requested', 'done', 'refused', 'failed'] as const
export type JournalOutcome = (typeof journalOutcomes)[number]

/** Every act that Vigil writes into its journal. An entry of another version may name one that is not here. */
export const journalActions = [
  'archive-backed-up',
  'archive-backup-deleted',
  'archive-backup-restored',
  'archive-backups-changed',
  'archive-head-checked',
  'archive-head-exported',
  'archive-pruned',
  'archive-salvaged',
  'archive-verified',
  'audit-logging-disabled',
  'audit-logging-enabled',
  'audit-logging-observed-disable-waiting',
  'audit-logging-observed-disabled',
  'audit-logging-observed-disabling',
  'audit-logging-observed-enable-waiting',
  'audit-logging-observed-enabled',
  'audit-logging-observed-not-provisioned',
  'audit-logging-observed-pending',
  'audit-logging-observed-refused',
  'audit-logging-observed-region-not-supported',
  'audit-logging-observed-timed-out',
  'audit-logging-observed-unknown',
  'audit-logging-refusal-dismissed',
  'audit-logging-request-withdrawn',
  'bulk-ended',
  'bulk-started',
  'column-role-changed',
  'connection-tested',
  'credentials-cleared',
  'credentials-replaced',
  'credentials-tested',
  'evidence-checked',
  'evidence-exported',
  'export-workbook-chosen',
  'export-workbook-created',
  'file-import-cancelled',
  'file-import-ended',
  'file-import-started',
  'fleet-exported',
  'journal-exported',
  'keychain-retried',
  'legal-hold-lifted',
  'legal-hold-set',
  'organization-added',
  'organization-changed',
  'organization-paused',
  'organization-removed',
  'organization-resumed',
  'organization-synced',
  'people-exported',
  'retention-changed',
  'setting-change-discarded',
  'setting-change-retried',
  'setting-changed',
  'setting-conflict-resolved',
  'table-sync-cancelled',
  'table-sync-paused',
  'table-sync-resumed',
  'table-sync-started',
  'watched-folder-changed'
] as const
export type JournalAction = (typeof journalActions)[number]

/** Facts of an act. Never a secret. */
export type JournalDetail = Readonly<Record<string, string | number | boolean>>

/** What is searched for in the journal. */
export interface JournalSearch {
  /** Found anywhere in an entry, whatever its case. */
  readonly text: string
  /** Names whose words on screen hold the text: an entry with one of them as action, outcome or value is found too. */
  readonly names: readonly string[]
}

/** What of an entry can be searched. */
export interface SearchedEntry {
  readonly action: string
  readonly outcome: string
  readonly detail: JournalDetail
  readonly organizationName?: string | undefined
  readonly machineUser?: string | undefined
}

/** A test of entries against a search. An empty search finds everything. */
export function journalFilter(search: JournalSearch | undefined): (entry: SearchedEntry) => boolean {
  const text = search?.text.trim().toLowerCase() ?? ''
  if (search === undefined || text === '') return () => true
  const names = new Set(search.names)
  const isFound = (value: string | number | boolean | undefined): boolean =>
    value !== undefined && (names.has(String(value)) || String(value).toLowerCase().includes(text))
  return (entry) =>
    isFound(entry.action) ||
    isFound(entry.outcome) ||
    isFound(entry.organizationName) ||
    isFound(entry.machineUser) ||
    Object.values(entry.detail).some(isFound)
}
