import { AppError } from '../../../shared/kit/app-error.ts'
import type { ParsedPart } from '../event-batch.ts'
import { PartParser } from './part-parser.ts'
import type { JsonlChunk } from './source-types.ts'

/**
 * Parses whole lines of jsonl that somebody else reads.
 * @throws AppError `contract-breach` where the first line of the source is a web page
 */
export function* parseChunk(chunk: JsonlChunk): Generator<ParsedPart> {
  const { bytes, firstLine, roles } = chunk
  const hasMark = firstLine === 1 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  const text = hasMark ? bytes.subarray(3) : bytes
  if (firstLine === 1 && /^\s*</.test(Buffer.from(text.subarray(0, 512)).toString('latin1')))
    throw new AppError('contract-breach', { path: 'line 1', found: 'html' })
  const parser = new PartParser({ format: 'jsonl', firstLine, ...(roles === undefined ? {} : { roles }) })
  parser.storedBytes = bytes.length
  yield* parser.push(text)
  yield* parser.end()
}
