import { randomUUID } from 'node:crypto'
import type { Hono } from 'hono'
import { z } from 'zod'
import { ApiError, notFound } from '../http/api-error.ts'
import {
  callerOf,
  isAdmin,
  noteAct,
  queryFlag,
  readBody,
  type SandboxContext,
  type SandboxEnv
} from '../http/context.ts'
import { pageStyleA } from '../http/paging.ts'
import { findConnection } from '../state/connections.ts'
import { oneRow } from '../state/database.ts'
import { columnsOf, findInodeByPath, pathOf, type TableColumn } from '../state/warehouse.ts'
import {
  addWorkbook,
  type ElementRow,
  findElement,
  findWorkbook,
  listControls,
  listElements,
  listPages,
  listWorkbooks,
  type WorkbookRow,
  workbookJson
} from '../state/workbooks.ts'

const createBody = z.object({
  folderId: z.string(),
  name: z.string().min(1),
  description: z.string().optional(),
  ownerId: z.string().optional()
})

/** The workbook that the path names. @throws ApiError 404 when there is none */
export function workbookOr404(context: SandboxContext): WorkbookRow {
  const row = findWorkbook(context.get('sandbox'), context.req.param('workbookId') ?? '')
  if (row === undefined) throw notFound('Workbook')
  return row
}

/** Refuses callers whose account type cannot make workbooks. */
export function requireBuilder(context: SandboxContext): void {
  const row = oneRow<{ permissions_json: string }>(
    context.get('sandbox').database,
    'SELECT permissions_json FROM account_types WHERE name = ?',
    callerOf(context).member_type
  )
  if (!(JSON.parse(row?.permissions_json ?? '[]') as string[]).includes('edit-worksheet')) {
    throw new ApiError(403, 'forbidden', 'This needs an account type that can create, edit and publish workbooks')
  }
}

/** The path of a folder by its id: a workspace, or a member's own documents. */
export function folderPathOr404(context: SandboxContext, folderId: string): string {
  const { database } = context.get('sandbox')
  const workspace = oneRow<{ name: string }>(database, 'SELECT name FROM workspaces WHERE workspace_id = ?', folderId)
  if (workspace !== undefined) return workspace.name
  if (oneRow(database, 'SELECT 1 FROM members WHERE home_folder_id = ?', folderId) === undefined)
    throw notFound('Folder')
  return 'My Documents'
}

function tableColumns(context: SandboxContext, element: ElementRow): TableColumn[] | undefined {
  const sandbox = context.get('sandbox')
  if (findConnection(sandbox, callerOf(context), element.connection_id) === undefined) return undefined
  const table = findInodeByPath(sandbox, element.connection_id, pathOf(element))
  return table === undefined ? undefined : columnsOf(table)
}

function elementJson(context: SandboxContext, element: ElementRow) {
  const columns = tableColumns(context, element)
  return {
    elementId: element.element_id,
    name: element.name,
    type: element.type,
    ...(columns === undefined
      ? { error: 'The connection of this element does not exist or cannot be used' }
      : { columns: columns.map((column) => column.name) }),
    ...(element.chart === null ? {} : { vizualizationType: element.chart })
  }
}

function listElementColumns(context: SandboxContext): Response {
  const workbook = workbookOr404(context)
  const element = findElement(context.get('sandbox'), workbook.workbook_id, context.req.param('elementId') ?? '')
  if (element === undefined) throw notFound('Element')
  const columns = tableColumns(context, element)
  if (columns === undefined) throw notFound(`Connection of element ${element.name}`)
  return context.json(
    pageStyleA(context, columns, (column) => ({
      columnId: `${element.element_id}/${column.name}`,
      label: column.name,
      formula: `[${pathOf(element).at(-1)}/${column.name}]`,
      type: { type: column.type }
    }))
  )
}

function list(context: SandboxContext): WorkbookRow[] {
  if (queryFlag(context, 'skipPermissionCheck') === true && !isAdmin(callerOf(context))) {
    throw new ApiError(403, 'forbidden', 'skipPermissionCheck needs the Admin account type')
  }
  const isArchived = queryFlag(context, 'isArchived') === true
  return listWorkbooks(context.get('sandbox')).filter((row) => (row.is_archived === 1) === isArchived)
}

/** The query that a table element stands for. */
function sqlOf(element: ElementRow): string {
  const table = pathOf(element).map((part) => `"${part.replaceAll('"', '""')}"`)
  return `select * from ${table.join('.')}`
}

function schema(context: SandboxContext): Response {
  const row = workbookOr404(context)
  const sandbox = context.get('sandbox')
  const elements = listElements(sandbox, row.workbook_id)
  const keyed = <Item>(items: readonly Item[], key: (item: Item) => string, value: (item: Item) => unknown) =>
    Object.fromEntries(items.map((item) => [key(item), value(item)]))
  return context.json({
    workbookId: row.workbook_id,
    workbookUrlId: workbookJson(sandbox, row).workbookUrlId,
    pages: keyed(
      listPages(sandbox, row.workbook_id),
      (page) => page.page_id,
      (page) => ({ name: page.name })
    ),
    sheets: keyed(
      elements,
      (element) => element.element_id,
      (element) => ({ source: { kind: 'warehouse-table', connectionId: element.connection_id, path: pathOf(element) } })
    ),
    variables: keyed(
      listControls(sandbox, row.workbook_id),
      (control) => control.control_id,
      (control) => ({ type: 'date-range', elementId: control.element_id, column: control.column_name })
    ),
    elements: keyed(
      elements,
      (element) => element.element_id,
      (element) => ({ pageId: element.page_id, name: element.name, type: element.type })
    ),
    sqlQueries:
      queryFlag(context, 'includeSql') === true ? keyed(elements, (element) => element.element_id, sqlOf) : {},
    sqlQueryErrors: {}
  })
}

async function create(context: SandboxContext): Promise<Response> {
  requireBuilder(context)
  const sandbox = context.get('sandbox')
  const body = await readBody(context, createBody)
  const folderPath = folderPathOr404(context, body.folderId)
  const workbookId = randomUUID()
  addWorkbook(sandbox, {
    workbookId,
    name: body.name,
    description: body.description,
    folderId: body.folderId,
    folderPath,
    ownerId: body.ownerId ?? callerOf(context).member_id,
    createdAtMs: sandbox.clock.nowMs(),
    pages: [{ pageId: randomUUID(), name: 'Page 1', elements: [] }],
    controls: []
  })
  noteAct(context, {
    EVENT_CATEGORY: 'OBJECT_INTERACTION',
    EVENT_TYPE: 'CREATE_WORKBOOK',
    OBJECT_TYPE: 'workbook',
    OBJECT_ID: workbookId,
    OBJECT_NAME: body.name,
    OBJECT_PATH: `${folderPath}/${body.name}`
  })
  const row = findWorkbook(sandbox, workbookId)
  if (row === undefined) throw notFound('Workbook')
  return context.json(workbookJson(sandbox, row))
}

/** /v2/workbooks: list, get, create, pages, elements, columns, controls, schema. */
export function addWorkbookRoutes(app: Hono<SandboxEnv>): void {
  app.get('/v2/workbooks', (context) =>
    context.json(pageStyleA(context, list(context), (row) => workbookJson(context.get('sandbox'), row)))
  )
  app.post('/v2/workbooks', create)
  app.get('/v2/workbooks/:workbookId', (context) =>
    context.json(workbookJson(context.get('sandbox'), workbookOr404(context)))
  )
  app.get('/v2/workbooks/:workbookId/pages', (context) => {
    const rows = listPages(context.get('sandbox'), workbookOr404(context).workbook_id)
    return context.json(pageStyleA(context, rows, (row) => ({ pageId: row.page_id, name: row.name, hidden: false })))
  })
  app.get('/v2/workbooks/:workbookId/pages/:pageId/elements', (context) => {
    const workbook = workbookOr404(context)
    const pageId = context.req.param('pageId')
    if (!listPages(context.get('sandbox'), workbook.workbook_id).some((page) => page.page_id === pageId))
      throw notFound('Page')
    const rows = listElements(context.get('sandbox'), workbook.workbook_id).filter(
      (element) => element.page_id === pageId
    )
    return context.json(pageStyleA(context, rows, (row) => elementJson(context, row)))
  })
  app.get('/v2/workbooks/:workbookId/elements', (context) => {
    const rows = listElements(context.get('sandbox'), workbookOr404(context).workbook_id)
    return context.json(pageStyleA(context, rows, (row) => elementJson(context, row)))
  })
  app.get('/v2/workbooks/:workbookId/elements/:elementId/columns', listElementColumns)
  app.get('/v2/workbooks/:workbookId/controls', (context) => {
    const rows = listControls(context.get('sandbox'), workbookOr404(context).workbook_id)
    return context.json(
      pageStyleA(context, rows, (row) => ({ controlId: row.control_id, name: row.control_id, valueType: 'date-range' }))
    )
  })
  app.get('/v2/workbooks/:workbookId/schema', schema)
}
