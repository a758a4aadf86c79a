// Just enough of a zip reader to stream chosen entries to disk, so that no unzip program is needed and the rest of a
// 680 MB archive is never written. Limits: no zip64, no encryption, no split archives.
import fs from 'node:fs'
import zlib from 'node:zlib'

const END_RECORD = Buffer.from('PK\x05\x06', 'latin1')
const DIRECTORY_ENTRY = 0x02014b50
const LONGEST_END_RECORD = 65_557

function readAt(fd, length, position) {
  const buffer = Buffer.alloc(length)
  const read = fs.readSync(fd, buffer, 0, length, position)
  if (read !== length) throw new Error(`zip: ${length} bytes expected at ${position}, ${read} read`)
  return buffer
}

/**
 * Lists the entries of the zip open at `fd`. Each has `name`, `mode` (Unix permission bits, 0 if the archive has
 * none) and `data()`, which inflates it into memory and checks its length and CRC.
 */
export function* zipEntries(fd) {
  const size = fs.fstatSync(fd).size
  const tailLength = Math.min(size, LONGEST_END_RECORD)
  const tail = readAt(fd, tailLength, size - tailLength)
  const end = tail.lastIndexOf(END_RECORD)
  if (end < 0) throw new Error('zip: no end record, the archive is cut off or not a zip')
  const directory = readAt(fd, tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16))
  let at = 0
  while (at < directory.length && directory.readUInt32LE(at) === DIRECTORY_ENTRY) {
    const nameLength = directory.readUInt16LE(at + 28)
    yield entryAt(fd, directory, at, nameLength)
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  }
}

function entryAt(fd, directory, at, nameLength) {
  const method = directory.readUInt16LE(at + 10)
  const crc = directory.readUInt32LE(at + 16)
  const packedBytes = directory.readUInt32LE(at + 20)
  const plainBytes = directory.readUInt32LE(at + 24)
  const offset = directory.readUInt32LE(at + 42)
  const name = directory.toString('utf8', at + 46, at + 46 + nameLength)
  return {
    name,
    mode: directory.readUInt32LE(at + 38) >>> 16,
    data() {
      const head = readAt(fd, 30, offset)
      const raw = readAt(fd, packedBytes, offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28))
      if (method !== 0 && method !== 8) throw new Error(`zip: ${name} is packed with the unknown method ${method}`)
      const plain = method === 0 ? raw : zlib.inflateRawSync(raw)
      if (plain.length !== plainBytes) throw new Error(`zip: ${name} is ${plain.length} bytes, not ${plainBytes}`)
      if (zlib.crc32 && zlib.crc32(plain) !== crc) throw new Error(`zip: ${name} is damaged (checksum differs)`)
      return plain
    }
  }
}
