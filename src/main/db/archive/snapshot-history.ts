import type { SourceCells } from '../archive-writing.ts'
import type { WriteDb } from '../handle.ts'
import { fromJson } from '../json-column.ts'
import { contentOf, identityColumns, identityOf } from './snapshot-identity.ts'

interface Version {
  readonly versionId: number
  readonly identity: string
  readonly cells: string
}

/**
 * Notes what a read of a snapshot saw: rows that are new or have another content begin a version, versions that are not
 * seen any more end. Identical rows are counted.
 */
export function recordSnapshot(db: WriteDb, tableId: number, rows: readonly SourceCells[], readAtMs: number): void {
  const last = db.get<{ atMs: number | null }>(
    'SELECT max(at_ms) AS atMs FROM snapshot_reads WHERE table_id = :tableId',
    {
      tableId
    }
  )?.atMs
  // a clock that was set back must not end a version before it began
  const atMs = Math.max(readAtMs, last ?? readAtMs)
  db.run('INSERT INTO snapshot_reads (table_id, at_ms) VALUES (:tableId, :atMs) ON CONFLICT DO NOTHING', {
    tableId,
    atMs
  })
  const columns = settleIdentity(db, tableId, rows)
  const current = db.all<Version>(
    `SELECT version_id AS versionId, identity, cells FROM snapshot_versions
     WHERE table_id = :tableId AND valid_to_ms IS NULL ORDER BY version_id`,
    { tableId }
  )
  const open = new Map<string, Version[]>()
  for (const version of current) {
    // in one order, whoever wrote it
    const content = contentOf(fromJson<SourceCells>(version.cells))
    const alike = open.get(content)
    if (alike === undefined) open.set(content, [version])
    else alike.push(version)
  }
  for (const row of rows) {
    const content = contentOf(row)
    const identity = identityOf(row, columns)
    const version = open.get(content)?.shift()
    if (version === undefined)
      db.run(
        `INSERT INTO snapshot_versions (table_id, identity, cells, valid_from_ms)
         VALUES (:tableId, :identity, :content, :atMs)`,
        { tableId, identity, content, atMs }
      )
    else if (version.identity !== identity)
      db.run('UPDATE snapshot_versions SET identity = :identity WHERE version_id = :versionId', {
        identity,
        versionId: version.versionId
      })
  }
  for (const { versionId, identity, cells } of [...open.values()].flat())
    db.run('UPDATE snapshot_versions SET identity = :identity, valid_to_ms = :atMs WHERE version_id = :versionId', {
      // versions of before there was an identity get it with their last sight
      identity: identity === '' ? identityOf(fromJson<SourceCells>(cells), columns) : identity,
      atMs,
      versionId
    })
}

function settleIdentity(db: WriteDb, tableId: number, rows: readonly SourceCells[]): readonly string[] {
  const stored = db.get<{ columns: string | null }>(
    'SELECT identity_columns AS columns FROM archived_tables WHERE table_id = :tableId',
    { tableId }
  )?.columns
  const before = stored === null || stored === undefined ? undefined : fromJson<string[]>(stored)
  // an empty read says nothing of what tells rows apart
  if (rows.length === 0) return before ?? []
  const columns = identityColumns(rows, before)
  db.run('UPDATE archived_tables SET identity_columns = :columns WHERE table_id = :tableId', {
    columns: JSON.stringify(columns),
    tableId
  })
  return columns
}
