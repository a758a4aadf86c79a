/** Longest line, and longest record of CSV, that is kept in memory. A longer one is left out, however long it is. */
export const lineLimitBytes = 16 * 1024 * 1024

/** The bytes of a source that are in memory: those from `start` to `end` are still to be parsed. */
export interface SourceWindow {
  readonly bytes: Buffer
  /** Of the same bytes. */
  readonly view: DataView
  readonly start: number
  /** Behind it comes a newline and slack. */
  readonly end: number
  /** Nothing comes after `end`. */
  readonly isLast: boolean
  /** Set with `isLast` where the source is known to have ended too early. */
  readonly isCut: boolean
}

/** Finds the records in a source's bytes. */
export interface RecordParser {
  /** Line of the source at which the next record begins, from 1. */
  readonly line: number
  /**
   * Parses from the window's start on.
   * @returns where it stopped: behind the last whole record, or where the batch or the quarantine is full
   */
  parse(window: SourceWindow): number
}
