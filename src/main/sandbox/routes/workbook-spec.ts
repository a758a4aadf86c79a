import { randomUUID } from 'node:crypto'
import type { Hono } from 'hono'
import { z } from 'zod'
import { ApiError, notFound } from '../http/api-error.ts'
import { callerOf, noteAct, readBody, type SandboxContext, type SandboxEnv } from '../http/context.ts'
import { findConnection } from '../state/connections.ts'
import { columnsOf, findInodeByPath, pathOf } from '../state/warehouse.ts'
import {
  addWorkbook,
  findWorkbook,
  listControls,
  listElements,
  listPages,
  type NewWorkbook,
  workbookJson
} from '../state/workbooks.ts'
import { folderPathOr404, requireBuilder, workbookOr404 } from './workbooks.ts'

const tableElement = z.object({
  id: z.string().min(1),
  kind: z.literal('table'),
  name: z.string().optional(),
  source: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('warehouse-table'), connectionId: z.string(), path: z.array(z.string()).min(1) }),
    z.object({ kind: z.literal('sql'), connectionId: z.string(), statement: z.string() })
  ]),
  columns: z.array(z.object({ id: z.string(), name: z.string().optional(), formula: z.string().optional() })).optional()
})

const controlElement = z.object({
  id: z.string().min(1),
  kind: z.literal('control'),
  controlType: z.string(),
  controlId: z.string().min(1),
  filters: z
    .array(z.object({ source: z.object({ elementId: z.string() }), columnId: z.string() }))
    .min(1)
    .optional()
})

const element = z.discriminatedUnion('kind', [tableElement, controlElement])
const page = z.object({ id: z.string().min(1), name: z.string().optional() })

/** The content: elements in one list that the layout shares out, or each within its page, as it was before. */
const content = z.object({
  schemaVersion: z.number().optional(),
  pages: z.array(page.extend({ elements: z.array(element).optional() })).min(1),
  elements: z.array(element).optional(),
  layout: z.string().optional()
})

/** Since August 2026 the content lies under `document`; the older form has it at the top. Both are taken. */
const specBody = z.object({
  name: z.string().min(1),
  folderId: z.string(),
  description: z.string().optional(),
  document: content.optional(),
  ...content.partial().shape
})

type Spec = z.infer<typeof specBody>
type Content = z.infer<typeof content>
type TableElement = z.infer<typeof tableElement>
type ControlElement = z.infer<typeof controlElement>

function contentOf(spec: Spec): Content {
  const parsed = content.safeParse(spec.document ?? spec)
  if (!parsed.success) throw breach('pages', 'a workbook needs at least one page')
  return parsed.data
}

/** The elements of each page. In the flat list the layout says where an element is; unplaced ones go to the first page. */
function placedElements({ pages, elements = [], layout = '' }: Content) {
  const pageOfElement = new Map<string, string>()
  for (const [, attributes = '', inside = ''] of layout.matchAll(/<Page\b([^>]*)>([\s\S]*?)<\/Page>/g)) {
    const pageId = /\bid="([^"]*)"/.exec(attributes)?.[1]
    for (const [, elementId = ''] of inside.matchAll(/\belementId="([^"]*)"/g)) {
      if (pageId !== undefined) pageOfElement.set(elementId, pageId)
    }
  }
  const known = new Set(pages.map((one) => one.id))
  const homeOf = (elementId: string): string | undefined => {
    const home = pageOfElement.get(elementId)
    return home !== undefined && known.has(home) ? home : pages[0]?.id
  }
  return pages.map((one) => ({
    id: one.id,
    name: one.name ?? 'Page',
    elements: [...(one.elements ?? []), ...elements.filter((candidate) => homeOf(candidate.id) === one.id)]
  }))
}

/** The warehouse column behind a column id of a spec: the id itself, or the last part of that column's formula. */
function columnName(table: TableElement, columnId: string): string {
  const column = table.columns?.find((candidate) => candidate.id === columnId)
  const inFormula = /\[(?:[^\]/]*\/)?([^\]]+)\]\s*$/.exec(column?.formula ?? '')?.[1]
  return inFormula ?? columnId
}

function breach(path: string, message: string): ApiError {
  return new ApiError(400, 'invalid_request', `${path}: ${message}`)
}

function checkTable(
  context: SandboxContext,
  table: TableElement
): { connectionId: string; path: string[]; columns: ReturnType<typeof columnsOf> } {
  const sandbox = context.get('sandbox')
  const at = `element ${table.id}`
  if (table.source.kind === 'sql')
    throw breach(at, 'the sandbox organization runs no SQL; use a warehouse-table source')
  if (findConnection(sandbox, callerOf(context), table.source.connectionId) === undefined)
    throw breach(at, 'there is no such connection')
  const inode = findInodeByPath(sandbox, table.source.connectionId, table.source.path)
  if (inode?.kind !== 'table') throw breach(at, `there is no table ${table.source.path.join('.')}`)
  return { connectionId: table.source.connectionId, path: table.source.path, columns: columnsOf(inode) }
}

function checkControl(
  context: SandboxContext,
  control: ControlElement,
  tables: readonly TableElement[]
): NewWorkbook['controls'] {
  const at = `control ${control.controlId}`
  if (control.controlType !== 'date-range') throw breach(at, 'the sandbox organization has date-range controls only')
  return (control.filters ?? []).map((filter) => {
    const table = tables.find((candidate) => candidate.id === filter.source.elementId)
    if (table === undefined) throw breach(at, `there is no table element ${filter.source.elementId}`)
    const name = columnName(table, filter.columnId)
    const column = checkTable(context, table).columns.find((candidate) => candidate.name === name)
    if (column === undefined) throw breach(at, `the table has no column ${name}`)
    if (column.type !== 'datetime') throw breach(at, `the column ${name} holds no dates`)
    return { controlId: control.controlId, elementId: table.id, columnName: column.name }
  })
}

/** The workbook that a spec describes, or an error that says what is wrong and where. */
function workbookOf(context: SandboxContext, spec: Spec): NewWorkbook {
  const sandbox = context.get('sandbox')
  const folderPath = folderPathOr404(context, spec.folderId)
  const placed = placedElements(contentOf(spec))
  const elements = placed.flatMap((one) => one.elements)
  const ids = elements.map((element) => element.id)
  const twice = ids.find((id, index) => ids.indexOf(id) !== index)
  if (twice !== undefined) throw breach(`element ${twice}`, 'the id is used twice')
  const tables = elements.filter((element) => element.kind === 'table')
  return {
    workbookId: randomUUID(),
    name: spec.name,
    description: spec.description,
    folderId: spec.folderId,
    folderPath,
    ownerId: callerOf(context).member_id,
    createdAtMs: sandbox.clock.nowMs(),
    pages: placed.map((one) => ({
      pageId: one.id,
      name: one.name,
      elements: one.elements
        .filter((candidate) => candidate.kind === 'table')
        .map((table) => {
          const { connectionId, path } = checkTable(context, table)
          return { elementId: table.id, name: table.name ?? path.at(-1) ?? table.id, connectionId, path }
        })
    })),
    controls: elements
      .filter((element) => element.kind === 'control')
      .flatMap((control) => checkControl(context, control, tables))
  }
}

async function readSpec(context: SandboxContext): Promise<Spec> {
  if ((context.req.header('content-type') ?? '').includes('yaml')) {
    throw new ApiError(400, 'invalid_request', 'The sandbox organization reads specs as JSON, not as YAML')
  }
  return readBody(context, specBody)
}

async function createFromSpec(context: SandboxContext): Promise<Response> {
  requireBuilder(context)
  const sandbox = context.get('sandbox')
  const workbook = workbookOf(context, await readSpec(context))
  addWorkbook(sandbox, workbook)
  noteAct(context, {
    EVENT_CATEGORY: 'OBJECT_INTERACTION',
    EVENT_TYPE: 'CREATE_WORKBOOK',
    OBJECT_TYPE: 'workbook',
    OBJECT_ID: workbook.workbookId,
    OBJECT_NAME: workbook.name,
    OBJECT_PATH: `${workbook.folderPath}/${workbook.name}`
  })
  const row = findWorkbook(sandbox, workbook.workbookId)
  if (row === undefined) throw notFound('Workbook')
  return context.json(workbookJson(sandbox, row))
}

/** Reads a workbook back in the form in which it can be posted. */
function readBack(context: SandboxContext): Response {
  const sandbox = context.get('sandbox')
  const row = workbookOr404(context)
  const elements = listElements(sandbox, row.workbook_id)
  const controls = listControls(sandbox, row.workbook_id)
  const document = {
    schemaVersion: 1,
    kind: 'workbook',
    pages: listPages(sandbox, row.workbook_id).map((page) => {
      const tables = elements.filter((element) => element.page_id === page.page_id)
      return {
        id: page.page_id,
        name: page.name,
        elements: [
          ...tables.map((element) => ({
            id: element.element_id,
            kind: 'table',
            name: element.name,
            source: { kind: 'warehouse-table', connectionId: element.connection_id, path: pathOf(element) }
          })),
          ...controls
            .filter((control) => tables.some((element) => element.element_id === control.element_id))
            .map((control) => ({
              id: `control-${control.control_id}`,
              kind: 'control',
              controlType: 'date-range',
              controlId: control.control_id,
              filters: [{ source: { kind: 'table', elementId: control.element_id }, columnId: control.column_name }]
            }))
        ]
      }
    })
  }
  return context.json({ name: row.name, folderId: row.folder_id, document })
}

/**
 * POST /v2/workbooks/spec and /verify (Beta at Sigma), and GET /v2/workbooks/{id}/spec. The answers of these are not in
 * Sigma's API description: the created workbook in the shape of the list, and `{valid, errors}` are the sandbox's own.
 */
export function addWorkbookSpecRoutes(app: Hono<SandboxEnv>): void {
  app.post('/v2/workbooks/spec', createFromSpec)
  app.post('/v2/workbooks/spec/verify', async (context) => {
    requireBuilder(context)
    const spec = await readSpec(context)
    try {
      workbookOf(context, spec)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      return context.json({ valid: false, errors: [{ message: error.message }] })
    }
    return context.json({ valid: true, errors: [] })
  })
  app.get('/v2/workbooks/:workbookId/spec', readBack)
}
