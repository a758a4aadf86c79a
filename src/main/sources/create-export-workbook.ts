import { AppError } from '../../shared/kit/app-error.ts'
import type { SigmaClient } from '../sigma/sigma-client.ts'
import { contentsSpec, flatSpec, type SpecTable, type WorkbookPlan, wrappedSpec } from './export-workbook-spec.ts'
import { type ExportWorkbook, readExportWorkbook } from './read-export-workbook.ts'
import { auditLogsTable, tableOfElement } from './table-names.ts'

export interface CreateExportWorkbookOptions {
  /** Default: the home folder of the member whom the credentials belong to. */
  readonly folderId?: string
  readonly name?: string
  readonly signal?: AbortSignal
}

/**
 * Makes a workbook in Sigma with one table element for each of the audit connection's tables and a date-range control
 * on the time of AUDIT_LOGS. Tries the body forms that Sigma has had, newest first. Never repeated by itself when it is
 * unknown whether it arrived, so that no second workbook appears.
 * @param paths paths of the audit connection; those that are no table that Vigil reads are left out
 * @throws AppError `not-found` without AUDIT_LOGS among the paths, `not-supported` where the organization's API makes no
 * workbooks with content, and the requests' own errors
 */
export async function createExportWorkbook(
  client: SigmaClient,
  auditConnectionId: string,
  paths: readonly (readonly string[])[],
  options: CreateExportWorkbookOptions = {}
): Promise<ExportWorkbook> {
  const { name = 'Vigil audit log export', signal } = options
  const tables: SpecTable[] = []
  for (const path of paths) {
    const table = await readTable(client, auditConnectionId, path, signal)
    if (table !== undefined) tables.push(table)
  }
  if (!tables.some((table) => tableOfElement(table.path.at(-1) ?? '') === auditLogsTable)) {
    throw new AppError('not-found', { what: auditLogsTable })
  }
  const folderId = options.folderId ?? (await homeFolder(client, signal))
  const workbookId = await create(client, { name, folderId, connectionId: auditConnectionId, tables }, signal)
  const made = await readExportWorkbook(client, workbookId, { signal })
  // A deployment that ignores the content makes an empty workbook and calls it a success.
  if (made === undefined) throw new AppError('not-supported', { what: 'workbook-content', workbookId })
  return made
}

async function readTable(
  client: SigmaClient,
  connectionId: string,
  path: readonly string[],
  signal: AbortSignal | undefined
): Promise<SpecTable | undefined> {
  if (tableOfElement(path.at(-1) ?? '') === undefined) return undefined
  const found = await client.connections.lookup(connectionId, path, signal)
  if (found.kind !== 'table') return undefined
  const columns = await client.connections.columns(found.inodeId, signal)
  return { path, columns: columns.filter((column) => column.visibility !== 'removed') }
}

async function homeFolder(client: SigmaClient, signal: AbortSignal | undefined): Promise<string> {
  const { userId } = await client.whoami(signal)
  const { homeFolderId } = await client.members.get(userId, signal)
  if (homeFolderId == null || homeFolderId === '') throw new AppError('not-found', { what: 'home-folder' })
  return homeFolderId
}

async function create(client: SigmaClient, plan: WorkbookPlan, signal: AbortSignal | undefined): Promise<string> {
  const ways: readonly (() => Promise<{ readonly workbookId: string }>)[] = [
    () => client.workbooks.createFromSpec(wrappedSpec(plan), signal),
    () => client.workbooks.createFromSpec(flatSpec(plan), signal),
    () => client.workbooks.create(contentsSpec(plan), signal)
  ]
  let refusal: AppError | undefined
  for (const way of ways) {
    try {
      return (await way()).workbookId
    } catch (thrown) {
      // Only a server that has surely made nothing is asked in another way.
      if (!(thrown instanceof AppError) || !['invalid-input', 'not-found', 'not-supported'].includes(thrown.code))
        throw thrown
      // The first refusal of the body says most: it answers the form that is current.
      if (refusal === undefined || refusal.code === 'not-found') refusal = thrown
    }
  }
  throw refusal?.code === 'invalid-input' ? refusal : new AppError('not-supported', { what: 'workbook-content' })
}
