import { minuteMs } from '../../../shared/kit/time.ts'
import type { Api } from '../http/api.ts'
import { listAll } from '../http/paging.ts'
import {
  type CreatedWorkbook,
  createdWorkbookSchema,
  type ElementColumn,
  type ExportStarted,
  elementColumnSchema,
  exportStartedSchema,
  type Workbook,
  type WorkbookControl,
  type WorkbookElement,
  workbookControlSchema,
  type WorkbookPage,
  type WorkbookSchema,
  workbookElementSchema,
  workbookPageSchema,
  workbookSchema,
  workbookSchemaSchema
} from '../wire/workbooks.ts'

export interface ExportRequest {
  readonly elementId: string
  readonly format: 'jsonl' | 'json' | 'csv'
  /** Control ID to value, such as `min:2026-09-30T00:00:00,max:2026-09-30T23:59:59` (UTC) for a date range. */
  readonly parameters?: Readonly<Record<string, string>>
  readonly rowLimit?: number
  readonly offset?: number
}

export interface WorkbooksResource {
  list(
    query?: {
      readonly excludeExplorations?: boolean
      readonly excludeTags?: boolean
      /** Admins: workbooks that are not shared with them too. */
      readonly skipPermissionCheck?: boolean
      /** Archived ones instead of the others. */
      readonly isArchived?: boolean
    },
    signal?: AbortSignal
  ): Promise<Workbook[]>
  get(workbookId: string, signal?: AbortSignal): Promise<Workbook>
  pages(workbookId: string, signal?: AbortSignal): Promise<WorkbookPage[]>
  /** Elements of all pages. */
  elements(workbookId: string, signal?: AbortSignal): Promise<WorkbookElement[]>
  /** Elements of one page. */
  pageElements(workbookId: string, pageId: string, signal?: AbortSignal): Promise<WorkbookElement[]>
  /** What a workbook is made of: pages, elements and their sources. @param options `includeSql`: the queries too */
  schema(
    workbookId: string,
    options?: { readonly includeSql?: boolean; readonly signal?: AbortSignal }
  ): Promise<WorkbookSchema>
  /** Columns of an element. */
  columns(workbookId: string, elementId: string, signal?: AbortSignal): Promise<ElementColumn[]>
  controls(workbookId: string, signal?: AbortSignal): Promise<WorkbookControl[]>
  /** Makes a workbook from its representation as code (Beta at Sigma). Not repeated when it is unknown whether it arrived. */
  createFromSpec(spec: unknown, signal?: AbortSignal): Promise<CreatedWorkbook>
  /** `POST /v2/workbooks`; `contents` is honoured by newer deployments and ignored by older ones. */
  create(
    workbook: { readonly name: string; readonly folderId: string; readonly contents?: unknown },
    signal?: AbortSignal
  ): Promise<CreatedWorkbook>
  /** Starts an export; the file is read through `queries.download`. */
  export(workbookId: string, request: ExportRequest, signal?: AbortSignal): Promise<ExportStarted>
}

/** Workbooks, their elements, and exports of them. */
export function workbooksResource(api: Api): WorkbooksResource {
  const at = (workbookId: string, rest = ''): string => `/v2/workbooks/${encodeURIComponent(workbookId)}${rest}`
  return {
    list: (query = {}, signal) =>
      listAll(
        api,
        { method: 'GET', endpoint: '/v2/workbooks', query, signal },
        { style: 'page', entry: workbookSchema, keyOf: (workbook) => workbook.workbookId }
      ),
    get: (workbookId, signal) =>
      api.json({ method: 'GET', endpoint: '/v2/workbooks/{workbookId}', path: at(workbookId), signal }, workbookSchema),
    pages: (workbookId, signal) =>
      listAll(
        api,
        { method: 'GET', endpoint: '/v2/workbooks/{workbookId}/pages', path: at(workbookId, '/pages'), signal },
        { style: 'page', entry: workbookPageSchema, keyOf: (page) => page.pageId }
      ),
    pageElements: (workbookId, pageId, signal) =>
      listAll(
        api,
        {
          method: 'GET',
          endpoint: '/v2/workbooks/{workbookId}/pages/{pageId}/elements',
          path: at(workbookId, `/pages/${encodeURIComponent(pageId)}/elements`),
          signal
        },
        { style: 'page', entry: workbookElementSchema, keyOf: (element) => element.elementId }
      ),
    schema: (workbookId, { includeSql, signal } = {}) =>
      api.json(
        {
          method: 'GET',
          endpoint: '/v2/workbooks/{workbookId}/schema',
          path: at(workbookId, '/schema'),
          query: { includeSql },
          signal
        },
        workbookSchemaSchema
      ),
    elements: (workbookId, signal) =>
      listAll(
        api,
        {
          method: 'GET',
          endpoint: '/v2/workbooks/{workbookId}/elements',
          path: at(workbookId, '/elements'),
          signal
        },
        { style: 'page', entry: workbookElementSchema, keyOf: (element) => element.elementId }
      ),
    columns: (workbookId, elementId, signal) =>
      listAll(
        api,
        {
          method: 'GET',
          endpoint: '/v2/workbooks/{workbookId}/elements/{elementId}/columns',
          path: at(workbookId, `/elements/${encodeURIComponent(elementId)}/columns`),
          signal
        },
        { style: 'page', entry: elementColumnSchema, keyOf: (column) => column.columnId }
      ),
    controls: (workbookId, signal) =>
      listAll(
        api,
        {
          method: 'GET',
          endpoint: '/v2/workbooks/{workbookId}/controls',
          path: at(workbookId, '/controls'),
          signal
        },
        { style: 'page', entry: workbookControlSchema, keyOf: (control) => control.name }
      ),
    createFromSpec: (spec, signal) =>
      api.json({ method: 'POST', endpoint: '/v2/workbooks/spec', body: spec, signal }, createdWorkbookSchema),
    create: (workbook, signal) =>
      api.json({ method: 'POST', endpoint: '/v2/workbooks', body: workbook, signal }, createdWorkbookSchema),
    export: (workbookId, { format, ...request }, signal) =>
      api.json(
        {
          method: 'POST',
          endpoint: '/v2/workbooks/{workbookId}/export',
          path: at(workbookId, '/export'),
          // Sigma's own recipes send `runAsynchronously`; without it a slow query can hold the answer back.
          body: { ...request, format: { type: format }, runAsynchronously: true },
          // A second export of the same rows costs a query and changes nothing.
          isIdempotent: true,
          limit: 'export',
          firstByteTimeoutMs: 2 * minuteMs,
          signal
        },
        exportStartedSchema
      )
  }
}
