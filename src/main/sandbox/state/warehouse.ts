import { auditColumns } from '../activity/audit-columns.ts'
import { randomFrom, urlIdOf } from '../world/random.ts'
import type { ColumnType } from '../world/warehouses.ts'
import { sharedTables } from '../world/shared-tables.ts'
import { allRows, oneRow, run } from './database.ts'
import type { Sandbox } from './sandbox.ts'

/** A column of a warehouse table as it is stored. */
export interface TableColumn {
  readonly name: string
  readonly type: ColumnType
  readonly description?: string
}

export interface InodeRow {
  readonly inode_id: string
  readonly url_id: string
  readonly connection_id: string
  readonly kind: 'scope' | 'table'
  readonly path_json: string
  readonly columns_json: string | null
}

/** Database and schema of the audit connection's own table; one Sigma release note writes AUDIT_LOG at the top. */
export const auditLogsPath = ['AUDIT_LOG', 'PUBLIC', 'AUDIT_LOGS'] as const
export const sharedSchemaPath = ['AUDIT_LOG', 'SIGMA_SHARED'] as const

function addInode(
  sandbox: Sandbox,
  connectionId: string,
  path: readonly string[],
  columns?: readonly TableColumn[]
): void {
  const inodeId = randomFrom('inode', connectionId, ...path).uuid()
  run(
    sandbox.database,
    `INSERT OR IGNORE INTO inodes (inode_id, position, url_id, connection_id, kind, path_json, columns_json)
     VALUES (?, (SELECT count(*) FROM inodes), ?, ?, ?, ?, ?)`,
    inodeId,
    urlIdOf(inodeId),
    connectionId,
    columns === undefined ? 'scope' : 'table',
    JSON.stringify(path),
    columns === undefined ? null : JSON.stringify(columns)
  )
}

/** Adds a table with the database and schema above it. */
export function addTable(
  sandbox: Sandbox,
  connectionId: string,
  path: readonly string[],
  columns: readonly TableColumn[]
): void {
  for (let depth = 1; depth < path.length; depth += 1) addInode(sandbox, connectionId, path.slice(0, depth))
  addInode(sandbox, connectionId, path, columns)
}

/** Adds every database, schema and table of every connection, the audit connection's among them. */
export function addWarehouses(sandbox: Sandbox): void {
  for (const connection of sandbox.world.connections) {
    for (const schema of connection.schemas) {
      for (const table of schema.tables) {
        const columns = table.columns.map(([name, type, description]) => ({
          name,
          type,
          ...(description === undefined ? {} : { description })
        }))
        addTable(sandbox, connection.connectionId, [schema.database, schema.schema, table.name], columns)
      }
    }
  }
  const auditConnectionId = sandbox.world.auditConnectionId
  addTable(
    sandbox,
    auditConnectionId,
    auditLogsPath,
    auditColumns.map((column) => ({
      name: column.name,
      type: column.type,
      ...('description' in column ? { description: column.description } : {})
    }))
  )
  for (const table of sharedTables)
    addTable(sandbox, auditConnectionId, [...sharedSchemaPath, table.name], table.columns)
}

/** Databases, schemas and tables, in the order in which they were added. */
export function listInodes(sandbox: Sandbox): InodeRow[] {
  return allRows(sandbox.database, 'SELECT * FROM inodes ORDER BY position')
}

/** A table, schema or database by either of its ids. */
export function findInode(sandbox: Sandbox, inodeIdOrUrlId: string): InodeRow | undefined {
  return oneRow(
    sandbox.database,
    'SELECT * FROM inodes WHERE inode_id = ? OR url_id = ?',
    inodeIdOrUrlId,
    inodeIdOrUrlId
  )
}

/** A table, schema or database by its place in a connection. */
export function findInodeByPath(sandbox: Sandbox, connectionId: string, path: readonly string[]): InodeRow | undefined {
  return oneRow(
    sandbox.database,
    'SELECT * FROM inodes WHERE connection_id = ? AND path_json = ?',
    connectionId,
    JSON.stringify(path)
  )
}

/** The path of an inode: database, schema, table, as far as it goes. */
export function pathOf(row: { readonly path_json: string }): string[] {
  return JSON.parse(row.path_json) as string[]
}

/** The columns of a table; a scope has none. */
export function columnsOf(row: InodeRow): TableColumn[] {
  return row.columns_json === null ? [] : (JSON.parse(row.columns_json) as TableColumn[])
}
