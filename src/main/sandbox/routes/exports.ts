import type { Hono } from 'hono'
import { z } from 'zod'
import { findExport, largestExport, startExport } from '../exports/export-jobs.ts'
import { contentTypes, formatRows, streamOf } from '../exports/formats.ts'
import { parseDateRange, type TimeRange } from '../exports/parameters.ts'
import { readRows } from '../exports/row-source.ts'
import { ApiError, notFound } from '../http/api-error.ts'
import { callerOf, noteAct, readBody, type SandboxContext, type SandboxEnv } from '../http/context.ts'
import { findConnection } from '../state/connections.ts'
import { columnsOf, findInodeByPath, type InodeRow, pathOf } from '../state/warehouse.ts'
import { type ElementRow, findElement, findWorkbook, listControls } from '../state/workbooks.ts'

const exportBody = z.object({
  elementId: z.string().optional(),
  pageId: z.string().optional(),
  format: z.object({ type: z.string() }),
  parameters: z.record(z.string(), z.unknown()).optional(),
  rowLimit: z.number().int().min(1).optional(),
  offset: z.number().int().min(0).optional(),
  timeout: z.number().optional(),
  tag: z.string().optional(),
  exportAs: z.string().optional(),
  runAsynchronously: z.boolean().optional()
})

/** The table under an element, if its connection exists for the caller. */
function tableOf(context: SandboxContext, element: ElementRow): InodeRow {
  const sandbox = context.get('sandbox')
  if (findConnection(sandbox, callerOf(context), element.connection_id) === undefined)
    throw notFound(`Connection of element ${element.name}`)
  const table = findInodeByPath(sandbox, element.connection_id, pathOf(element))
  if (table === undefined) throw notFound(`Table of element ${element.name}`)
  return table
}

/** What the date control, if one is given a value, leaves of the element. */
function rangeOf(
  context: SandboxContext,
  element: ElementRow,
  parameters: Readonly<Record<string, unknown>>
): { timeColumn: string | undefined; range: TimeRange } {
  const sandbox = context.get('sandbox')
  const controls = listControls(sandbox, element.workbook_id)
  let timeColumn: string | undefined
  let range: TimeRange = { fromMs: undefined, toMs: undefined }
  for (const [name, value] of Object.entries(parameters)) {
    const ofName = controls.filter((control) => control.control_id === name)
    // Ignoring a filter that does not exist would hand out rows that were not asked for.
    if (ofName.length === 0)
      throw new ApiError(400, 'invalid_request', `parameters.${name}: this workbook has no such control`)
    if (typeof value !== 'string') throw new ApiError(400, 'invalid_request', `parameters.${name}: must be a string`)
    const parsed = parseDateRange(name, value, sandbox.clock.nowMs())
    const mine = ofName.find((control) => control.element_id === element.element_id)
    if (mine === undefined) continue
    timeColumn = mine.column_name
    range = parsed
  }
  return { timeColumn, range }
}

async function postExport(context: SandboxContext): Promise<Response> {
  const sandbox = context.get('sandbox')
  const caller = callerOf(context)
  context.get('limits').take('export', caller.member_id)
  const workbook = findWorkbook(sandbox, context.req.param('workbookId') ?? '')
  if (workbook === undefined) throw notFound('Workbook')
  const body = await readBody(context, exportBody)
  if (body.elementId === undefined)
    throw new ApiError(400, 'invalid_request', 'elementId: the sandbox organization exports single elements')
  const element = findElement(sandbox, workbook.workbook_id, body.elementId)
  if (element === undefined) throw notFound('Element')
  const format = body.format.type
  if (format !== 'csv' && format !== 'json' && format !== 'jsonl') {
    throw new ApiError(
      400,
      'invalid_request',
      `format.type: the sandbox organization exports csv, json and jsonl, not ${format}`
    )
  }
  if (body.tag !== undefined) throw notFound('Tagged version')
  if (body.exportAs !== undefined && body.exportAs !== caller.member_id)
    throw new ApiError(403, 'forbidden', 'exportAs: these credentials may not act for another member')
  tableOf(context, element)
  const { timeColumn, range } = rangeOf(context, element, body.parameters ?? {})
  const filename = `${element.name.replaceAll(/[^\w. -]+/g, '_')}.${format}`
  const { queryId, isComplete } = startExport(sandbox, {
    memberId: caller.member_id,
    workbookId: workbook.workbook_id,
    elementId: element.element_id,
    format,
    filename,
    timeColumn,
    range,
    rowLimit: body.rowLimit ?? largestExport,
    rowOffset: body.offset ?? 0
  })
  noteAct(context, {
    EVENT_CATEGORY: 'EXPORTS',
    EVENT_TYPE: 'DOWNLOAD_ELEMENT',
    OBJECT_TYPE: 'workbook',
    OBJECT_ID: workbook.workbook_id,
    OBJECT_NAME: workbook.name,
    OBJECT_PATH: `${workbook.folder_path}/${workbook.name}`,
    ELEMENT_ID: element.element_id,
    ELEMENT_NAME: element.name,
    CONNECTION_ID: element.connection_id,
    QUERY_ID: queryId,
    EXPORT_FORMAT: format,
    EXPORT_DESTINATION: 'api'
  })
  return context.json({ queryId, jobComplete: isComplete })
}

function download(context: SandboxContext): Response {
  const sandbox = context.get('sandbox')
  const caller = callerOf(context)
  context.get('limits').take('download', caller.member_id)
  const job = findExport(sandbox, context.req.param('queryId') ?? '', caller.member_id)
  if (job === undefined) throw notFound('Query')
  if (sandbox.clock.nowMs() < job.ready_at_ms) return context.body(null, 204)
  const element = findElement(sandbox, job.workbook_id, job.element_id)
  if (element === undefined) throw new ApiError(500, 'internal_error', 'Query failed: the element is gone')
  let table: InodeRow
  try {
    table = tableOf(context, element)
  } catch (error) {
    // The connection was there when the export began: to the download, this is a failed query.
    throw new ApiError(
      500,
      'internal_error',
      `Query failed: ${error instanceof Error ? error.message : 'unknown reason'}`
    )
  }
  const columns = columnsOf(table)
  const rows = readRows(sandbox, {
    connectionId: element.connection_id,
    path: pathOf(element),
    columns,
    timeColumn: job.time_column ?? undefined,
    fromMs: job.from_ms ?? undefined,
    toMs: job.to_ms ?? undefined,
    rowLimit: job.row_limit,
    rowOffset: job.row_offset,
    asOfMs: job.created_at_ms
  })
  return context.body(streamOf(formatRows(job.format, columns, rows)), 200, {
    'content-type': contentTypes[job.format],
    'content-disposition': `attachment; filename="${job.filename}"`
  })
}

/** POST /v2/workbooks/{id}/export and GET /v2/query/{id}/download. */
export function addExportRoutes(app: Hono<SandboxEnv>): void {
  app.post('/v2/workbooks/:workbookId/export', postExport)
  app.get('/v2/query/:queryId/download', download)
}
