import type { EventFilter } from '../../../shared/domain/event-filter.ts'
import type { CsvForm } from './csv-check.ts'

/** How far a day's chain has come; the head as hex. */
export interface DayEnd {
  readonly day: number
  readonly rowCount: number
  readonly head: string
}

/** A day whose rows have left; bytes are hex. */
export interface PrunedDay extends DayEnd {
  readonly prunedAtMs: number
  readonly reason: string
  readonly signature?: string
  readonly publicKey?: string
}

/** The state of the archive of which a pack is made; what comes later is left out. */
export interface PackState {
  readonly tableId: number
  readonly pathText: string
  readonly columns: readonly string[]
  /** Rows that match; absent where the time was up before they were counted. */
  readonly rowCount?: number
  readonly lastBlockId: number
  readonly commitCount: number
  readonly commitHash: string
  readonly days: readonly DayEnd[]
  readonly prunedDays: readonly PrunedDay[]
  readonly machineUser: string
}

export interface PackStateRequest {
  readonly path: readonly string[]
  readonly filter: EventFilter
  readonly budgetMs: number
}

/** Rows of a pack, printed, as one step of its making gives them. */
export interface PackRows {
  /** Canonical rows, one a line. */
  readonly events: Uint8Array
  readonly csv: Uint8Array
  /** Of each row: day, number in the day's chain. */
  readonly places: Int32Array
  /** Absent after the last row. */
  readonly nextCursor?: string
}

export interface PackRowsRequest {
  readonly path: readonly string[]
  readonly filter: EventFilter
  readonly csv: CsvForm
  /** Rows of later blocks came after the pack was begun. */
  readonly lastBlockId: number
  readonly cursor?: string
  readonly limit: number
  readonly budgetMs: number
}

/** A block of a day's chain, without its data. */
export interface PackBlock {
  readonly commitId: number
  readonly firstSeq: number
  readonly count: number
  readonly head: Uint8Array
  readonly leaves: Uint8Array
}

export interface PackBlocksRequest {
  readonly tableId: number
  readonly day: number
  /** From this place in the day's chain on. */
  readonly from: number
  /** Rows of the day when the pack was begun. */
  readonly before: number
  readonly limit: number
}

/** A commit; hashes as hex. */
export interface PackCommit {
  readonly commitId: number
  readonly tableId: number
  readonly atMs: number
  readonly source: string
  readonly rowsAdded: number
  readonly rowsKnown: number
  readonly rowsQuarantined: number
  readonly days: readonly DayEnd[]
  readonly previous: string
  readonly hash: string
}

/** Commits with ids above `after`, up to `last`. */
export interface PackCommitsRequest {
  readonly after: number
  readonly last: number
  readonly limit: number
}
