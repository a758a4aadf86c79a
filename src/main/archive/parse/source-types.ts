import type { ParsedPart } from '../event-batch.ts'

export type SourceFormat = 'jsonl' | 'csv'
export type SourceCompression = 'gzip' | 'none'
export type SourceEncoding = 'utf-8' | 'utf-16le' | 'utf-16be'

/** Columns whose meaning matters while reading; everything else is kept as it is. */
export interface SourceRoles {
  /** Where it is named, a row without a readable time in it goes to quarantine. */
  readonly timeColumn?: string
  readonly eventIdColumn?: string
}

/** What the first bytes of a source tell about it. */
export interface SourceOutline {
  readonly format: SourceFormat
  readonly compression: SourceCompression
  readonly encoding: SourceEncoding
  /** Of CSV alone. */
  readonly delimiter?: string
  /** Names in the order in which they come; of jsonl, those of the rows looked at. */
  readonly columns: readonly string[]
}

export interface JsonlChunk {
  /** Whole lines. Its buffer is transferred where it holds nothing else, and then empty for the caller. */
  readonly bytes: Uint8Array
  /** The line of the source on which the chunk begins, from 1. */
  readonly firstLine: number
  readonly roles?: SourceRoles
}

export interface FileToParse {
  readonly file: string
  readonly format?: SourceFormat | 'auto'
  readonly compression?: SourceCompression | 'auto'
  readonly roles?: SourceRoles
  readonly signal?: AbortSignal
}

/** Parses sources in threads of its own. */
export interface ParserPool {
  /**
   * Parses whole lines of a source that somebody else reads; chunks are parsed beside each other.
   * @returns parts in the order of the lines
   * @throws AppError `contract-breach` when the first line of the source is a web page, `internal` when the thread died
   */
  parseJsonlChunk(chunk: JsonlChunk): Promise<readonly ParsedPart[]>
  /**
   * Reads a file from its beginning; at most two parts are parsed ahead of the consumer. Leaving the loop ends it.
   * @throws AppError `cancelled` by the signal, `contract-breach` for a web page, `not-supported` for what is neither
   * JSON lines nor CSV, `file-not-readable`, `internal` when the thread died
   */
  parseFile(request: FileToParse): AsyncIterable<ParsedPart>
  /** Ends the threads; what they were at ends with `cancelled`. */
  close(): Promise<void>
}
