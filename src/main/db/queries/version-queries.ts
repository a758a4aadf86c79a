import { query } from '../operation.ts'

/** Version of the SQLite library that the files are read with. */
export const sqliteVersion = query(
  'registry',
  (db): string => db.all<{ readonly version: string }>('SELECT sqlite_version() AS version', {})[0]?.version ?? ''
)
