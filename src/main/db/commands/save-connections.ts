import type { Connection } from '../../../shared/contract/connections.ts'
import type { AppErrorData } from '../../../shared/kit/app-error.ts'
import { command } from '../operation.ts'
import { markRead } from './save-read-error.ts'

interface Params {
  readonly subject: string
  readonly connections: readonly Connection[]
  readonly readAtMs: number
  /** Why the list is not whole, such as entries that were errors; then nothing is marked as removed. */
  readonly error?: AppErrorData
}

/** Replaces the list. A connection that is not in it any more is marked as removed and kept. */
export const saveConnections = command('org', (db, params: Params): void => {
  if (params.error === undefined)
    db.run('UPDATE connections SET removed_at_ms = :readAtMs WHERE removed_at_ms IS NULL', {
      readAtMs: params.readAtMs
    })
  for (const [position, connection] of params.connections.entries())
    db.run(
      `INSERT INTO connections (connection_id, position, name, type, is_audit_log, is_sample, is_archived, created_at_ms, updated_at_ms, removed_at_ms)
       VALUES (:connectionId, :position, :name, :type, :isAuditLog, :isSample, :isArchived, :createdAtMs, :updatedAtMs, NULL)
       ON CONFLICT (connection_id) DO UPDATE SET position = excluded.position, name = excluded.name, type = excluded.type,
         is_audit_log = excluded.is_audit_log, is_sample = excluded.is_sample, is_archived = excluded.is_archived,
         created_at_ms = excluded.created_at_ms, updated_at_ms = excluded.updated_at_ms, removed_at_ms = NULL`,
      {
        position,
        connectionId: connection.connectionId,
        name: connection.name,
        type: connection.type,
        isAuditLog: connection.isAuditLog,
        isSample: connection.isSample,
        isArchived: connection.isArchived,
        createdAtMs: connection.createdAtMs,
        updatedAtMs: connection.updatedAtMs
      }
    )
  markRead(db, params.subject, params.readAtMs, params.error)
})
