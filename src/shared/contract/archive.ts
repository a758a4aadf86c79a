import { z } from 'zod'
import { call } from './call.ts'
import { appErrorSchema, organizationIdSchema, timeMsSchema } from './primitives.ts'
import { tablePathSchema } from './connections.ts'

const ofTable = z.object({ organizationId: organizationIdSchema, path: tablePathSchema })

export const cellSchema = z.union([z.string(), z.number(), z.boolean(), z.null()])
export type Cell = z.infer<typeof cellSchema>

/**
 * A row as it came from Sigma, columns in the order of `columns` of its page. An event's row id is permanent
 * (`table.day.seq`); a snapshot's row has its number.
 */
export const archivedRowSchema = z.object({ rowId: z.string().max(64), cells: z.array(cellSchema) })
export type ArchivedRow = z.infer<typeof archivedRowSchema>

/** Opaque to the renderer; from a page's answer. */
export const cursorSchema = z.string().max(200)

export const rowPageSchema = z.object({
  columns: z.array(z.string()),
  /** The column that holds the event's time, where one was recognised; rows come newest first by it. */
  timeColumn: z.string().optional(),
  rows: z.array(archivedRowSchema),
  nextCursor: cursorSchema.optional(),
  totalRows: z.number().int()
})
export type RowPage = z.infer<typeof rowPageSchema>

export const tableSyncSchema = z.object({
  path: tablePathSchema,
  state: z.enum(['never', 'running', 'complete', 'failed', 'paused', 'no-workbook']),
  lastSyncAtMs: timeMsSchema.optional(),
  rowsKept: z.number().int(),
  rowsAddedLastTime: z.number().int(),
  newestEventAtMs: timeMsSchema.optional(),
  oldestEventAtMs: timeMsSchema.optional(),
  progress: z
    .object({
      rowsRead: z.number().int(),
      bytesRead: z.number().int(),
      step: z.enum(['preparing', 'waiting', 'reading', 'storing']),
      /** Over the last seconds. */
      rowsPerSecond: z.number().optional(),
      /** Estimated from the windows that were read; absent until one was. */
      msLeft: z.number().int().optional(),
      /** The stretch of time that is being read; absent for a table that is read as a whole. */
      window: z.object({ fromMs: timeMsSchema, toMs: timeMsSchema }).optional(),
      windowsDone: z.number().int().optional(),
      windowsTotal: z.number().int().optional(),
      /** `backlog`: nothing was read before. `daily`: all that Sigma has is read once more. */
      purpose: z.enum(['backlog', 'new-rows', 'daily']).optional()
    })
    .optional(),
  /** Since when a person keeps it from being read; kept over restarts. The state is `paused` then. */
  pausedAtMs: timeMsSchema.optional(),
  lastError: appErrorSchema.optional(),
  nextSyncAtMs: timeMsSchema.optional()
})
export type TableSync = z.infer<typeof tableSyncSchema>

/** Which workbook elements the rows are exported through. */
export const exportWorkbookSchema = z.object({
  workbookId: z.string(),
  workbookName: z.string(),
  elements: z.array(z.object({ elementId: z.string(), name: z.string(), timeControlId: z.string().optional() }))
})
export type ExportWorkbook = z.infer<typeof exportWorkbookSchema>

/** A table whose events are archived. */
export const eventTableSchema = z.object({ path: tablePathSchema, rowsKept: z.number().int() })
export type EventTable = z.infer<typeof eventTableSchema>

export const archiveCalls = {
  /** Tables of which events are kept, most events first: also those that Sigma does not list any more. */
  listEventTables: call(z.object({ organizationId: organizationIdSchema }).strict(), z.array(eventTableSchema)),
  /** A page of kept rows, newest first. Local: answers offline. */
  listRows: call(
    ofTable.extend({ cursor: cursorSchema.optional(), limit: z.number().int().min(1).max(500) }).strict(),
    rowPageSchema
  ),
  getTableSync: call(ofTable.strict(), tableSyncSchema),
  /** Starts reading new rows now; progress arrives as `tableSyncChanged`. */
  syncTable: call(ofTable.strict(), tableSyncSchema),
  cancelTableSync: call(ofTable.strict(), tableSyncSchema),
  /** Stops reading, now and by itself, until it is resumed; what was read stays. */
  pauseTableSync: call(ofTable.strict(), tableSyncSchema),
  /** Goes on with the first window that was not read to its end. */
  resumeTableSync: call(ofTable.strict(), tableSyncSchema),
  /** Workbooks that the admin may pick to export the audit rows through. */
  listExportWorkbooks: call(
    z.object({ organizationId: organizationIdSchema }).strict(),
    z.array(z.object({ workbookId: z.string(), name: z.string(), path: z.string() }))
  ),
  setExportWorkbook: call(
    z.object({ organizationId: organizationIdSchema, workbookId: z.string().max(200) }).strict(),
    exportWorkbookSchema
  ),
  /** Makes a workbook over the audit connection in Sigma and uses it. */
  createExportWorkbook: call(z.object({ organizationId: organizationIdSchema }).strict(), exportWorkbookSchema)
}
