import type { SourceRow } from '../../shared/domain/audit-schema.ts'
import { AppError } from '../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import type { ParserPool } from '../archive/parse/source-types.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { SigmaClient } from '../sigma/sigma-client.ts'
import { type ExportWorkbook, findExportWorkbook } from '../sources/find-export-workbook.ts'
import { exportTable } from '../sources/workbook-export-source.ts'
import type { ArchiveStore } from '../stores/archive-store.ts'
import type { ConnectionStore } from '../stores/connection-store.ts'
import type { CoverageStore } from '../stores/coverage-store.ts'
import type { LedgerStore } from '../stores/ledger-store.ts'
import type { OrganizationFacts, SettingsStore } from '../stores/settings-store.ts'
import { columnsOfElement, type KnownColumn } from './table-columns.ts'
import { type EventReadingResult, type Progress, readEvents } from './table-reading.ts'

type ChosenWorkbook = NonNullable<OrganizationFacts['exportWorkbook']>

export interface RunContext {
  readonly id: OrganizationId
  readonly path: readonly string[]
  readonly signal: AbortSignal
  readonly archive: ArchiveStore
  readonly ledger: LedgerStore
  readonly coverage: CoverageStore
  readonly settings: SettingsStore
  readonly connections: ConnectionStore
  readonly parser: Pick<ParserPool, 'parseJsonlChunk'>
  readonly client: (id: OrganizationId) => Promise<SigmaClient>
  readonly clock: Clock
  readonly onProgress: (progress: Progress) => void
  readonly onWindow: () => void
  readonly onColumns: () => void
  readonly rowLimit?: number
}

/**
 * Reads a table once: what is missing of a table of events, all of a table that says how things are now.
 * @param isDailyDue everything that Sigma has is to be read once more
 * @throws AppError `no-export-workbook`, and as the source, parser and archive throw
 */
export async function runReading(context: RunContext, isDailyDue: boolean): Promise<EventReadingResult> {
  const { id, path, signal, archive, ledger, clock } = context
  const client = await context.client(id)
  const workbook = await workbookOf(context, client)
  const tableName = path.at(-1) ?? ''
  const element = workbook.elements.find((one) => one.name.toUpperCase() === tableName.toUpperCase())
  if (element === undefined)
    throw new AppError('no-export-workbook', { table: tableName, workbook: workbook.workbookName })
  if (isSnapshotTable(path)) return readSnapshot(context, client, workbook, element)
  const [facts, knownColumns] = await Promise.all([
    // Readings are looked at apart from this.
    context.coverage.facts(id, path, Number.MAX_SAFE_INTEGER),
    columnsAtConnection(context)
  ])
  return readEvents({
    id,
    path,
    client,
    workbook,
    element,
    ledger,
    parser: context.parser,
    keep: ({ part, source, sessionId, roles }) =>
      archive.commitEvents(id, {
        path,
        batch: part.batch,
        quarantined: part.quarantined,
        source,
        sessionId,
        roles,
        atMs: clock.nowMs()
      }),
    endSession: (sessionId) => archive.endSession(id, path, sessionId),
    clock,
    signal,
    enabledSinceMs: facts.enabledSinceMs,
    knownColumns,
    isDailyDue,
    onProgress: context.onProgress,
    onWindow: context.onWindow,
    onColumns: context.onColumns,
    ...(context.rowLimit === undefined ? {} : { rowLimit: context.rowLimit })
  })
}

/** Tables of the schema SIGMA_SHARED say how things are now; all others grow. */
export function isSnapshotTable(path: readonly string[]): boolean {
  return path.includes('SIGMA_SHARED')
}

async function readSnapshot(
  context: RunContext,
  client: SigmaClient,
  workbook: ChosenWorkbook,
  element: ExportWorkbook['elements'][number]
): Promise<EventReadingResult> {
  const { id, path, signal, archive, ledger, clock } = context
  const askedAtMs = clock.nowMs()
  const batches = exportTable({
    client,
    workbookId: workbook.workbookId,
    elementId: element.elementId,
    signal,
    onProgress: context.onProgress,
    ...(context.rowLimit === undefined ? {} : { rowLimit: context.rowLimit })
  })
  const rows: SourceRow[] = []
  for await (const batch of batches) for (const row of batch) rows.push(row)
  const earlierNames = (await ledger.columns(id, path)).columns.map((column) => column.name)
  await archive.replaceSnapshot(id, path, rows)
  const columns = await columnsOfElement(client, workbook.workbookId, element.elementId, [], signal)
  const names = columns.map((column) => column.name)
  if (names.length > 0 && (await ledger.noteColumns(id, path, names, earlierNames, clock.nowMs())).length > 0)
    context.onColumns()
  return { rowsAdded: rows.length, askedAtMs, wasWhole: true }
}

/** The workbook that was chosen; else one in Sigma that has the tables, remembered from then on. */
async function workbookOf({ id, settings, signal }: RunContext, client: SigmaClient): Promise<ChosenWorkbook> {
  const chosen = (await settings.facts(id)).exportWorkbook
  if (chosen !== undefined) return chosen
  const found = await findExportWorkbook(client, { signal })
  if (found === undefined) throw new AppError('no-export-workbook', {})
  await settings.saveFacts(id, { exportWorkbook: found })
  return found
}

/** What the connection says of the table's columns, as far as that was read. */
async function columnsAtConnection({ id, path, connections }: RunContext): Promise<readonly KnownColumn[]> {
  const audit = (await connections.connections(id)).find((one) => one.isAuditLog && one.removedAtMs === undefined)
  return audit === undefined ? [] : connections.columns(id, audit.connectionId, path)
}
