import { urlIdOf } from '../world/random.ts'
import { allRows, oneRow, run } from './database.ts'
import { appBaseUrl, type Sandbox, type Stamps, stampsOf } from './sandbox.ts'

export interface WorkbookRow extends Stamps {
  readonly workbook_id: string
  readonly name: string
  readonly description: string | null
  readonly folder_id: string
  readonly folder_path: string
  readonly owner_id: string
  readonly latest_version: number
  readonly is_archived: number
}

export interface PageRow {
  readonly page_id: string
  readonly name: string
}

export interface ElementRow {
  readonly element_id: string
  readonly workbook_id: string
  readonly page_id: string
  readonly name: string
  readonly type: string
  readonly chart: string | null
  readonly connection_id: string
  readonly path_json: string
}

export interface ControlRow {
  readonly control_id: string
  readonly element_id: string
  readonly column_name: string
}

/** A workbook to be added: pages with table elements over warehouse tables, and date-range controls over them. */
export interface NewWorkbook {
  readonly workbookId: string
  readonly name: string
  readonly description?: string | undefined
  readonly folderId: string
  readonly folderPath: string
  readonly ownerId: string
  readonly createdAtMs: number
  readonly pages: readonly {
    readonly pageId: string
    readonly name: string
    readonly elements: readonly {
      readonly elementId: string
      readonly name: string
      readonly chart?: string | undefined
      readonly connectionId: string
      readonly path: readonly string[]
    }[]
  }[]
  readonly controls: readonly { readonly controlId: string; readonly elementId: string; readonly columnName: string }[]
}

/**
 * The date-range control of the workbook that every sandbox organization has over its audit log. It carries the id that
 * the console gives to the controls it makes, so that the console may use this workbook as one of its own.
 */
export const explorerControlId = 'Vigil-Time-Range'

/** Adds a workbook with all that it holds, in one transaction. */
export function addWorkbook(sandbox: Sandbox, workbook: NewWorkbook): void {
  const { database } = sandbox
  database.transaction(() => {
    run(
      database,
      `INSERT INTO workbooks (workbook_id, position, name, description, folder_id, folder_path, owner_id, latest_version, created_by, updated_by, created_at_ms, updated_at_ms)
       VALUES (?, (SELECT count(*) FROM workbooks), ?, ?, ?, ?, ?, 1, ?, ?, ?, ?)`,
      workbook.workbookId,
      workbook.name,
      workbook.description ?? null,
      workbook.folderId,
      workbook.folderPath,
      workbook.ownerId,
      workbook.ownerId,
      workbook.ownerId,
      workbook.createdAtMs,
      workbook.createdAtMs
    )
    for (const [pagePosition, page] of workbook.pages.entries()) {
      run(
        database,
        'INSERT INTO workbook_pages (page_id, workbook_id, position, name) VALUES (?, ?, ?, ?)',
        page.pageId,
        workbook.workbookId,
        pagePosition,
        page.name
      )
      for (const [position, element] of page.elements.entries()) {
        run(
          database,
          `INSERT INTO workbook_elements (element_id, workbook_id, page_id, position, name, type, chart, connection_id, path_json)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          element.elementId,
          workbook.workbookId,
          page.pageId,
          position,
          element.name,
          element.chart === undefined ? 'table' : 'visualization',
          element.chart ?? null,
          element.connectionId,
          JSON.stringify(element.path)
        )
      }
    }
    for (const control of workbook.controls) {
      run(
        database,
        'INSERT INTO workbook_controls (control_id, workbook_id, element_id, column_name) VALUES (?, ?, ?, ?)',
        control.controlId,
        workbook.workbookId,
        control.elementId,
        control.columnName
      )
    }
  })()
}

/** All workbooks, in the order in which they were made. */
export function listWorkbooks(sandbox: Sandbox): WorkbookRow[] {
  return allRows(sandbox.database, 'SELECT * FROM workbooks ORDER BY position')
}

/** The workbook of an id. */
export function findWorkbook(sandbox: Sandbox, workbookId: string): WorkbookRow | undefined {
  return oneRow(sandbox.database, 'SELECT * FROM workbooks WHERE workbook_id = ?', workbookId)
}

/** The pages of a workbook, in their order. */
export function listPages(sandbox: Sandbox, workbookId: string): PageRow[] {
  return allRows(
    sandbox.database,
    'SELECT page_id, name FROM workbook_pages WHERE workbook_id = ? ORDER BY position',
    workbookId
  )
}

/** Elements in the order of their pages. */
export function listElements(sandbox: Sandbox, workbookId: string): ElementRow[] {
  return allRows(
    sandbox.database,
    `SELECT e.* FROM workbook_elements e JOIN workbook_pages p ON p.workbook_id = e.workbook_id AND p.page_id = e.page_id
     WHERE e.workbook_id = ? ORDER BY p.position, e.position`,
    workbookId
  )
}

/** An element of a workbook. */
export function findElement(sandbox: Sandbox, workbookId: string, elementId: string): ElementRow | undefined {
  return oneRow(
    sandbox.database,
    'SELECT * FROM workbook_elements WHERE workbook_id = ? AND element_id = ?',
    workbookId,
    elementId
  )
}

/** The date-range controls of a workbook. */
export function listControls(sandbox: Sandbox, workbookId: string): ControlRow[] {
  return allRows(
    sandbox.database,
    'SELECT control_id, element_id, column_name FROM workbook_controls WHERE workbook_id = ?',
    workbookId
  )
}

/** A workbook in the API's shape. */
export function workbookJson(sandbox: Sandbox, row: WorkbookRow) {
  const urlId = urlIdOf(row.workbook_id)
  return {
    workbookId: row.workbook_id,
    workbookUrlId: urlId,
    name: row.name,
    url: `${appBaseUrl}/${sandbox.world.slug}/workbook/${urlId}`,
    path: row.folder_path,
    latestVersion: row.latest_version,
    ownerId: row.owner_id,
    isArchived: row.is_archived === 1,
    ...(row.description === null ? {} : { description: row.description }),
    ...stampsOf(row)
  }
}
