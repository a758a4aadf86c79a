import { ByteSink } from '../block/bytes.ts'
import { parseUuid, uuidBytes, uuidLength } from '../block/hex-text.ts'
import { TextColumn } from '../block/text-column.ts'
import { type EncodedForm, isTimeEncoding, textEncodings } from '../block/text-encoding.ts'
import { PartReader } from './packed-numbers.ts'
import { rowsPerSegment, rowsPerSubBlock } from './part-kinds.ts'

/** Bytes of a mask: one bit for each byte that occurs in the lower-cased UTF-8 of a set of texts. */
export const maskBytes = 32
const headerBytes = 8
/** Where the texts begin in a part of texts. */
export const textsAt = headerBytes + maskBytes

function maskOf(characters: string): Uint8Array {
  const mask = new Uint8Array(maskBytes)
  addToMask(mask, Buffer.from(characters))
  return mask
}

/** Notes the bytes of lower-cased texts. */
export function addToMask(mask: Uint8Array, lowerBytes: Uint8Array): void {
  const seen = new Uint8Array(256)
  for (let place = 0; place < lowerBytes.length; place += 1) seen[lowerBytes[place] as number] = 1
  for (let byte = 0; byte < 256; byte += 1)
    if (seen[byte] === 1) mask[byte >> 3] = (mask[byte >> 3] as number) | (1 << (byte & 7))
}

/** Whether texts of this mask may contain the text. @param lowerBytes UTF-8 of a lower-cased text */
export function mayContain(mask: Uint8Array, lowerBytes: Uint8Array): boolean {
  for (const byte of lowerBytes) if ((((mask[byte >> 3] ?? 0) >> (byte & 7)) & 1) === 0) return false
  return true
}

const uuidMask = maskOf('0123456789abcdef-')
const hexMask = maskOf('0123456789abcdef')
const integerMask = maskOf('0123456789-')
const timeMask = maskOf('0123456789-:.+tz utc')

/** Which characters texts have that are stored in this encoding; `undefined` where only the texts know. */
export function maskOfEncoding(encoding: number): Uint8Array | undefined {
  if (encoding === textEncodings.uuid) return uuidMask
  if (encoding === textEncodings.hex) return hexMask
  if (encoding === textEncodings.integer) return integerMask
  return isTimeEncoding(encoding) ? timeMask : undefined
}

const partSink = new ByteSink(20_000)

/**
 * A part of texts of up to 1,024 rows.
 * @param write writes the texts as a block has them, and says how; `undefined` when there are none
 * @param maskWith the mask, when the encoding alone does not give it
 */
export function encodeTextsPart(
  rowCount: number,
  write: (sink: ByteSink) => EncodedForm | undefined,
  maskWith: () => Uint8Array
): { readonly data: Uint8Array; readonly mask: Uint8Array } | undefined {
  partSink.clear()
  partSink.u8(1)
  partSink.take(textsAt - 1)
  const form = write(partSink)
  if (form === undefined) return undefined
  const mask = maskOfEncoding(form.encoding) ?? maskWith()
  const data = partSink.finish()
  data[1] = form.encoding
  data[2] = form.presence
  new DataView(data.buffer).setUint16(4, rowCount, true)
  data.set(mask, headerBytes)
  return { data, mask }
}

/** Texts of some rows of a segment. */
export interface TextsPart {
  readonly rowCount: number
  readonly mask: Uint8Array
  /** The texts; rows count from the part's first one. */
  readonly column: TextColumn
}

/**
 * @param atMs time of a row of the part, counted from its first
 * @throws AppError `database-damaged`
 */
export function decodeTextsPart(data: Uint8Array, atMs: (row: number) => number): TextsPart {
  const reader = new PartReader(data, 'texts')
  const encoding = reader.u8('form')
  const presence = reader.u8('form')
  reader.u8('form')
  const rowCount = reader.u16('rows')
  reader.u16('rows')
  if (rowCount > rowsPerSubBlock) reader.fail('rows')
  const mask = reader.numbers(maskBytes, 1, 'mask') as Uint8Array
  const place = { at: textsAt, end: data.length, encoding, presence }
  return { rowCount, mask, column: new TextColumn(reader.source, place, rowCount, atMs, 'texts') }
}

const uuidRoom = new Uint8Array(uuidBytes)

/** Hash of a text, 32 bits. A UUID in its usual writing is hashed by its 16 bytes. */
export function textHash(text: string): number {
  if (text.length === uuidLength && parseUuid(text, uuidRoom, 0)) return uuidHash(uuidRoom, 0)
  let hash = 0x811c9dc5
  for (let place = 0; place < text.length; place += 1) hash = Math.imul(hash ^ text.charCodeAt(place), 0x01000193)
  return mixed(hash ^ text.length)
}

/** Hash of the UUID of these 16 bytes; the same as that of its text. */
export function uuidHash(bytes: Uint8Array, at: number): number {
  let hash = 0x9e3779b9
  for (let place = at; place < at + uuidBytes; place += 4) {
    const word =
      (bytes[place] as number) |
      ((bytes[place + 1] as number) << 8) |
      ((bytes[place + 2] as number) << 16) |
      ((bytes[place + 3] as number) << 24)
    hash = Math.imul(hash ^ word, 0x85ebca6b)
    hash ^= hash >>> 15
  }
  return mixed(hash)
}

/** MurmurHash3's finish: every bit of the hash depends on every other. */
function mixed(hash: number): number {
  let value = hash
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35)
  return (value ^ (value >>> 16)) >>> 0
}

/** Bits of a hash that name its bucket: about a thousand hashes a bucket, at most 64 buckets. */
export function bucketBitsFor(count: number): number {
  return Math.min(6, Math.max(0, Math.ceil(Math.log2(count / 1024))))
}

/** Bucket of a hash. */
export function bucketOf(hash: number, bits: number): number {
  return bits === 0 ? 0 : hash >>> (32 - bits)
}

/** The 16 bits of a hash that follow those of its bucket: what a bucket keeps of it. */
export function fingerprintOf(hash: number, bits: number): number {
  return (hash >>> (16 - bits)) & 0xffff
}

/**
 * A bucket of the index by hash.
 * @param fingerprints ascending
 * @param rows row of each
 */
export function encodeHashes(fingerprints: Uint16Array, rows: Uint16Array): Uint8Array {
  const sink = new ByteSink(8 + rows.length * 4)
  sink.u8(1)
  sink.align(4)
  sink.u32(rows.length)
  sink.array(fingerprints)
  sink.array(rows)
  return sink.finish()
}

/** Rows of a bucket by fingerprint. */
export interface HashBucket {
  /** Rows whose text may be the one with this hash, to be confirmed by the text, ascending. */
  candidates(hash: number): Uint16Array
}

/** @param bits bits of the bucket's number, as the columns part says. @throws AppError `database-damaged` */
export function decodeHashes(data: Uint8Array, bits: number): HashBucket {
  const reader = new PartReader(data, 'hashes')
  reader.numbers(0, 4, 'count')
  const count = reader.count(rowsPerSegment, 'count')
  const fingerprints = reader.u16s(count, 'hashes')
  const rows = reader.u16s(count, 'rows')
  reader.end()
  return {
    candidates: (hash) => {
      const wanted = fingerprintOf(hash, bits)
      let from = 0
      let to = count
      while (from < to) {
        const middle = (from + to) >>> 1
        if ((fingerprints[middle] as number) < wanted) from = middle + 1
        else to = middle
      }
      let end = from
      while (end < count && fingerprints[end] === wanted) end += 1
      return rows.subarray(from, end)
    }
  }
}
