import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { afterAll, expect, it } from 'vitest'
import { zipEntries } from '../../../tools/electron-runtime/zip-reader.mjs'

const folder = mkdtempSync(path.join(tmpdir(), 'vigil-zip-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Entry {
  readonly name: string
  readonly text: string
  readonly isPacked: boolean
  readonly mode: number
}

/** A zip as the format's own document describes it, written byte by byte. */
function zip(entries: readonly Entry[]): Buffer {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, text, isPacked, mode } of entries) {
    const plain = Buffer.from(text)
    const data = isPacked ? deflateRawSync(plain) : plain
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(isPacked ? 8 : 0, 4)
    common.writeUInt32LE(crc32(plain), 10)
    common.writeUInt32LE(data.length, 14)
    common.writeUInt32LE(plain.length, 18)
    common.writeUInt16LE(name.length, 22)
    const file = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, Buffer.from(name), data])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE((mode << 16) >>> 0, 6)
    tail.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x03', 'latin1'), common, tail, Buffer.from(name)]))
    files.push(file)
    offset += file.length
  }
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(Buffer.concat(directory).length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...files, ...directory, end])
}

function read(bytes: Buffer): { name: string; mode: number; text: string }[] {
  const file = path.join(folder, 'a.zip')
  writeFileSync(file, bytes)
  const fd = openSync(file, 'r')
  try {
    return [...zipEntries(fd)].map(({ name, mode, data }) => ({ name, mode, text: data().toString() }))
  } finally {
    closeSync(fd)
  }
}

const entries: Entry[] = [
  { name: 'a/stored.txt', text: 'as it is', isPacked: false, mode: 0o100644 },
  { name: 'a/packed', text: 'again '.repeat(500), isPacked: true, mode: 0o100755 }
]

it('reads stored and packed entries with their permissions', () => {
  expect(read(zip(entries))).toEqual(entries.map(({ name, mode, text }) => ({ name, mode, text })))
})

it('refuses an archive that is cut off or is none', () => {
  expect(() => read(zip(entries).subarray(0, 120))).toThrow('no end record')
  expect(() => read(Buffer.from('not a zip at all'))).toThrow('no end record')
})

it('refuses an entry whose bytes were changed', () => {
  const bytes = zip(entries)
  bytes[bytes.indexOf('as it is')] = 0x41
  expect(() => read(bytes)).toThrow('a/stored.txt is damaged')
})
