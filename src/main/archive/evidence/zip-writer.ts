import { createReadStream, createWriteStream } from 'node:fs'
import { open, type FileHandle, rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { crc32, createDeflateRaw, type DeflateRaw } from 'node:zlib'
import { directory, localHeader, type ZipEntry } from './zip-format.ts'

/** Half the time of the usual level for a tenth more bytes. */
const level = 3

/** Where bytes of one file go. */
export interface ByteSink {
  write(bytes: Uint8Array): Promise<void>
  end(): Promise<void>
}

interface Spooled {
  readonly file: string
  readonly entry: Omit<ZipEntry, 'offset'>
}

/**
 * Writes a zip of which several entries can be open at once: the first goes straight into it, the others are packed into
 * files beside it and put behind the first at the end.
 */
export class ZipWriter {
  readonly #file: string
  readonly #handle: FileHandle
  readonly #atMs: number
  readonly #entries: ZipEntry[] = []
  readonly #spooled: Spooled[] = []
  readonly #streams = new Set<DeflateRaw>()
  readonly #files: string[] = []
  #opened = 0
  #end = 0

  private constructor(file: string, handle: FileHandle, atMs: number) {
    this.#file = file
    this.#handle = handle
    this.#atMs = atMs
    this.#files.push(file)
  }

  /** @param file must not be there @param atMs the time of its entries */
  static async create(file: string, atMs: number): Promise<ZipWriter> {
    return new ZipWriter(file, await open(file, 'wx'), atMs)
  }

  async open(name: string): Promise<ByteSink> {
    this.#opened += 1
    if (this.#opened > 1) return this.#spool(name)
    const header = localHeader(entryOf(name), this.#atMs)
    await this.#writeAt(header, 0)
    const sink = this.#deflate(this.#file, header.length)
    return {
      write: (bytes) => sink.write(bytes),
      end: async () => {
        const entry = { ...entryOf(name), ...(await sink.end()) }
        await this.#writeAt(localHeader(entry, this.#atMs), 0)
        this.#entries.push({ ...entry, offset: 0 })
        this.#end = header.length + entry.packedBytes
      }
    }
  }

  /** Every entry has ended. */
  async finish(): Promise<void> {
    for (const { file, entry } of this.#spooled) {
      const offset = this.#end
      const header = localHeader(entry, this.#atMs)
      await this.#writeAt(header, offset)
      const start = offset + header.length
      await pipeline(createReadStream(file), createWriteStream(this.#file, { flags: 'r+', start }))
      await rm(file)
      this.#end = start + entry.packedBytes
      this.#entries.push({ ...entry, offset })
    }
    await this.#writeAt(directory(this.#entries, this.#end, this.#atMs), this.#end)
    await this.#handle.sync()
    await this.#handle.close()
  }

  async abandon(): Promise<void> {
    for (const stream of this.#streams) stream.destroy()
    await this.#handle.close().catch(() => undefined)
    for (const file of this.#files) await rm(file, { force: true })
  }

  #spool(name: string): ByteSink {
    const file = `${this.#file}.${this.#opened}`
    this.#files.push(file)
    const sink = this.#deflate(file, undefined)
    return {
      write: (bytes) => sink.write(bytes),
      end: async () => {
        this.#spooled.push({ file, entry: { ...entryOf(name), ...(await sink.end()) } })
      }
    }
  }

  /** @param start in a file that is there; absent: a new file */
  #deflate(file: string, start: number | undefined) {
    const deflate = createDeflateRaw({ level })
    this.#streams.add(deflate)
    const target = createWriteStream(file, start === undefined ? { flags: 'wx' } : { flags: 'r+', start })
    const done = pipeline(deflate, target)
    // a failure is thrown by whichever call comes next
    done.catch(() => undefined)
    const facts = { crc: 0, bytes: 0 }
    return {
      async write(bytes: Uint8Array): Promise<void> {
        facts.crc = crc32(bytes, facts.crc)
        facts.bytes += bytes.length
        const written = new Promise<void>((resolve, reject) => {
          deflate.write(bytes, (error) => (error ? reject(error) : resolve()))
        })
        written.catch(() => undefined)
        // when the file fails, what waits for room in the stream waits for ever
        await Promise.race([written, done])
      },
      async end(): Promise<{ readonly crc: number; readonly bytes: number; readonly packedBytes: number }> {
        deflate.end()
        await done
        return { ...facts, packedBytes: target.bytesWritten }
      }
    }
  }

  async #writeAt(bytes: Uint8Array, position: number): Promise<void> {
    for (let at = 0; at < bytes.length; )
      at += (await this.#handle.write(bytes, at, bytes.length - at, position + at)).bytesWritten
  }
}

function entryOf(name: string): Omit<ZipEntry, 'offset'> {
  return { name, isDeflated: true, crc: 0, packedBytes: 0, bytes: 0 }
}
