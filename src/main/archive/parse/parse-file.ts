import { type FileHandle, open } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError } from '../../../shared/kit/app-error.ts'
import type { ParsedPart } from '../event-batch.ts'
import { gunzip, type GunzipEnd, isGzip } from './gunzip.ts'
import { PartParser } from './part-parser.ts'
import { findEncoding, type FoundEncoding, Utf16Recoder } from './source-encoding.ts'
import { findFormat, type FoundFormat } from './source-format.ts'
import type { FileToParse, SourceOutline } from './source-types.ts'

const readBytes = 256 * 1024
/** Text that is looked at to tell what it is. */
const sampleBytes = 64 * 1024
const discoverBytes = 1024 * 1024

/**
 * Parses a file from its beginning, piece by piece. Damage ends nothing but the record or the member it is in.
 * @throws AppError as `ParserPool.parseFile` says
 */
export async function* parseFile(request: FileToParse): AsyncGenerator<ParsedPart> {
  const { file, signal, roles } = request
  const handle = await opened(file)
  try {
    const read = { bytes: 0 }
    const end: GunzipEnd = {}
    const again = (): AsyncIterable<Uint8Array> => piecesOf(handle, file, { bytes: 0 }, signal)
    const { text } = await decoded(piecesOf(handle, file, read, signal), again, request, end)
    const { sample, rest } = await sampled(text, sampleBytes)
    if (sample.length === 0 && end.cut === undefined && read.bytes === 0) return
    const found = findFormat(sample, request.format ?? 'auto')
    const firstLine = found.preambleBytes > 0 ? 2 : 1
    const parser = new PartParser({ ...found, firstLine, ...(roles === undefined ? {} : { roles }) })
    parser.storedBytes = read.bytes
    yield* parser.push(sample.subarray(found.preambleBytes))
    for await (const piece of rest) {
      parser.storedBytes = read.bytes
      yield* parser.push(piece)
    }
    parser.storedBytes = read.bytes
    yield* parser.end(end.cut)
  } finally {
    await handle.close()
  }
}

/**
 * Looks at a file's first bytes: what it is, and which columns it has.
 * @throws AppError as `parseFile` does
 */
export async function discoverFile(
  file: string,
  asked: Pick<FileToParse, 'format' | 'compression'> = {}
): Promise<SourceOutline> {
  const handle = await opened(file)
  try {
    return await discovered(piecesOf(handle, file, { bytes: 0 }, undefined), asked)
  } finally {
    await handle.close()
  }
}

/** As `discoverFile`, of the first bytes of a source as it is stored. */
export function discoverColumns(
  bytes: Uint8Array,
  asked: Pick<FileToParse, 'format' | 'compression'> = {}
): Promise<SourceOutline> {
  return discovered(once(bytes), asked)
}

async function discovered(
  pieces: AsyncIterable<Uint8Array>,
  asked: Pick<FileToParse, 'format' | 'compression'>
): Promise<SourceOutline> {
  const { text, encoding, compression } = await decoded(pieces, undefined, asked, {})
  const { sample, rest } = await sampled(text, discoverBytes)
  await rest.return(undefined)
  const found: FoundFormat = findFormat(sample.subarray(0, sampleBytes), asked.format ?? 'auto')
  const parser = new PartParser(found)
  for (const _part of parser.push(sample.subarray(found.preambleBytes)));
  // Where the first record is longer than what was looked at, what there is of it tells more than nothing.
  if (parser.columnNames.length === 0) for (const _part of parser.end());
  return {
    format: found.format,
    compression,
    encoding: encoding.encoding,
    ...(found.delimiter === undefined ? {} : { delimiter: found.delimiter }),
    columns: parser.columnNames
  }
}

/** The source's text as UTF-8 without a byte-order mark, and what it was. */
async function decoded(
  pieces: AsyncIterable<Uint8Array>,
  again: (() => AsyncIterable<Uint8Array>) | undefined,
  asked: Pick<FileToParse, 'compression'>,
  end: GunzipEnd
): Promise<{ text: AsyncIterable<Uint8Array>; encoding: FoundEncoding; compression: 'gzip' | 'none' }> {
  const stored = await sampled(pieces, 4)
  const isCompressed = asked.compression === 'gzip' || (asked.compression !== 'none' && isGzip(stored.sample))
  const all = joined(stored.sample, stored.rest)
  const plain = await sampled(isCompressed ? gunzip(all, again, end) : all, 512)
  const encoding = findEncoding(plain.sample)
  const bytes = joined(plain.sample.subarray(encoding.markBytes), plain.rest)
  return {
    text: encoding.encoding === 'utf-8' ? bytes : recoded(bytes, new Utf16Recoder(encoding.encoding)),
    encoding,
    compression: isCompressed ? 'gzip' : 'none'
  }
}

/** A file's bytes; each piece is overwritten by the next. */
async function* piecesOf(
  handle: FileHandle,
  file: string,
  read: { bytes: number },
  signal: AbortSignal | undefined
): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.allocUnsafeSlow(readBytes)
  for (;;) {
    if (signal?.aborted === true) throw new AppError('cancelled')
    const { bytesRead } = await handle.read(buffer, 0, readBytes, read.bytes).catch((thrown: unknown) => {
      throw notReadable(file, thrown)
    })
    if (bytesRead === 0) return
    read.bytes += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}

/** At least `size` of the first bytes, where there are as many, in memory of their own, and what comes behind them. */
async function sampled(
  pieces: AsyncIterable<Uint8Array>,
  size: number
): Promise<{ sample: Uint8Array; rest: AsyncGenerator<Uint8Array> }> {
  const iterator = pieces[Symbol.asyncIterator]()
  const first: Buffer[] = []
  let length = 0
  while (length < size) {
    const { done, value } = await iterator.next()
    if (done === true) break
    first.push(Buffer.from(value))
    length += value.length
  }
  return { sample: Buffer.concat(first), rest: remaining(iterator) }
}

async function* remaining(iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value
  } finally {
    await iterator.return?.()
  }
}

async function* joined(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (first.length > 0) yield first
  yield* rest
}

async function* recoded(pieces: AsyncIterable<Uint8Array>, recoder: Utf16Recoder): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) yield recoder.push(piece)
  yield recoder.end()
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

async function opened(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'r')
  } catch (thrown) {
    throw notReadable(file, thrown)
  }
}

function notReadable(file: string, thrown: unknown): AppError {
  const code = (thrown as NodeJS.ErrnoException).code
  const reason = code === 'ENOENT' ? 'not-found' : code === 'EACCES' || code === 'EPERM' ? 'no-access' : 'not-read'
  return new AppError('file-not-readable', { file: basename(file), reason }, { cause: thrown })
}
