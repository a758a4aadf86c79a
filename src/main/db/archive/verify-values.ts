import { Buffer } from 'node:buffer'
import { slackBytes, viewOf } from '../../archive/parse/byte-words.ts'
import type { ReadDb } from '../handle.ts'

/** Texts read in one go: so few that a block whose values lie anywhere does not keep other questions waiting. */
const textsAtOnce = 32
/** No text has this byte as it is: what there is not makes every row another. */
const absence = 0

/** A column's dictionary as its texts stand within a JSON string, read when they are needed. */
export class PrintedValues {
  readonly #db: ReadDb
  readonly #tableId: number
  readonly #columnId: number
  bytes: Buffer = Buffer.alloc(4096, absence)
  view: DataView = viewOf(this.bytes)
  #length = 1
  /** By value id; an end of 0 where the text was not read yet. */
  #starts = new Uint32Array(1024)
  #ends = new Uint32Array(1024).fill(1, 0, 1)
  /** The largest id that the dictionary is known to have. */
  #last = 0

  constructor(db: ReadDb, tableId: number, columnId: number) {
    this.#db = db
    this.#tableId = tableId
    this.#columnId = columnId
  }

  /** Memory that it takes, bytes. */
  get byteLength(): number {
    return this.bytes.length + this.#starts.byteLength * 2
  }

  /** Finds the texts of ids, 0 for none; `starts` of the others are left as they are. */
  find(ids: Uint32Array, rowCount: number, starts: Uint32Array, ends: Uint32Array): void {
    for (let row = 0; row < rowCount; row += 1) {
      const id = ids[row] as number
      if (id === 0) continue
      const place = this.#placeOf(id)
      starts[row] = this.#starts[place] as number
      ends[row] = this.#ends[place] as number
    }
  }

  /** The text; `undefined` where the dictionary does not have it. */
  text(id: number): string | undefined {
    const place = this.#placeOf(id)
    const start = this.#starts[place] as number
    if (start === 0) return undefined
    return JSON.parse(`"${this.bytes.toString('utf8', start, this.#ends[place])}"`) as string
  }

  /** Where the id's text is noted: 0, as of a text that there is not, for ids beyond the dictionary. */
  #placeOf(id: number): number {
    if (id < this.#ends.length && this.#ends[id] !== 0) return id
    if (id > this.#last) this.#last = this.#lastId()
    // a damaged block may name any id of 32 bits
    if (id > this.#last) return 0
    this.#read(id)
    return id
  }

  #lastId(): number {
    const found = this.#db.get<{ last: number | null }>(
      'SELECT max(value_id) AS last FROM archived_values WHERE table_id = :tableId AND column_id = :columnId',
      { tableId: this.#tableId, columnId: this.#columnId }
    )
    return found?.last ?? 0
  }

  #read(id: number): void {
    const from = id - (id % textsAtOnce)
    const found = this.#db.all<{ valueId: number; text: string }>(
      `SELECT value_id AS valueId, text FROM archived_values
       WHERE table_id = :tableId AND column_id = :columnId AND value_id >= :from AND value_id < :to`,
      { tableId: this.#tableId, columnId: this.#columnId, from, to: from + textsAtOnce }
    )
    if (from + textsAtOnce > this.#ends.length) this.#widen(from + textsAtOnce)
    this.#starts.fill(0, from, from + textsAtOnce)
    this.#ends.fill(1, from, from + textsAtOnce)
    for (const { valueId, text } of found) {
      const printed = JSON.stringify(text).slice(1, -1)
      this.#makeRoom(printed.length * 3)
      this.#starts[valueId] = this.#length
      this.#length += this.bytes.write(printed, this.#length)
      this.#ends[valueId] = this.#length
    }
  }

  #widen(needed: number): void {
    const size = Math.max(needed, this.#ends.length * 2)
    const starts = new Uint32Array(size)
    const ends = new Uint32Array(size)
    starts.set(this.#starts)
    ends.set(this.#ends)
    this.#starts = starts
    this.#ends = ends
  }

  #makeRoom(count: number): void {
    if (this.#length + count + slackBytes <= this.bytes.length) return
    const larger = Buffer.alloc(Math.max(this.#length + count + slackBytes, this.bytes.length * 2))
    larger.set(this.bytes.subarray(0, this.#length))
    this.bytes = larger
    this.view = viewOf(larger)
  }
}
