import type { AuditRole } from '../../shared/domain/audit-schema.ts'
import type { ColumnChange } from '../../shared/domain/column-changes.ts'
import type { CoverageReading, Span } from '../../shared/domain/coverage.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import type { DatabaseClient } from '../db/client.ts'

/** An entry of the ledger that is to be written. */
export interface NewReading extends CoverageReading {
  readonly answeredAtMs: number
  readonly rows: number
  readonly rowsAdded: number
  readonly fileName?: string
}

export interface StoredReading extends NewReading {
  readonly readingId: number
}

/** An export that Sigma is making or has made; its id lives an hour. */
export interface StartedExport {
  readonly queryId: string
  readonly startedAtMs: number
  readonly workbookId: string
  readonly elementId: string
  /** Absent for a table that is read as a whole. */
  readonly window?: Span
}

/** How far the reading of a table is, over restarts. */
export interface ReadingState {
  readonly pausedAtMs?: number
  readonly dailyStartedAtMs?: number
  readonly dailyReadAtMs?: number
  readonly exportQuery?: StartedExport
}

export interface StoredColumn {
  readonly name: string
  readonly firstSeenAtMs: number
  readonly vanishedAtMs?: number
}

export interface StoredColumnChange {
  readonly id: number
  readonly atMs: number
  readonly change: 'added' | 'vanished' | 'returned' | 'renamed'
  readonly name: string
  readonly earlierName?: string
}

/** Columns by role as a person chose them; null: no column has the role. */
export type ChosenRoles = Readonly<Partial<Record<AuditRole, string | null>>>

/** A page: below an id, newest first. */
export interface PageBelow {
  readonly before?: number
  readonly limit: number
}

/** What was read of an archive's tables, how far that is, and what their columns mean. */
export interface LedgerStore {
  addReading(id: OrganizationId, path: readonly string[], reading: NewReading): Promise<void>
  /** @param sinceMs only those whose window ends after it */
  readingsSince(id: OrganizationId, path: readonly string[], sinceMs?: number): Promise<readonly StoredReading[]>
  readings(id: OrganizationId, path: readonly string[], page: PageBelow): Promise<readonly StoredReading[]>
  state(id: OrganizationId, path: readonly string[]): Promise<ReadingState>
  /** What is not named stays, `null` forgets. */
  saveState(
    id: OrganizationId,
    path: readonly string[],
    change: { readonly [Name in keyof ReadingState]?: ReadingState[Name] | null }
  ): Promise<void>
  columns(
    id: OrganizationId,
    path: readonly string[]
  ): Promise<{ readonly columns: readonly StoredColumn[]; readonly hasRows: boolean }>
  columnChanges(id: OrganizationId, path: readonly string[], page: PageBelow): Promise<readonly StoredColumnChange[]>
  /**
   * Notes what vanished, came back or goes by another name, compared with the columns at the source.
   * @param earlier columns that rows were kept of before the reading, which may have added some
   */
  noteColumns(
    id: OrganizationId,
    path: readonly string[],
    columns: readonly string[],
    earlier: readonly string[],
    atMs: number
  ): Promise<readonly ColumnChange[]>
  chosenRoles(id: OrganizationId, path: readonly string[]): Promise<ChosenRoles>
  /** @param column null: no column has the role; undefined: no choice any more */
  chooseRole(
    id: OrganizationId,
    path: readonly string[],
    role: AuditRole,
    column: string | null | undefined,
    atMs: number
  ): Promise<void>
}

const archive = (organizationId: OrganizationId) => ({ kind: 'archive', organizationId }) as const

/** The ledger, in the organization's archive file. */
export function createLedgerStore(client: DatabaseClient): LedgerStore {
  return {
    addReading: (id, path, reading) => client.command(archive(id), 'addReading', { path, reading }),
    readingsSince: (id, path, sinceMs) =>
      client.query(archive(id), 'listReadingsSince', { path, ...(sinceMs === undefined ? {} : { sinceMs }) }),
    readings: (id, path, page) => client.query(archive(id), 'listReadings', { path, ...page }),
    state: (id, path) => client.query(archive(id), 'getReadingState', { path }),
    saveState: (id, path, change) => client.command(archive(id), 'saveReadingState', { path, change }),
    columns: (id, path) => client.query(archive(id), 'listArchivedColumns', { path }),
    columnChanges: (id, path, page) => client.query(archive(id), 'listColumnChanges', { path, ...page }),
    noteColumns: (id, path, columns, earlier, atMs) =>
      client.command(archive(id), 'noteColumns', { path, columns, earlier, atMs }),
    chosenRoles: (id, path) => client.query(archive(id), 'listColumnRoles', { path }),
    chooseRole: (id, path, role, column, atMs) =>
      client.command(archive(id), 'saveColumnRole', { path, role, atMs, ...(column === undefined ? {} : { column }) })
  }
}
