import { command } from '../operation.ts'
import { markRead } from './save-read-error.ts'

interface Params {
  readonly subject: string
  readonly connectionId: string
  readonly paths: readonly (readonly string[])[]
  readonly readAtMs: number
}

/** Replaces the paths of one connection. */
export const savePaths = command('org', (db, params: Params): void => {
  const { connectionId } = params
  db.run('DELETE FROM connection_paths WHERE connection_id = :connectionId', { connectionId })
  for (const [position, path] of params.paths.entries())
    db.run('INSERT INTO connection_paths (connection_id, position, path) VALUES (:connectionId, :position, :path)', {
      connectionId,
      position,
      path: JSON.stringify(path)
    })
  markRead(db, params.subject, params.readAtMs)
})
