import {
  type JournalDetail,
  journalFilter,
  type JournalOutcome,
  type JournalSearch
} from '../../../shared/domain/journal.ts'
import type { OrganizationId } from '../../../shared/kit/ids.ts'
import type { ReadDb, SqlParams } from '../handle.ts'
import { fromJson, withoutNulls } from '../json-column.ts'
import { query } from '../operation.ts'

export interface JournalPageRow {
  readonly sequence: number
  readonly action: string
  readonly outcome: JournalOutcome
  readonly detail: JournalDetail
  readonly atMs: number
  readonly machineUser?: string
  /** Told by the registry's journal only. */
  readonly organizationId?: OrganizationId
  readonly organizationName?: string
}

/** Exclusive: what is older than this entry. */
export interface JournalPosition {
  readonly atMs: number
  readonly sequence: number
}

export interface JournalPageParams {
  readonly before?: JournalPosition
  readonly search?: JournalSearch
  readonly limit: number
}

/** Rows read at once while searching: few enough to stop early, enough to be quick. */
const stride = 500

const entryColumns = 'sequence, action, outcome, detail, at_ms AS atMs, machine_user AS machineUser'

/** A page of an organization's journal, newest first by (time, sequence). */
export const listJournalPage = query('org', (db, params: JournalPageParams): readonly JournalPageRow[] =>
  filteredPage(
    db,
    `SELECT ${entryColumns} FROM journal_entries WHERE (at_ms, sequence) < (:atMs, :sequence)
     ORDER BY at_ms DESC, sequence DESC LIMIT :limit`,
    {},
    params
  )
)

/**
 * A page of the registry's journal, newest first. Copies of an organization that is still there are left out: its removal
 * was cut off, and its own file has the originals.
 */
export const listRegistryJournalPage = query(
  'registry',
  (db, params: JournalPageParams & { readonly organizationId?: OrganizationId }): readonly JournalPageRow[] =>
    filteredPage(
      db,
      `SELECT ${entryColumns}, organization_id AS organizationId, organization_name AS organizationName
       FROM journal_entries
       WHERE (at_ms, sequence) < (:atMs, :sequence)
         AND (:organizationId IS NULL OR organization_id = :organizationId)
         AND (source_sequence IS NULL OR organization_id NOT IN (SELECT id FROM organizations))
       ORDER BY at_ms DESC, sequence DESC LIMIT :limit`,
      { organizationId: params.organizationId },
      params
    )
)

/** Entries in the order in which they were written, to be kept elsewhere. */
export const listJournalAfter = query(
  'org',
  (db, params: { readonly sequence: number; readonly limit: number }): readonly JournalPageRow[] =>
    db
      .all<StoredRow>(
        `SELECT ${entryColumns} FROM journal_entries WHERE sequence > :sequence ORDER BY sequence LIMIT :limit`,
        params
      )
      .map(read)
)

/** Organizations that have entries and are gone, by their last name. */
export const listRemovedOrganizations = query(
  'registry',
  (db): readonly { readonly organizationId: OrganizationId; readonly name: string }[] =>
    db.all(
      `SELECT organization_id AS organizationId, organization_name AS name FROM journal_entries
       WHERE action = 'organization-removed' AND outcome = 'done'
         AND organization_id NOT IN (SELECT id FROM organizations)
       ORDER BY organization_name, sequence`
    )
)

type StoredRow = Omit<JournalPageRow, 'detail'> & { readonly detail: string }

function read(row: StoredRow): JournalPageRow {
  return withoutNulls({ ...row, detail: fromJson<JournalDetail>(row.detail) })
}

function filteredPage(db: ReadDb, sql: string, more: SqlParams, params: JournalPageParams): JournalPageRow[] {
  const isFound = journalFilter(params.search)
  const step = params.search === undefined ? params.limit : stride
  const found: JournalPageRow[] = []
  let before: JournalPosition = params.before ?? { atMs: Number.MAX_SAFE_INTEGER, sequence: Number.MAX_SAFE_INTEGER }
  for (;;) {
    const rows = db.all<StoredRow>(sql, { ...more, ...before, limit: step })
    for (const row of rows) {
      const entry = read(row)
      if (isFound(entry) && found.push(entry) === params.limit) return found
    }
    const last = rows.at(-1)
    if (last === undefined || rows.length < step) return found
    before = { atMs: last.atMs, sequence: last.sequence }
  }
}
