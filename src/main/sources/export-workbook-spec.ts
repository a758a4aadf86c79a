import { mapRoles } from '../../shared/domain/audit-schema.ts'
import { auditLogsTable } from './table-names.ts'

/** Fixed, so that exports can name it and a later look at the workbook recognises it. */
export const timeControlId = 'Vigil-Time-Range'

/** A table that the workbook shows. */
export interface SpecTable {
  readonly path: readonly string[]
  readonly columns: readonly { readonly name: string; readonly type: string }[]
}

export interface WorkbookPlan {
  readonly name: string
  readonly folderId: string
  readonly connectionId: string
  readonly tables: readonly SpecTable[]
}

const pageId = 'vigil-page'

/**
 * The body of `POST /v2/workbooks/spec` as it is since August 2026: metadata outside, everything else in `document`,
 * elements in one flat list, pages without elements, and the layout as the only word on where an element is.
 */
export function wrappedSpec(plan: WorkbookPlan): object {
  return { name: plan.name, folderId: plan.folderId, document: documentOf(plan) }
}

/** The body of `POST /v2/workbooks` of deployments that have moved the document there. */
export function contentsSpec(plan: WorkbookPlan): { name: string; folderId: string; contents: object } {
  return { name: plan.name, folderId: plan.folderId, contents: documentOf(plan) }
}

/** The older body: no wrapper, elements within their page, no layout. */
export function flatSpec(plan: WorkbookPlan): object {
  return {
    name: plan.name,
    folderId: plan.folderId,
    schemaVersion: 1,
    pages: [{ id: pageId, name: 'Audit logs', elements: elementsOf(plan) }]
  }
}

function documentOf(plan: WorkbookPlan): object {
  const elements = elementsOf(plan)
  return {
    schemaVersion: 1,
    kind: 'workbook',
    pages: [{ id: pageId, name: 'Audit logs' }],
    elements,
    layout: layoutOf(elements.map((element) => element.id))
  }
}

function elementsOf(plan: WorkbookPlan): { readonly id: string }[] {
  const tables = plan.tables.map((table, index) => tableElement(plan.connectionId, table, index))
  const control = timeControl(plan.tables)
  return control === undefined ? tables : [control, ...tables]
}

function tableElement(connectionId: string, table: SpecTable, index: number): { readonly id: string } {
  const tableName = table.path.at(-1) ?? ''
  const element = {
    id: elementIdOf(index),
    kind: 'table',
    name: tableName,
    source: { kind: 'warehouse-table', connectionId, path: table.path },
    columns: table.columns.map((column, columnIndex) => ({
      id: columnIdOf(index, columnIndex),
      // The warehouse's name stays the column's name: exports head their columns with it.
      name: column.name,
      // A column of a warehouse table is addressed by the last part of the table's path.
      formula: `[${tableName}/${column.name}]`
    })),
    order: table.columns.map((_column, columnIndex) => columnIdOf(index, columnIndex))
  }
  return element
}

/** A date range on the time column of AUDIT_LOGS; undefined where no time column was recognised. */
function timeControl(tables: readonly SpecTable[]): { readonly id: string } | undefined {
  const index = tables.findIndex((table) => table.path.at(-1)?.toUpperCase() === auditLogsTable)
  const columns = tables[index]?.columns ?? []
  const timeColumn = mapRoles(columns).time
  const columnIndex = columns.findIndex((column) => column.name === timeColumn)
  if (columnIndex === -1) return undefined
  const control = {
    id: 'vigil-time-range',
    kind: 'control',
    controlId: timeControlId,
    name: 'Time range',
    controlType: 'date-range',
    // Without bounds it shows everything: whoever opens the workbook sees all rows.
    mode: 'between',
    includeNulls: 'when-no-value-is-selected',
    filters: [{ source: { kind: 'table', elementId: elementIdOf(index) }, columnId: columnIdOf(index, columnIndex) }]
  }
  return control
}

function layoutOf(elementIds: readonly string[]): string {
  const rows = elementIds.map((id, index) => {
    const top = index * 20 + 1
    return `<Element elementId="${id}" gridColumn="1 / 25" gridRow="${top} / ${top + 20}"/>`
  })
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<Page type="grid" gridTemplateColumns="repeat(24, 1fr)" gridTemplateRows="auto" id="${pageId}">`,
    ...rows,
    '</Page>'
  ].join('\n')
}

function elementIdOf(index: number): string {
  return `vigil-table-${index + 1}`
}

function columnIdOf(tableIndex: number, columnIndex: number): string {
  return `vigil-column-${tableIndex + 1}-${columnIndex + 1}`
}
