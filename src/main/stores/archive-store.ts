import type { Cell, RowPage } from '../../shared/contract/archive.ts'
import type { AppErrorData } from '../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'

/** A row as read from an export: column name to value. */
export type SourceRow = Readonly<Record<string, Cell>>

export interface TableSyncRecord {
  readonly path: readonly string[]
  readonly lastSyncAtMs?: number
  readonly rowsKept: number
  readonly rowsAddedLastTime: number
  readonly newestEventAtMs?: number
  readonly oldestEventAtMs?: number
  readonly lastError?: AppErrorData
}

export interface ArchiveStore {
  /**
   * Adds a batch of rows of one table in one transaction. A row that is there already (same event id, else same content)
   * is not doubled: re-reading an overlap is harmless. New columns are added to the table's column list.
   * For a snapshot table (SIGMA_SHARED) rows are replaced as a whole through `replaceSnapshot` instead.
   * @returns how many rows were new
   */
  addEvents(id: OrganizationId, path: readonly string[], batch: { readonly rows: readonly SourceRow[]; readonly timeColumn?: string; readonly eventIdColumn?: string }): Promise<{ readonly added: number }>
  replaceSnapshot(id: OrganizationId, path: readonly string[], rows: readonly SourceRow[]): Promise<void>
  page(id: OrganizationId, path: readonly string[], request: { readonly cursor?: string; readonly limit: number }): Promise<RowPage>
  tableSync(id: OrganizationId, path: readonly string[]): Promise<TableSyncRecord>
  finishSync(id: OrganizationId, path: readonly string[], result: { readonly atMs: number; readonly rowsAdded: number }): Promise<void>
  failSync(id: OrganizationId, path: readonly string[], error: AppErrorData, atMs: number): Promise<void>
}
