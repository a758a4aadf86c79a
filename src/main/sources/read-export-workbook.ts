import { AppError } from '../../shared/kit/app-error.ts'
import type { SigmaClient } from '../sigma/sigma-client.ts'
import type { Workbook, WorkbookElement } from '../sigma/wire/workbooks.ts'
import { timeControlId } from './export-workbook-spec.ts'
import { auditLogsTable, tableOfElement } from './table-names.ts'

/** A workbook whose elements show the audit connection's tables. */
export interface ExportWorkbook {
  workbookId: string
  workbookName: string
  /** `name` is the table's own name, such as AUDIT_LOGS. */
  elements: {
    elementId: string
    name: string
    /** Date-range control on the table's time column, where Vigil made the workbook. */
    timeControlId?: string
  }[]
}

/**
 * What a workbook of the person's choice offers.
 * @returns undefined when none of its elements shows AUDIT_LOGS
 * @throws AppError from the requests, `not-found` and `not-permitted` among them
 */
export async function readExportWorkbook(
  client: Pick<SigmaClient, 'workbooks'>,
  workbookId: string,
  options: { readonly signal?: AbortSignal } = {}
): Promise<ExportWorkbook | undefined> {
  const workbook = await client.workbooks.get(workbookId, options.signal)
  return exportWorkbookOf(client, workbook, await client.workbooks.elements(workbookId, options.signal), options.signal)
}

/** One workbook that cannot be read is no reason to look at no other. */
export function isPassedOver(thrown: unknown): boolean {
  return (
    thrown instanceof AppError &&
    ['not-permitted', 'not-found', 'not-supported', 'invalid-input', 'contract-breach', 'server-fault'].includes(
      thrown.code
    )
  )
}

/** What a workbook with these elements offers; undefined without AUDIT_LOGS. @throws AppError from the requests */
export async function exportWorkbookOf(
  client: Pick<SigmaClient, 'workbooks'>,
  workbook: Workbook,
  elements: readonly WorkbookElement[],
  signal: AbortSignal | undefined
): Promise<ExportWorkbook | undefined> {
  const byTable = new Map<string, WorkbookElement>()
  for (const element of elements) {
    const table = element.error == null ? tableOfElement(element.name ?? '') : undefined
    if (table === undefined) continue
    const held = byTable.get(table)
    // A chart over the table may carry its name too; only the table has all its columns.
    if (held === undefined || (isTable(element) && !isTable(held))) byTable.set(table, element)
  }
  if (!byTable.has(auditLogsTable)) return undefined
  const hasControl = await hasTimeControl(client, workbook.workbookId, signal)
  return {
    workbookId: workbook.workbookId,
    workbookName: workbook.name,
    elements: [...byTable].map(([name, element]) => ({
      elementId: element.elementId,
      name,
      ...(hasControl && name === auditLogsTable ? { timeControlId } : {})
    }))
  }
}

function isTable(element: WorkbookElement): boolean {
  return /table/i.test(element.type ?? '')
}

/**
 * Whether the workbook has the control that Vigil makes. Another date control is never used: it may filter another
 * column, and rows would be missing without a word.
 */
async function hasTimeControl(
  client: Pick<SigmaClient, 'workbooks'>,
  workbookId: string,
  signal: AbortSignal | undefined
): Promise<boolean> {
  try {
    return (await client.workbooks.controls(workbookId, signal)).some((control) => control.name === timeControlId)
  } catch (thrown) {
    if (isPassedOver(thrown)) return false
    throw thrown
  }
}
