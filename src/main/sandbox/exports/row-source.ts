import { auditColumns, sqlColumnOf } from '../activity/audit-columns.ts'
import { auditRetentionMs } from '../state/audit-logging.ts'
import { allRows, statement } from '../state/database.ts'
import { listMembers } from '../state/members.ts'
import { isoTime, type Sandbox, type Stamps } from '../state/sandbox.ts'
import type { TableColumn } from '../state/warehouse.ts'
import { listWorkbooks } from '../state/workbooks.ts'
import type { SharedRow } from '../world/shared-tables.ts'
import { sampleRows } from './sample-rows.ts'

export type Cell = string | number | boolean | null

/** What an export reads: which table, which stretch of time, which slice, and as of when. */
export interface RowRequest {
  readonly connectionId: string
  readonly path: readonly string[]
  readonly columns: readonly TableColumn[]
  readonly timeColumn: string | undefined
  readonly fromMs: number | undefined
  readonly toMs: number | undefined
  readonly rowLimit: number
  readonly rowOffset: number
  /** Events that became visible later are left out, so that a download is the same however late it is. */
  readonly asOfMs: number
}

const batchSize = 1000
const timePosition = 1 + auditColumns.findIndex((column) => column.name === 'REQUEST_TIME')
const auditSql = (
  start: string
): string => `SELECT event_seq, ${auditColumns.map((column) => sqlColumnOf(column.name)).join(', ')} FROM audit_events
  WHERE request_time_ms >= ? AND request_time_ms <= ? AND visible_at_ms <= ? ${start}`
const firstAuditBatch = auditSql('ORDER BY request_time_ms, event_seq LIMIT ? OFFSET ?')
const nextAuditBatch = auditSql(
  'AND (request_time_ms > ? OR event_seq > ?) ORDER BY request_time_ms, event_seq LIMIT ?'
)

/** Audit events in order of time, a batch a query: no statement stays open between two batches. */
function* auditRows(sandbox: Sandbox, request: RowRequest): Generator<Cell[][]> {
  const fromMs = Math.max(request.fromMs ?? 0, request.asOfMs - auditRetentionMs)
  const toMs = request.toMs ?? request.asOfMs
  let left = request.rowLimit
  let batch = statement(sandbox.database, firstAuditBatch)
    .raw()
    .all(fromMs, toMs, request.asOfMs, Math.min(batchSize, left), request.rowOffset) as Cell[][]
  while (batch.length > 0) {
    const last = batch.at(-1)
    const lastSeq = last?.[0] ?? 0
    const lastTimeMs = last?.[timePosition] ?? 0
    const wasFull = batch.length === Math.min(batchSize, left)
    left -= batch.length
    yield batch.map((row) => {
      const cells = row.slice(1)
      cells[timePosition - 1] = isoTime(Number(row[timePosition]))
      return cells
    })
    if (left <= 0 || !wasFull) return
    batch = statement(sandbox.database, nextAuditBatch)
      .raw()
      .all(lastTimeMs, toMs, request.asOfMs, lastTimeMs, lastSeq, Math.min(batchSize, left)) as Cell[][]
  }
}

function stampCells(row: Stamps): { CREATED_AT: string; UPDATED_AT: string } {
  return { CREATED_AT: isoTime(row.created_at_ms), UPDATED_AT: isoTime(row.updated_at_ms) }
}

/** A table of SIGMA_SHARED: those that mirror the organization are read from its present state. */
function sharedRows(sandbox: Sandbox, table: string): SharedRow[] {
  const { database } = sandbox
  switch (table) {
    case 'USERS':
      return listMembers(sandbox).map((row) => ({
        USER_ID: row.member_id,
        EMAIL: row.email,
        FIRST_NAME: row.first_name,
        LAST_NAME: row.last_name,
        ACCOUNT_TYPE: row.member_type,
        USER_KIND: row.user_kind,
        IS_ARCHIVED: row.is_archived === 1,
        ...stampCells(row)
      }))
    case 'TEAMS':
      return allRows<
        Stamps & {
          team_id: string
          name: string
          description: string | null
          visibility: string
          is_archived: number
          members: number
        }
      >(
        database,
        'SELECT t.*, (SELECT count(*) FROM team_members m WHERE m.team_id = t.team_id) AS members FROM teams t ORDER BY position'
      ).map((row) => ({
        TEAM_ID: row.team_id,
        NAME: row.name,
        DESCRIPTION: row.description,
        VISIBILITY: row.visibility,
        MEMBER_COUNT: row.members,
        IS_ARCHIVED: row.is_archived === 1,
        ...stampCells(row)
      }))
    case 'CONNECTIONS':
      return allRows<
        Stamps & { connection_id: string; name: string; type: string; is_sample: number; is_archived: number }
      >(database, 'SELECT * FROM connections ORDER BY position').map((row) => ({
        CONNECTION_ID: row.connection_id,
        NAME: row.name,
        TYPE: row.type,
        CREATED_BY: row.created_by,
        IS_SAMPLE: row.is_sample === 1,
        IS_ARCHIVED: row.is_archived === 1,
        ...stampCells(row)
      }))
    case 'DOCUMENTS':
      return [
        ...allRows<Stamps & { workspace_id: string; name: string }>(
          database,
          'SELECT * FROM workspaces ORDER BY position'
        ).map((row) => ({
          DOCUMENT_ID: row.workspace_id,
          NAME: row.name,
          TYPE: 'workspace',
          PATH: row.name,
          OWNER_ID: row.created_by,
          IS_ARCHIVED: false,
          ...stampCells(row)
        })),
        ...listWorkbooks(sandbox).map((row) => ({
          DOCUMENT_ID: row.workbook_id,
          NAME: row.name,
          TYPE: 'workbook',
          PATH: `${row.folder_path}/${row.name}`,
          OWNER_ID: row.owner_id,
          IS_ARCHIVED: row.is_archived === 1,
          ...stampCells(row)
        }))
      ]
    default:
      return allRows<{ row_json: string }>(
        database,
        'SELECT row_json FROM shared_rows WHERE table_name = ? ORDER BY position',
        table
      ).map((row) => JSON.parse(row.row_json) as SharedRow)
  }
}

function* smallTable(rows: readonly SharedRow[], request: RowRequest): Generator<Cell[][]> {
  const { timeColumn, fromMs = Number.NEGATIVE_INFINITY, toMs = Number.POSITIVE_INFINITY } = request
  const wanted = rows.filter((row) => {
    if (timeColumn === undefined) return true
    const atMs = Date.parse(String(row[timeColumn]))
    return atMs >= fromMs && atMs <= toMs
  })
  const slice = wanted.slice(request.rowOffset, request.rowOffset + request.rowLimit)
  for (let start = 0; start < slice.length; start += batchSize) {
    yield slice.slice(start, start + batchSize).map((row) => request.columns.map((column) => row[column.name] ?? null))
  }
}

/** The rows of an element, batch by batch; each step is one short query. */
export function readRows(sandbox: Sandbox, request: RowRequest): Generator<Cell[][]> {
  const table = request.path.at(-1) ?? ''
  if (request.connectionId !== sandbox.world.auditConnectionId) return smallTable(sampleRows(request), request)
  return request.path.at(-2) === 'SIGMA_SHARED'
    ? smallTable(sharedRows(sandbox, table), request)
    : auditRows(sandbox, request)
}
