import type { QuarantinedLine } from '../archive/event-batch.ts'

/** Whole lines of a source, to be parsed elsewhere. */
export interface LineChunk {
  /** In a buffer of its own, so that it can be moved to another thread. */
  readonly bytes: Uint8Array
  /** Line of the source on which the chunk begins, from 1. */
  readonly firstLine: number
  readonly lineCount: number
  /** False for a last line without its end: the source may have broken off within it. */
  readonly isEnded: boolean
  /** Lines before the chunk's end that were too long to be kept, and are left out. */
  readonly tooLong: readonly QuarantinedLine[]
}

export interface LineCounts {
  bytesRead: number
  /** Lines, those that are too long included. */
  rowsRead: number
}

const newline = 0x0a
/** Enough rows to be worth a thread's time, few enough to show progress. */
const chunkBytes = 2 * 1024 * 1024
/** Longest line that is held in memory. */
const lineLimitBytes = 64 * 1024 * 1024
const excerptBytes = 2_000

/**
 * Cuts a body into chunks of whole lines, about 2 MB each; never holds more than a chunk and a line.
 * @param counts counted up while reading
 */
export async function* lineChunks(
  body: AsyncIterable<Uint8Array>,
  counts: LineCounts,
  limits: { readonly chunkBytes?: number; readonly lineLimitBytes?: number } = {}
): AsyncGenerator<LineChunk, void, undefined> {
  const most = limits.chunkBytes ?? chunkBytes
  const lineLimit = limits.lineLimitBytes ?? lineLimitBytes
  let whole: Uint8Array[] = []
  let wholeBytes = 0
  let wholeLines = 0
  let rest: Uint8Array[] = []
  let restBytes = 0
  let skipped: string | undefined
  let tooLong: QuarantinedLine[] = []
  let nextLine = 1
  const take = (): LineChunk => {
    const chunk: LineChunk = {
      bytes: joined(whole, wholeBytes),
      firstLine: nextLine,
      lineCount: wholeLines,
      isEnded: true,
      tooLong
    }
    nextLine += wholeLines
    whole = []
    wholeBytes = 0
    wholeLines = 0
    tooLong = []
    return chunk
  }
  for await (const bytes of body) {
    counts.bytesRead += bytes.byteLength
    let start = 0
    if (skipped !== undefined) {
      const end = bytes.indexOf(newline)
      if (end === -1) continue
      tooLong.push({ line: nextLine, reason: 'line-too-long', excerpt: skipped })
      nextLine += 1
      counts.rowsRead += 1
      skipped = undefined
      start = end + 1
    }
    const lastEnd = bytes.lastIndexOf(newline)
    if (lastEnd >= start) {
      const lines = countLines(bytes, start, lastEnd + 1)
      for (const piece of rest) whole.push(piece)
      whole.push(bytes.subarray(start, lastEnd + 1))
      wholeBytes += restBytes + lastEnd + 1 - start
      wholeLines += lines
      counts.rowsRead += lines
      rest = []
      restBytes = 0
      start = lastEnd + 1
      if (wholeBytes >= most) yield take()
    }
    if (start < bytes.byteLength) {
      rest.push(bytes.subarray(start))
      restBytes += bytes.byteLength - start
    }
    if (restBytes > lineLimit) {
      // What is whole goes first: the line that is left out would shift the numbers of those behind it.
      if (wholeLines > 0) yield take()
      skipped = excerptOf(rest)
      rest = []
      restBytes = 0
    }
  }
  if (skipped !== undefined) {
    tooLong.push({ line: nextLine, reason: 'line-too-long', excerpt: skipped })
    counts.rowsRead += 1
  }
  if (wholeLines > 0 || tooLong.length > 0) yield take()
  if (restBytes > 0 && skipped === undefined) {
    counts.rowsRead += 1
    yield { bytes: joined(rest, restBytes), firstLine: nextLine, lineCount: 1, isEnded: false, tooLong: [] }
  }
}

function countLines(bytes: Uint8Array, start: number, end: number): number {
  let lines = 0
  for (let at = bytes.indexOf(newline, start); at !== -1 && at < end; at = bytes.indexOf(newline, at + 1)) lines += 1
  return lines
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.byteLength
  }
  return bytes
}

function excerptOf(pieces: readonly Uint8Array[]): string {
  const first = pieces[0] ?? new Uint8Array()
  return new TextDecoder().decode(
    first.byteLength >= excerptBytes
      ? first.subarray(0, excerptBytes)
      : joined(
          pieces,
          pieces.reduce((sum, piece) => sum + piece.byteLength, 0)
        ).subarray(0, excerptBytes)
  )
}
