import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

/** Bytes of the header of SQLite's write-ahead log, and of that of each of its frames. */
const walHeaderBytes = 32
const frameHeaderBytes = 24
/** What an archive's pages have where the file no longer says it. */
const usualPageBytes = 16_384

/**
 * The pages of a database file, as its write-ahead log last had them, without SQLite: a damaged file is read page by page.
 * Formats: sqlite.org/fileformat2.html, 1.3 and 4.
 */
export class PageFile {
  readonly pageBytes: number
  readonly pageCount: number
  readonly #file: number
  readonly #wal: number | undefined
  /** Page to place in the log. */
  readonly #inWal = new Map<number, number>()

  /** @throws what the file system says when the file cannot be opened */
  constructor(file: string) {
    this.#file = openSync(file, 'r')
    const size = fstatSync(this.#file).size
    const header = Buffer.alloc(100)
    readSync(this.#file, header, 0, 100, 0)
    this.pageBytes = pageBytesOf(header)
    this.#wal = openIfThere(`${file}-wal`)
    let last = Math.ceil(size / this.pageBytes)
    if (this.#wal !== undefined) this.#readLog(this.#wal)
    for (const page of this.#inWal.keys()) last = Math.max(last, page)
    this.pageCount = last
  }

  /** @param page from 1. @returns zeros where the file ends before */
  page(page: number): Buffer {
    const bytes = Buffer.alloc(this.pageBytes)
    const inWal = this.#inWal.get(page)
    if (inWal !== undefined && this.#wal !== undefined) readSync(this.#wal, bytes, 0, this.pageBytes, inWal)
    else readSync(this.#file, bytes, 0, this.pageBytes, (page - 1) * this.pageBytes)
    return bytes
  }

  close(): void {
    closeSync(this.#file)
    if (this.#wal !== undefined) closeSync(this.#wal)
  }

  /** Frames count up to the last one that ends a transaction, as long as they are of the log's present round. */
  #readLog(wal: number): void {
    const size = fstatSync(wal).size
    const header = Buffer.alloc(walHeaderBytes)
    if (readSync(wal, header, 0, walHeaderBytes, 0) < walHeaderBytes || header.readUInt32BE(8) !== this.pageBytes)
      return
    const salt = header.subarray(16, 24)
    const frame = Buffer.alloc(frameHeaderBytes)
    let open = new Map<number, number>()
    for (
      let at = walHeaderBytes;
      at + frameHeaderBytes + this.pageBytes <= size;
      at += frameHeaderBytes + this.pageBytes
    ) {
      readSync(wal, frame, 0, frameHeaderBytes, at)
      if (frame.compare(salt, 0, 8, 8, 16) !== 0) return
      open.set(frame.readUInt32BE(0), at + frameHeaderBytes)
      if (frame.readUInt32BE(4) === 0) continue
      for (const [page, place] of open) this.#inWal.set(page, place)
      open = new Map()
    }
  }
}

function pageBytesOf(header: Buffer): number {
  const told = header.readUInt16BE(16)
  const bytes = told === 1 ? 65_536 : told
  const isOne = header.subarray(0, 15).toString('latin1') === 'SQLite format 3' && bytes >= 512
  return isOne && (bytes & (bytes - 1)) === 0 ? bytes : usualPageBytes
}

function openIfThere(file: string): number | undefined {
  try {
    return openSync(file, 'r')
  } catch {
    return undefined
  }
}
