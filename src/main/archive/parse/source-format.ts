import { AppError } from '../../../shared/kit/app-error.ts'
import type { SourceFormat } from './source-types.ts'

const delimiters = [',', ';', '\t', '|'] as const
const recordsLookedAt = 20
const binarySampleBytes = 4096
/** Excel's way to name the delimiter in the file itself. */
const namedDelimiter = /^sep=(.)\r?\n/i

export interface FoundFormat {
  readonly format: SourceFormat
  readonly delimiter?: string
  /** Bytes at the beginning that are no data: a line that names the delimiter. */
  readonly preambleBytes: number
}

/**
 * Finds out from a source's first text what it is; a file's name says nothing.
 * @param bytes UTF-8 without its byte-order mark
 * @throws AppError `contract-breach` for a web page, `not-supported` for what is no text
 */
export function findFormat(bytes: Uint8Array, asked: SourceFormat | 'auto'): FoundFormat {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
  const first = text.trimStart()[0]
  const isPage = asked === 'csv' ? /^\s*<(!doctype|html|\?xml|head|body)/i.test(text) : first === '<'
  if (isPage) throw new AppError('contract-breach', { path: 'line 1', found: 'html' })
  if (asked === 'jsonl') return { format: 'jsonl', preambleBytes: 0 }
  if (asked === 'auto' && isMostlyJson(text)) return { format: 'jsonl', preambleBytes: 0 }
  refuseBinary(bytes)
  const named = namedDelimiter.exec(text)
  if (named !== null) return { format: 'csv', delimiter: named[1] ?? ',', preambleBytes: named[0].length }
  return { format: 'csv', delimiter: findDelimiter(text), preambleBytes: 0 }
}

/** Whether lines begin as objects and arrays do: at least half of the first ones, as any of them may be damaged. */
function isMostlyJson(text: string): boolean {
  const lines = text
    .split('\n', recordsLookedAt)
    .map((line) => line.trimStart())
    .filter((line) => line !== '')
  return lines.filter((line) => line.startsWith('{') || line.startsWith('[')).length * 2 >= Math.max(1, lines.length)
}

/** Parquet, archives, workbooks, databases: data that is read with another program. */
function refuseBinary(bytes: Uint8Array): void {
  const magic = Buffer.from(bytes.subarray(0, 4)).toString('latin1')
  // A damaged line may hold zeros, but text does not consist of them.
  const zeros = bytes.subarray(0, binarySampleBytes).filter((byte) => byte === 0).length
  const isBinary = zeros * 20 > Math.min(bytes.length, binarySampleBytes)
  const found = magic === 'PAR1' ? 'parquet' : magic === 'PK\u0003\u0004' ? 'zip' : isBinary ? 'binary' : undefined
  if (found !== undefined) throw new AppError('not-supported', { found })
}

/** The delimiter that gives most of the first records as many fields as the header, and of those the most fields. */
function findDelimiter(text: string): string {
  let best = { delimiter: ',', share: 0, fields: 1 }
  for (const delimiter of delimiters) {
    const counts = fieldCounts(text, delimiter)
    const [fields = 1] = counts
    if (fields < 2) continue
    const share = counts.filter((count) => count === fields).length / counts.length
    if (share > best.share || (share === best.share && fields > best.fields)) best = { delimiter, share, fields }
  }
  return best.delimiter
}

/** Number of fields of each of the first records. */
function fieldCounts(text: string, delimiter: string): number[] {
  const counts: number[] = []
  let fields = 1
  let isFieldStart = true
  let isQuoted = false
  for (let at = 0; at < text.length && counts.length < recordsLookedAt; at += 1) {
    const character = text[at]
    if (isQuoted) {
      // A doubled quote closes and opens again at once.
      if (character === '"') isQuoted = false
    } else if (character === '"' && (isFieldStart || text[at - 1] === '"')) isQuoted = true
    else if (character === delimiter) {
      fields += 1
      isFieldStart = true
      continue
    } else if (character === '\n') {
      if (fields > 1 || !isFieldStart) counts.push(fields)
      fields = 1
      isFieldStart = true
      continue
    }
    if (character !== '\r') isFieldStart = false
  }
  // The last record is cut off, unless it is all there is.
  return counts.length === 0 ? [fields] : counts
}
