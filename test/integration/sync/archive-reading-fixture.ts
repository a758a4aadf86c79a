import { createParserPool } from '../../../src/main/archive/parse/parser-pool.ts'
import type { SigmaClient } from '../../../src/main/sigma/sigma-client.ts'
import { type ArchiveStore, createArchiveStore } from '../../../src/main/stores/archive-store.ts'
import { createConnectionStore } from '../../../src/main/stores/connection-store.ts'
import { type CoverageStore, createCoverageStore } from '../../../src/main/stores/coverage-store.ts'
import { createDriftStore } from '../../../src/main/stores/drift-store.ts'
import { createImportStore } from '../../../src/main/stores/import-store.ts'
import { createLedgerStore, type LedgerStore } from '../../../src/main/stores/ledger-store.ts'
import { createSettingsStore } from '../../../src/main/stores/settings-store.ts'
import type { Clock } from '../../../src/main/ports/clock.port.ts'
import type { DatabaseClient } from '../../../src/main/db/client.ts'
import { SteadyTime } from '../../../src/main/sync/steady-time.ts'
import { TableSyncs } from '../../../src/main/sync/table-sync.ts'
import { AppError } from '../../../src/shared/kit/app-error.ts'
import type { OrganizationId } from '../../../src/shared/kit/ids.ts'
import { hourMs } from '../../../src/shared/kit/time.ts'
import { createMemoryLogger } from '../../support/memory-logger.ts'
import type { StoreFixture } from '../stores/store-fixture.ts'

export const parserUrl = new URL('../../../src/main/archive/parse/parser-thread.ts', import.meta.url)
export const auditPath = ['AUDIT_LOG', 'PUBLIC', 'AUDIT_LOGS']

/** A row of a made-up audit table: when it happened, and when Sigma shows it. */
export interface SourceEvent {
  readonly atMs: number
  readonly shownAtMs?: number
  readonly cells: Readonly<Record<string, string | number | null>>
}

/** Sigma's part of reading rows, over a table in memory. */
export interface FakeTable {
  events: SourceEvent[]
  columns: string[]
  readonly client: SigmaClient
  /** Windows in the order in which they were asked for, oldest of the pair first. */
  readonly windows: { readonly fromMs: number; readonly toMs: number }[]
  readonly downloads: string[]
  /** Called before each download. */
  onDownload: (queryId: string) => void | Promise<void>
}

const timeColumn = 'REQUEST_TIME'

/** Sigma's part of reading rows: exports by window, as of when they were asked for, kept for an hour. */
export function fakeTable(clock: Clock, columns: string[]): FakeTable {
  const jobs = new Map<string, { askedAtMs: number; lines: string[] }>()
  let queries = 0
  const table: FakeTable = {
    events: [],
    columns,
    windows: [],
    downloads: [],
    onDownload: () => undefined,
    client: {
      workbooks: {
        columns: async () =>
          table.columns.map((label) => ({ columnId: label, label, formula: undefined, type: 'text' })),
        export: async (
          _workbookId: string,
          request: { parameters?: Record<string, string>; rowLimit?: number; offset?: number }
        ) => {
          const window = /min:([^,]+),max:(.+)/.exec(request.parameters?.window ?? '')
          const fromMs = window === null ? 0 : Date.parse(`${window[1]}Z`)
          const toMs = window === null ? Number.MAX_SAFE_INTEGER : Date.parse(`${window[2]}Z`)
          table.windows.push({ fromMs, toMs })
          const askedAtMs = clock.nowMs()
          const lines = table.events
            .filter((one) => one.atMs >= fromMs && one.atMs <= toMs && (one.shownAtMs ?? one.atMs) <= askedAtMs)
            .slice(request.offset ?? 0, (request.offset ?? 0) + (request.rowLimit ?? 1_000_000))
            .map((one) => `${JSON.stringify({ [timeColumn]: new Date(one.atMs).toISOString(), ...one.cells })}\n`)
          queries += 1
          jobs.set(`q${queries}`, { askedAtMs, lines })
          return { queryId: `q${queries}` }
        }
      },
      queries: {
        async *download(queryId: string, { signal }: { signal?: AbortSignal }) {
          table.downloads.push(queryId)
          await table.onDownload(queryId)
          if (signal?.aborted === true) throw new AppError('cancelled')
          const job = jobs.get(queryId)
          if (job === undefined || clock.nowMs() - job.askedAtMs > hourMs) throw new AppError('export-expired')
          yield new TextEncoder().encode(job.lines.join(''))
        }
      }
    } as unknown as SigmaClient
  }
  return table
}

export interface Reader {
  readonly database: DatabaseClient
  readonly syncs: TableSyncs
  readonly archive: ArchiveStore
  readonly ledger: LedgerStore
  readonly coverage: CoverageStore
  readonly imports: ReturnType<typeof createImportStore>
  readonly settings: ReturnType<typeof createSettingsStore>
  readonly connections: ReturnType<typeof createConnectionStore>
  readonly parser: ReturnType<typeof createParserPool>
  /** Reads the table once. */
  read(): Promise<void>
  /** Every row of the table: column to text. */
  rows(): Promise<Record<string, string | null>[]>
  close(): Promise<void>
}

/** Readings over real files and threads. */
export function openReader(
  fixture: StoreFixture,
  id: OrganizationId,
  clock: Clock,
  client: SigmaClient,
  options: { readonly rowLimit?: number; readonly path?: readonly string[] } = {}
): Reader {
  const path = options.path ?? auditPath
  const database = fixture.open()
  const parser = createParserPool({ workerUrl: parserUrl })
  const settings = createSettingsStore(database)
  const connections = createConnectionStore(database)
  const archive = createArchiveStore(database)
  const ledger = createLedgerStore(database)
  const coverage = createCoverageStore({ ledger, connections, settings, drift: createDriftStore(database) })
  const syncs = new TableSyncs({
    archive,
    ledger,
    coverage,
    settings,
    connections,
    parser,
    client: async () => client,
    clock,
    time: new SteadyTime(clock),
    logger: createMemoryLogger(),
    announce: () => undefined,
    ...(options.rowLimit === undefined ? {} : { rowLimit: options.rowLimit })
  })
  const ref = { kind: 'archive', organizationId: id } as const
  return {
    database,
    syncs,
    archive,
    ledger,
    coverage,
    imports: createImportStore(database),
    settings,
    connections,
    parser,
    async read() {
      syncs.start(id, path)
      while ((await syncs.status(id, path)).state === 'running') await new Promise((resolve) => setTimeout(resolve, 5))
    },
    async rows() {
      const all: Record<string, string | null>[] = []
      let cursor: string | undefined
      do {
        const page = await database.query(ref, 'pageEvents', {
          path,
          filter: { kind: 'everything' },
          order: 'newest',
          limit: 500,
          ...(cursor === undefined ? {} : { cursor })
        })
        for (const row of page.rows)
          all.push(Object.fromEntries(page.columns.map((name, index) => [name, row.cells[index] ?? null])))
        cursor = page.nextCursor
      } while (cursor !== undefined)
      return all
    },
    async close() {
      await syncs.stopAll()
      await parser.close()
      await database.close()
    }
  }
}

/** The workbook that `fakeTable` stands for. */
export const fakeWorkbook = {
  workbookId: 'w',
  workbookName: 'Audit',
  elements: [{ elementId: 'e', name: 'AUDIT_LOGS', timeControlId: 'window' }]
}
