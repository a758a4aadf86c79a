import { randomUUID } from 'node:crypto'
import { hourMs } from '../../../shared/kit/time.ts'
import { writeBackgroundActivity } from '../state/audit-trail.ts'
import { oneRow, run } from '../state/database.ts'
import type { Sandbox } from '../state/sandbox.ts'
import type { ExportFormat } from './formats.ts'
import type { TimeRange } from './parameters.ts'

/** Most rows of one export. */
export const largestExport = 1_000_000

/** How long a query id can be downloaded. */
const lifetimeMs = hourMs

export interface ExportJobRow {
  readonly query_id: string
  readonly member_id: string
  readonly workbook_id: string
  readonly element_id: string
  readonly format: ExportFormat
  readonly filename: string
  readonly from_ms: number | null
  readonly to_ms: number | null
  readonly time_column: string | null
  readonly row_limit: number
  readonly row_offset: number
  readonly created_at_ms: number
  readonly ready_at_ms: number
  readonly expires_at_ms: number
}

export interface NewExport {
  readonly memberId: string
  readonly workbookId: string
  readonly elementId: string
  readonly format: ExportFormat
  readonly filename: string
  readonly timeColumn: string | undefined
  readonly range: TimeRange
  readonly rowLimit: number
  readonly rowOffset: number
}

/** Starts an export: notes what is wanted, as of now. The rows are read when the file is downloaded. */
export function startExport(sandbox: Sandbox, wanted: NewExport): { queryId: string; isComplete: boolean } {
  writeBackgroundActivity(sandbox)
  const queryId = randomUUID()
  const nowMs = sandbox.clock.nowMs()
  run(sandbox.database, 'DELETE FROM export_jobs WHERE expires_at_ms < ?', nowMs - 24 * hourMs)
  run(
    sandbox.database,
    `INSERT INTO export_jobs (query_id, member_id, workbook_id, element_id, format, filename, from_ms, to_ms, time_column, row_limit, row_offset, created_at_ms, ready_at_ms, expires_at_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    queryId,
    wanted.memberId,
    wanted.workbookId,
    wanted.elementId,
    wanted.format,
    wanted.filename,
    wanted.range.fromMs ?? null,
    wanted.range.toMs ?? null,
    wanted.timeColumn ?? null,
    Math.min(wanted.rowLimit, largestExport),
    wanted.rowOffset,
    nowMs,
    nowMs + sandbox.config.exportRunMs,
    nowMs + lifetimeMs
  )
  return { queryId, isComplete: sandbox.config.exportRunMs <= 0 }
}

/** The export behind a query id, while it lives, for the member who started it. */
export function findExport(sandbox: Sandbox, queryId: string, memberId: string): ExportJobRow | undefined {
  const row = oneRow<ExportJobRow>(sandbox.database, 'SELECT * FROM export_jobs WHERE query_id = ?', queryId)
  return row !== undefined && row.member_id === memberId && sandbox.clock.nowMs() < row.expires_at_ms ? row : undefined
}
