import Database from 'better-sqlite3'
import { auditColumns, sqlColumnOf } from '../activity/audit-columns.ts'

export type SandboxDatabase = Database.Database

/** Layout of the file. A file of another version is refused, since a sandbox can always be made anew. */
const layoutVersion = 1

const stamps =
  'created_by TEXT NOT NULL, updated_by TEXT NOT NULL, created_at_ms INTEGER NOT NULL, updated_at_ms INTEGER NOT NULL'

const auditSqlColumns = auditColumns
  .map(
    (column) =>
      `${sqlColumnOf(column.name)} ${column.name === 'REQUEST_TIME' ? 'INTEGER NOT NULL' : column.type === 'number' ? 'REAL' : 'TEXT'}`
  )
  .join(', ')

// audit_events has no unique index on event_id: the position up to which background activity was written moves in
// the same transaction as the rows, and a random index would double the cost of a million rows.
const layout = `
CREATE TABLE organization (id INTEGER PRIMARY KEY CHECK (id = 1), config_json TEXT NOT NULL, created_at_ms INTEGER NOT NULL) STRICT;
CREATE TABLE credentials (client_id TEXT PRIMARY KEY, member_id TEXT NOT NULL, salt TEXT NOT NULL, secret_hash TEXT NOT NULL) STRICT;
CREATE TABLE tokens (token_hash TEXT PRIMARY KEY, kind TEXT NOT NULL, client_id TEXT NOT NULL, member_id TEXT NOT NULL, expires_at_ms INTEGER NOT NULL) STRICT;
CREATE TABLE account_types (account_type_id TEXT PRIMARY KEY, position INTEGER NOT NULL, name TEXT NOT NULL UNIQUE, description TEXT NOT NULL, is_custom INTEGER NOT NULL, permissions_json TEXT NOT NULL) STRICT;
CREATE TABLE members (member_id TEXT PRIMARY KEY, position INTEGER NOT NULL, email TEXT NOT NULL UNIQUE, first_name TEXT NOT NULL, last_name TEXT NOT NULL, member_type TEXT NOT NULL, user_kind TEXT NOT NULL, profile_img_url TEXT, home_folder_id TEXT NOT NULL, is_archived INTEGER NOT NULL DEFAULT 0, is_inactive INTEGER NOT NULL DEFAULT 0, ${stamps}) STRICT;
CREATE TABLE teams (team_id TEXT PRIMARY KEY, position INTEGER NOT NULL, name TEXT NOT NULL, description TEXT, visibility TEXT NOT NULL, is_archived INTEGER NOT NULL DEFAULT 0, ${stamps}) STRICT;
CREATE TABLE team_members (team_id TEXT NOT NULL, member_id TEXT NOT NULL, is_team_admin INTEGER NOT NULL, added_by TEXT NOT NULL, PRIMARY KEY (team_id, member_id)) STRICT;
CREATE TABLE connections (connection_id TEXT PRIMARY KEY, position INTEGER NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, is_sample INTEGER NOT NULL, is_audit_log INTEGER NOT NULL, is_archived INTEGER NOT NULL DEFAULT 0, details_json TEXT NOT NULL, ${stamps}) STRICT;
CREATE TABLE inodes (inode_id TEXT PRIMARY KEY, position INTEGER NOT NULL, url_id TEXT NOT NULL UNIQUE, connection_id TEXT NOT NULL, kind TEXT NOT NULL, path_json TEXT NOT NULL, columns_json TEXT, UNIQUE (connection_id, path_json)) STRICT;
CREATE TABLE grants (grant_id TEXT PRIMARY KEY, position INTEGER NOT NULL, inode_id TEXT NOT NULL, inode_type TEXT NOT NULL, member_id TEXT, team_id TEXT, permission TEXT NOT NULL, ${stamps}) STRICT;
CREATE TABLE workspaces (workspace_id TEXT PRIMARY KEY, position INTEGER NOT NULL, name TEXT NOT NULL, ${stamps}) STRICT;
CREATE TABLE tags (version_tag_id TEXT PRIMARY KEY, position INTEGER NOT NULL, name TEXT NOT NULL, owner_id TEXT NOT NULL, color TEXT, description TEXT, ${stamps}) STRICT;
CREATE TABLE workbooks (workbook_id TEXT PRIMARY KEY, position INTEGER NOT NULL, name TEXT NOT NULL, description TEXT, folder_id TEXT NOT NULL, folder_path TEXT NOT NULL, owner_id TEXT NOT NULL, latest_version INTEGER NOT NULL, is_archived INTEGER NOT NULL DEFAULT 0, ${stamps}) STRICT;
CREATE TABLE workbook_pages (page_id TEXT NOT NULL, workbook_id TEXT NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (workbook_id, page_id)) STRICT;
CREATE TABLE workbook_elements (element_id TEXT NOT NULL, workbook_id TEXT NOT NULL, page_id TEXT NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, chart TEXT, connection_id TEXT NOT NULL, path_json TEXT NOT NULL, PRIMARY KEY (workbook_id, element_id)) STRICT;
CREATE TABLE workbook_controls (control_id TEXT NOT NULL, workbook_id TEXT NOT NULL, element_id TEXT NOT NULL, column_name TEXT NOT NULL, PRIMARY KEY (workbook_id, control_id, element_id)) STRICT;
CREATE TABLE settings (name TEXT PRIMARY KEY, value_json TEXT NOT NULL) STRICT;
CREATE TABLE audit_logging (id INTEGER PRIMARY KEY CHECK (id = 1), phase TEXT NOT NULL, since_ms INTEGER NOT NULL, changed_by TEXT NOT NULL) STRICT;
CREATE TABLE audit_periods (started_at_ms INTEGER PRIMARY KEY, ended_at_ms INTEGER, generated_until_ms INTEGER NOT NULL) STRICT;
CREATE TABLE audit_events (event_seq INTEGER PRIMARY KEY, visible_at_ms INTEGER NOT NULL, ${auditSqlColumns}) STRICT;
CREATE INDEX audit_events_by_time ON audit_events (request_time_ms);
CREATE TABLE shared_rows (table_name TEXT NOT NULL, position INTEGER NOT NULL, row_json TEXT NOT NULL, PRIMARY KEY (table_name, position)) STRICT;
CREATE TABLE export_jobs (query_id TEXT PRIMARY KEY, member_id TEXT NOT NULL, workbook_id TEXT NOT NULL, element_id TEXT NOT NULL, format TEXT NOT NULL, filename TEXT NOT NULL, from_ms INTEGER, to_ms INTEGER, time_column TEXT, row_limit INTEGER NOT NULL, row_offset INTEGER NOT NULL, created_at_ms INTEGER NOT NULL, ready_at_ms INTEGER NOT NULL, expires_at_ms INTEGER NOT NULL) STRICT;
`

/**
 * Opens or creates the sandbox's own file.
 * @param file path, or ':memory:'
 * @throws RangeError when the file was made by another layout of the sandbox
 */
export function openSandboxDatabase(file: string): SandboxDatabase {
  const database = new Database(file)
  try {
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = NORMAL')
    database.pragma('busy_timeout = 2000')
    const version = database.pragma('user_version', { simple: true })
    if (version === 0) {
      database.transaction(() => {
        database.exec(layout)
        database.pragma(`user_version = ${layoutVersion}`)
      })()
    } else if (version !== layoutVersion) {
      throw new RangeError(`the sandbox file has layout ${String(version)}, this program knows ${layoutVersion}`)
    }
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

const prepared = new WeakMap<SandboxDatabase, Map<string, Database.Statement>>()

/** A prepared statement, compiled once per database. */
export function statement(database: SandboxDatabase, sql: string): Database.Statement {
  let cache = prepared.get(database)
  if (cache === undefined) {
    cache = new Map()
    prepared.set(database, cache)
  }
  let found = cache.get(sql)
  if (found === undefined) {
    found = database.prepare(sql)
    cache.set(sql, found)
  }
  return found
}

/** All rows of a query. The caller vouches for the row's shape, which the STRICT layout above guarantees. */
export function allRows<Row>(database: SandboxDatabase, sql: string, ...values: readonly unknown[]): Row[] {
  return statement(database, sql).all(...values) as Row[]
}

/** The first row of a query, if there is one. */
export function oneRow<Row>(database: SandboxDatabase, sql: string, ...values: readonly unknown[]): Row | undefined {
  return statement(database, sql).get(...values) as Row | undefined
}

/** Runs a statement that changes something; gives the number of rows changed. */
export function run(database: SandboxDatabase, sql: string, ...values: readonly unknown[]): number {
  return statement(database, sql).run(...values).changes
}
