import { Buffer } from 'node:buffer'

// The parts of the ZIP format (PKWARE APPNOTE 6.3.10) that packs are made of: stored and deflated entries, Zip64 where
// sizes ask for it, no encryption, no parts. An own reader, since a verifier must not depend on what it cannot inspect,
// must see an entry that is there twice, and must read any entry as a stream; an own writer beside it is two pages more.

/** An entry as the directory at the end of a zip tells of it. */
export interface ZipEntry {
  readonly name: string
  readonly isDeflated: boolean
  readonly crc: number
  readonly packedBytes: number
  readonly bytes: number
  /** Where its own header begins. */
  readonly offset: number
}

export const signatures = {
  local: 0x04034b50,
  central: 0x02014b50,
  end: 0x06054b50,
  end64: 0x06064b50,
  locator: 0x07064b50
}
export const sizes = { local: 30, central: 46, end: 22, end64: 56, locator: 20 }

const needs32 = 0xffffffff
const needs16 = 0xffff
/** Version of the format that has Zip64. */
const version = 45
const madeByUnix = 3 << 8
const plainFile = 0o100644

/** The header before an entry's data; always with room for 64-bit sizes, so that it can be written before they are known. */
export function localHeader(entry: Omit<ZipEntry, 'offset'>, atMs: number): Buffer {
  const name = Buffer.from(entry.name)
  const header = Buffer.alloc(sizes.local + name.length + 20)
  const { time, date } = dosTime(atMs)
  header.writeUInt32LE(signatures.local, 0)
  header.writeUInt16LE(version, 4)
  header.writeUInt16LE(entry.isDeflated ? 8 : 0, 8)
  header.writeUInt16LE(time, 10)
  header.writeUInt16LE(date, 12)
  header.writeUInt32LE(entry.crc, 14)
  header.writeUInt32LE(needs32, 18)
  header.writeUInt32LE(needs32, 22)
  header.writeUInt16LE(name.length, 26)
  header.writeUInt16LE(20, 28)
  name.copy(header, sizes.local)
  const extra = sizes.local + name.length
  header.writeUInt16LE(1, extra)
  header.writeUInt16LE(16, extra + 2)
  header.writeBigUInt64LE(BigInt(entry.bytes), extra + 4)
  header.writeBigUInt64LE(BigInt(entry.packedBytes), extra + 12)
  return header
}

/** The directory and what comes after it. @param offset where it will begin */
export function directory(entries: readonly ZipEntry[], offset: number, atMs: number): Buffer {
  const records = Buffer.concat(entries.map((entry) => centralRecord(entry, atMs)))
  const end64 = Buffer.alloc(sizes.end64 + sizes.locator)
  end64.writeUInt32LE(signatures.end64, 0)
  end64.writeBigUInt64LE(BigInt(sizes.end64 - 12), 4)
  end64.writeUInt16LE(madeByUnix | version, 12)
  end64.writeUInt16LE(version, 14)
  end64.writeBigUInt64LE(BigInt(entries.length), 24)
  end64.writeBigUInt64LE(BigInt(entries.length), 32)
  end64.writeBigUInt64LE(BigInt(records.length), 40)
  end64.writeBigUInt64LE(BigInt(offset), 48)
  end64.writeUInt32LE(signatures.locator, sizes.end64)
  end64.writeBigUInt64LE(BigInt(offset + records.length), sizes.end64 + 8)
  end64.writeUInt32LE(1, sizes.end64 + 16)
  const end = Buffer.alloc(sizes.end)
  end.writeUInt32LE(signatures.end, 0)
  end.writeUInt16LE(Math.min(entries.length, needs16), 8)
  end.writeUInt16LE(Math.min(entries.length, needs16), 10)
  end.writeUInt32LE(Math.min(records.length, needs32), 12)
  end.writeUInt32LE(Math.min(offset, needs32), 16)
  const isLarge = offset >= needs32 || records.length >= needs32 || entries.length >= needs16
  return Buffer.concat(isLarge ? [records, end64, end] : [records, end])
}

function centralRecord(entry: ZipEntry, atMs: number): Buffer {
  const name = Buffer.from(entry.name)
  const large = [entry.bytes, entry.packedBytes, entry.offset].filter((value) => value >= needs32)
  const extra = Buffer.alloc(large.length === 0 ? 0 : 4 + large.length * 8)
  if (large.length > 0) {
    extra.writeUInt16LE(1, 0)
    extra.writeUInt16LE(large.length * 8, 2)
    for (const [index, value] of large.entries()) extra.writeBigUInt64LE(BigInt(value), 4 + index * 8)
  }
  const record = Buffer.alloc(sizes.central)
  const { time, date } = dosTime(atMs)
  record.writeUInt32LE(signatures.central, 0)
  record.writeUInt16LE(madeByUnix | version, 4)
  record.writeUInt16LE(version, 6)
  record.writeUInt16LE(entry.isDeflated ? 8 : 0, 10)
  record.writeUInt16LE(time, 12)
  record.writeUInt16LE(date, 14)
  record.writeUInt32LE(entry.crc, 16)
  record.writeUInt32LE(Math.min(entry.packedBytes, needs32), 20)
  record.writeUInt32LE(Math.min(entry.bytes, needs32), 24)
  record.writeUInt16LE(name.length, 28)
  record.writeUInt16LE(extra.length, 30)
  record.writeUInt32LE((plainFile << 16) >>> 0, 38)
  record.writeUInt32LE(Math.min(entry.offset, needs32), 42)
  return Buffer.concat([record, name, extra])
}

/** The entries of a directory; undefined where its bytes are none. */
export function parseDirectory(bytes: Buffer, count: number): ZipEntry[] | undefined {
  const entries: ZipEntry[] = []
  let at = 0
  while (entries.length < count) {
    if (at + sizes.central > bytes.length || bytes.readUInt32LE(at) !== signatures.central) return undefined
    const method = bytes.readUInt16LE(at + 10)
    const nameLength = bytes.readUInt16LE(at + 28)
    const extraLength = bytes.readUInt16LE(at + 30)
    const next = at + sizes.central + nameLength + extraLength + bytes.readUInt16LE(at + 32)
    const isEncrypted = (bytes.readUInt16LE(at + 8) & 1) === 1
    if (next > bytes.length || isEncrypted || (method !== 0 && method !== 8)) return undefined
    const nameAt = at + sizes.central
    const extra = bytes.subarray(nameAt + nameLength, nameAt + nameLength + extraLength)
    const [size = 0, packedBytes = 0, offset = 0] = withLarge(
      [bytes.readUInt32LE(at + 24), bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 42)],
      extra
    )
    entries.push({
      name: bytes.toString('utf8', nameAt, nameAt + nameLength),
      isDeflated: method === 8,
      crc: bytes.readUInt32LE(at + 16),
      packedBytes,
      bytes: size,
      offset
    })
    at = next
  }
  return entries
}

/** 32-bit values, those that did not fit taken from the Zip64 field. */
function withLarge(values: readonly number[], extra: Buffer): number[] {
  let field: Buffer = Buffer.alloc(0)
  for (let at = 0; at + 4 <= extra.length; ) {
    const length = extra.readUInt16LE(at + 2)
    if (extra.readUInt16LE(at) === 1) field = extra.subarray(at + 4, at + 4 + length)
    at += 4 + length
  }
  let at = 0
  return values.map((value) => {
    if (value !== needs32 || at + 8 > field.length) return value
    at += 8
    return Number(field.readBigUInt64LE(at - 8))
  })
}

/** Two-second steps from 1980 on, in UTC: the format knows no zones. */
function dosTime(atMs: number): { readonly time: number; readonly date: number } {
  const at = new Date(atMs)
  const year = Math.min(Math.max(at.getUTCFullYear(), 1980), 2107) - 1980
  return {
    time: (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1),
    date: (year << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate()
  }
}
