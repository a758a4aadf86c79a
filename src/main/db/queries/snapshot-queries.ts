import type { SourceCells } from '../archive-writing.ts'
import { findTable } from '../archived-table.ts'
import { fromJson, withoutNulls } from '../json-column.ts'
import { query } from '../operation.ts'

/** A content that a row of a snapshot had. */
export interface SnapshotVersion {
  readonly versionId: number
  /** The same for all versions of one row. */
  readonly identity: string
  readonly cells: SourceCells
  /** When it was first read so, epoch ms UTC. */
  readonly validFromMs: number
  /** When it was first read otherwise, or not at all; absent while it is so. */
  readonly validToMs?: number
}

export interface SnapshotPage {
  /** The read that this is the state of; absent where the table was not read by then. */
  readonly readAtMs?: number
  readonly rows: readonly SnapshotVersion[]
  /** `after` of the next page. */
  readonly next?: number
}

interface StoredVersion extends Omit<SnapshotVersion, 'cells' | 'validToMs'> {
  readonly cells: string
  readonly validToMs: number | null
}

/** Rows of a snapshot as they were read last by a time; without one, as they are now. */
export const listSnapshotRows = query(
  'archive',
  (
    db,
    params: {
      readonly path: readonly string[]
      readonly asOfMs?: number
      readonly after?: number
      readonly limit: number
    }
  ): SnapshotPage => {
    const table = findTable(db, params.path)
    if (table === undefined) return { rows: [] }
    const { tableId } = table
    const asOfMs = params.asOfMs ?? Number.MAX_SAFE_INTEGER
    const readAtMs = db.get<{ atMs: number | null }>(
      'SELECT max(at_ms) AS atMs FROM snapshot_reads WHERE table_id = :tableId AND at_ms <= :asOfMs',
      { tableId, asOfMs }
    )?.atMs
    if (readAtMs === null || readAtMs === undefined) return { rows: [] }
    const found = db.all<StoredVersion>(
      `SELECT version_id AS versionId, identity, cells, valid_from_ms AS validFromMs, valid_to_ms AS validToMs
       FROM snapshot_versions
       WHERE table_id = :tableId AND version_id > :after AND valid_from_ms <= :asOfMs
         AND (valid_to_ms IS NULL OR valid_to_ms > :asOfMs)
       ORDER BY version_id LIMIT :limit`,
      { tableId, asOfMs, after: params.after ?? 0, limit: params.limit + 1 }
    )
    const rows = found.slice(0, params.limit)
    const next = found.length > params.limit ? rows.at(-1)?.versionId : undefined
    return { readAtMs, rows: rows.map(toVersion), ...(next === undefined ? {} : { next }) }
  }
)

/** All contents that one row had, oldest first. */
export const snapshotRowHistory = query(
  'archive',
  (db, params: { readonly path: readonly string[]; readonly identity: string }): readonly SnapshotVersion[] => {
    const table = findTable(db, params.path)
    if (table === undefined) return []
    return db
      .all<StoredVersion>(
        `SELECT version_id AS versionId, identity, cells, valid_from_ms AS validFromMs, valid_to_ms AS validToMs
         FROM snapshot_versions WHERE table_id = :tableId AND identity = :identity ORDER BY version_id`,
        { tableId: table.tableId, identity: params.identity }
      )
      .map(toVersion)
  }
)

function toVersion(stored: StoredVersion): SnapshotVersion {
  return withoutNulls({ ...stored, cells: fromJson<SourceCells>(stored.cells) }) as SnapshotVersion
}
