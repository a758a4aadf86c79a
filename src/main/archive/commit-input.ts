import type { EventBatch, QuarantinedLine } from './event-batch.ts'

/** Where rows came from; kept with their commit and under its hash. */
export type CommitSource =
  | {
      readonly kind: 'export'
      readonly queryId?: string
      /** The window that was asked for, epoch ms UTC. */
      readonly fromMs?: number
      readonly toMs?: number
    }
  | { readonly kind: 'file'; readonly name: string; readonly sizeBytes?: number; readonly sha256?: string }
  /** Rows that were read out of a damaged archive; `name`: that of its file. */
  | { readonly kind: 'salvage'; readonly name: string }
  /** Rows of an archive of before there were blocks. */
  | { readonly kind: 'carry-over' }

/** A batch of one table's events to be kept. */
export interface CommitInput {
  readonly path: readonly string[]
  readonly organizationId: string
  readonly batch: EventBatch
  readonly source: CommitSource
  /** The same for all batches of one export or file: identical rows are counted over all of them. */
  readonly sessionId?: string
  readonly roles: { readonly timeColumn?: string; readonly eventIdColumn?: string }
  readonly quarantined: readonly QuarantinedLine[]
  readonly atMs: number
}

export interface CommitResult {
  /** Absent where no row was new. */
  readonly commitId?: number
  readonly rowsAdded: number
  /** Rows that were there already. */
  readonly rowsKnown: number
  /** Lines that are newly in quarantine: those given, and rows whose event id is there with other content. */
  readonly rowsQuarantined: number
  /** Rows of days that were pruned; they are not taken in again. */
  readonly rowsOfPrunedDays: number
  /** The days that got rows, with the rows that they have now. */
  readonly days: readonly { readonly day: number; readonly rowCount: number }[]
  /** Of the rows that were added, epoch ms UTC. */
  readonly oldestAtMs?: number
  readonly newestAtMs?: number
  /** Columns that the table did not have before. */
  readonly newColumns: readonly string[]
}

/** The buffers of a batch, each once, to be moved and not copied to another thread. */
export function buffersOf(batch: EventBatch): ArrayBuffer[] {
  const views: Uint8Array[] | (Uint8Array | Uint32Array | Float64Array)[] = [batch.atMs, batch.leaves]
  for (const { cells } of batch.columns)
    views.push(cells.texts.bytes, cells.texts.ends, cells.kind === 'dictionary' ? cells.codes : cells.isPresent)
  const buffers = new Set<ArrayBuffer>()
  for (const { buffer } of views) if (buffer instanceof ArrayBuffer) buffers.add(buffer)
  return [...buffers]
}
