import { Buffer } from 'node:buffer'
import { createReadStream } from 'node:fs'
import { open, type FileHandle, readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { createInflateRaw } from 'node:zlib'
import { AppError } from '../../../shared/kit/app-error.ts'
import { parseDirectory, signatures, sizes, type ZipEntry } from './zip-format.ts'

/** A pack to be read: a folder or a zip. */
export interface PackSource {
  readonly fileName: string
  /** Each as often as it is there: a zip can have two files of one name. */
  readonly names: readonly string[]
  /** @returns undefined where there is no such file. The bytes throw where they cannot be unpacked or read. */
  read(name: string): AsyncIterable<Uint8Array> | undefined
}

/** Largest comment at the end of a zip. */
const longestComment = 65_535
/** A pack has six entries. */
const largestDirectory = 1024 * 1024

/** @throws AppError `file-not-readable` with a reason: `no-access`, `not-found`, `no-evidence-pack`, `damaged-zip` */
export async function openPack(file: string): Promise<PackSource> {
  const fileName = basename(file)
  try {
    if ((await stat(file)).isDirectory()) return await folderSource(file, fileName)
    const handle = await open(file, 'r')
    try {
      return zipSource(file, fileName, await readEntries(handle, fileName))
    } finally {
      await handle.close()
    }
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown
    const isMissing = thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT'
    throw new AppError(
      'file-not-readable',
      { file: fileName, reason: isMissing ? 'not-found' : 'no-access' },
      { cause: thrown }
    )
  }
}

async function folderSource(folder: string, fileName: string): Promise<PackSource> {
  const names = (await readdir(folder, { withFileTypes: true })).filter((one) => one.isFile()).map((one) => one.name)
  return {
    fileName,
    names,
    read: (name) => (names.includes(name) ? createReadStream(join(folder, name)) : undefined)
  }
}

function zipSource(file: string, fileName: string, entries: readonly ZipEntry[]): PackSource {
  return {
    fileName,
    names: entries.map((entry) => entry.name),
    read(name) {
      const entry = entries.find((one) => one.name === name)
      return entry === undefined ? undefined : entryBytes(file, entry)
    }
  }
}

async function* entryBytes(file: string, entry: ZipEntry): AsyncGenerator<Uint8Array> {
  const handle = await open(file, 'r')
  let start: number
  try {
    const header = await readAt(handle, entry.offset, sizes.local)
    if (header.length < sizes.local || header.readUInt32LE(0) !== signatures.local)
      throw new Error('an entry of the zip does not begin where its directory says')
    start = entry.offset + sizes.local + header.readUInt16LE(26) + header.readUInt16LE(28)
  } finally {
    await handle.close()
  }
  if (entry.packedBytes === 0) return
  const packed = createReadStream(file, { start, end: start + entry.packedBytes - 1 })
  if (!entry.isDeflated) {
    yield* packed
    return
  }
  const inflate = createInflateRaw()
  packed.on('error', (error) => inflate.destroy(error))
  yield* packed.pipe(inflate)
}

async function readEntries(handle: FileHandle, file: string): Promise<ZipEntry[]> {
  const { size } = await handle.stat()
  const first = await readAt(handle, 0, 4)
  if (first.length < 4 || first.readUInt32LE(0) !== signatures.local)
    throw new AppError('file-not-readable', { file, reason: 'no-evidence-pack' })
  const damaged = new AppError('file-not-readable', { file, reason: 'damaged-zip' })
  const tailAt = Math.max(0, size - sizes.end - longestComment - sizes.locator)
  const tail = await readAt(handle, tailAt, size - tailAt)
  let endAt = tail.length - sizes.end
  while (endAt >= 0 && tail.readUInt32LE(endAt) !== signatures.end) endAt -= 1
  if (endAt < 0) throw damaged
  let place = {
    count: tail.readUInt16LE(endAt + 10),
    size: tail.readUInt32LE(endAt + 12),
    at: tail.readUInt32LE(endAt + 16)
  }
  const locatorAt = endAt - sizes.locator
  if (locatorAt >= 0 && tail.readUInt32LE(locatorAt) === signatures.locator) {
    const end64 = await readAt(handle, Number(tail.readBigUInt64LE(locatorAt + 8)), sizes.end64)
    if (end64.length < sizes.end64 || end64.readUInt32LE(0) !== signatures.end64) throw damaged
    place = {
      count: Number(end64.readBigUInt64LE(32)),
      size: Number(end64.readBigUInt64LE(40)),
      at: Number(end64.readBigUInt64LE(48))
    }
  }
  if (place.size > largestDirectory || place.at + place.size > size) throw damaged
  const entries = parseDirectory(await readAt(handle, place.at, place.size), place.count)
  if (entries === undefined) throw damaged
  return entries
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length)
  const { bytesRead } = await handle.read(bytes, 0, length, position)
  return bytes.subarray(0, bytesRead)
}
