import type { TableColumn } from '../../../shared/contract/connections.ts'
import { command } from '../operation.ts'
import { markRead } from './save-read-error.ts'

interface Params {
  readonly subject: string
  readonly connectionId: string
  readonly path: readonly string[]
  readonly columns: readonly TableColumn[]
  readonly readAtMs: number
}

/** Replaces the columns of one table. */
export const saveTableColumns = command('org', (db, params: Params): void => {
  const table = { connectionId: params.connectionId, path: JSON.stringify(params.path) }
  db.run('DELETE FROM table_columns WHERE connection_id = :connectionId AND path = :path', table)
  for (const [position, column] of params.columns.entries())
    db.run(
      `INSERT INTO table_columns (connection_id, path, position, name, type, visibility, description)
       VALUES (:connectionId, :path, :position, :name, :type, :visibility, :description)`,
      {
        ...table,
        position,
        name: column.name,
        type: column.type,
        visibility: column.visibility,
        description: column.description
      }
    )
  markRead(db, params.subject, params.readAtMs)
})
