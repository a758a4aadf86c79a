import type { SourceCells } from '../archive-writing.ts'
import { commitEvents } from '../archive/commit-events.ts'
import { batchOfEvents } from '../archive/plain-batch.ts'
import { findTable } from '../archived-table.ts'
import { parseEventTime } from '../event-time.ts'
import { command } from '../operation.ts'

/** Rows of one table of events that are there as values. */
export interface NewEvents {
  readonly path: readonly string[]
  readonly organizationId: string
  readonly rows: readonly SourceCells[]
  readonly timeColumn?: string
  readonly eventIdColumn?: string
  /** The same for all batches of one export: identical rows are counted over all of them. */
  readonly exportId?: string
  readonly atMs: number
}

/** Adds rows that are not there yet; for a few of them, since large batches come as columns. @returns how many were new */
export const addArchivedEvents = command('archive', (db, events: NewEvents): { readonly added: number } => {
  const { path, organizationId, rows, eventIdColumn, exportId, atMs } = events
  // the first column in which times were found stays: callers recognise it anew in every batch
  const table = findTable(db, path)
  const settled = table?.timeColumn ?? undefined
  const timeColumn = typeof table?.newestEventAtMs === 'number' ? settled : (events.timeColumn ?? settled)
  const timeOf = (cells: SourceCells) =>
    (timeColumn === undefined ? undefined : parseEventTime(cells[timeColumn])) ?? Number.NaN
  const { rowsAdded } = commitEvents(db, {
    path,
    organizationId,
    batch: batchOfEvents(rows.map((cells) => ({ cells, atMs: timeOf(cells) }))),
    source: { kind: 'export' },
    ...(exportId === undefined ? {} : { sessionId: exportId }),
    roles: {
      ...(timeColumn === undefined ? {} : { timeColumn }),
      ...(eventIdColumn === undefined ? {} : { eventIdColumn })
    },
    quarantined: [],
    atMs
  })
  return { added: rowsAdded }
})
