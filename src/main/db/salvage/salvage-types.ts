import type { EventBatch } from '../../archive/event-batch.ts'

/** One step of reading what is left of a damaged archive. Steps of one file follow each other in one thread. */
export type SalvageStep =
  /** @param backup an archive of the same organization that helps with what the damaged one no longer says */
  | { readonly kind: 'begin'; readonly backup?: string }
  /** The rows of some blocks; `place` is that of the first. */
  | { readonly kind: 'rows'; readonly place: number }
  | { readonly kind: 'end' }

/** A window that was read to its end, as the ledger had it. */
export interface SalvagedReading {
  readonly path: readonly string[]
  readonly source: 'workbook-export' | 'file'
  readonly fromMs: number
  readonly toMs: number
  readonly askedAtMs: number
  readonly answeredAtMs: number
  readonly rows: number
  readonly rowsAdded: number
  readonly fileName?: string
}

export interface SalvagedStub {
  readonly path: readonly string[]
  readonly day: number
  readonly rows: number
  readonly head: Uint8Array
  readonly prunedAtMs: number
  readonly reason: string
  readonly signature?: Uint8Array
  readonly publicKey?: Uint8Array
}

/** A day of a table as the newest commit that could be read knows it. */
export interface ToldDay {
  readonly path: readonly string[]
  readonly day: number
  readonly rows: number
}

export interface SalvageOverview {
  readonly blocks: number
  /** Rows of all blocks that were found. */
  readonly rows: number
  readonly stubs: readonly SalvagedStub[]
  readonly readings: readonly SalvagedReading[]
  readonly toldDays: readonly ToldDay[]
  /** Whether no commit is missing, so that `toldDays` is all that there was, but for commits after the last that was found. */
  readonly areCommitsWhole: boolean
  /** Of the last commit that was found, epoch ms. */
  readonly lastCommitAtMs?: number
}

/** Rows of one table whose content is what their hashes say. */
export interface SalvagedRows {
  readonly path: readonly string[]
  readonly timeColumn?: string
  readonly eventIdColumn?: string
  readonly batch: EventBatch
  /** Rows by day. */
  readonly days: readonly { readonly day: number; readonly rows: number }[]
}

export interface SalvagedPart {
  readonly parts: readonly SalvagedRows[]
  /** Where the next step begins; absent at the end. */
  readonly nextPlace?: number
}
