import { hashBytes, slackBytes, viewOf } from './byte-words.ts'
import { ColumnCells } from './column-cells.ts'
import { ValueTable } from './value-table.ts'

/** Most columns of a source; a row that brings more is no row of a table. */
export const columnLimit = 10_000

/** The columns of a source, numbered from 0 in the order in which they came. */
export class ColumnSet {
  readonly columns: ColumnCells[] = []
  /** Column numbers by rank. */
  byRank = new Int32Array(0)
  readonly #names = new ValueTable()

  /** The number of the column of this name, made where there is none yet; -1 where there are too many. */
  numberOf(name: string): number {
    const bytes = Buffer.from(name)
    const padded = new Uint8Array(bytes.length + slackBytes)
    padded.set(bytes)
    const view = viewOf(padded)
    return this.numberAt(view, 0, bytes.length, hashBytes(view, 0, bytes.length))
  }

  /** As `numberOf`, of the name in `view` from `start` to `end`. */
  numberAt(view: DataView, start: number, end: number, hash: number): number {
    const known = this.#names.find(view, start, end, hash)
    if (known !== 0) return known - 1
    if (this.columns.length >= columnLimit) return -1
    this.#names.intern(view, start, end, hash)
    const name = Buffer.from(view.buffer, view.byteOffset + start, end - start).toString()
    this.columns.push(new ColumnCells(name))
    this.#rank(name)
    return this.columns.length - 1
  }

  #rank(name: string): void {
    const number = this.columns.length - 1
    let low = 0
    let high = number
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.columns[this.byRank[middle] as number] as ColumnCells).name < name) low = middle + 1
      else high = middle
    }
    const ranks = new Int32Array(number + 1)
    ranks.set(this.byRank.subarray(0, low))
    ranks[low] = number
    ranks.set(this.byRank.subarray(low), low + 1)
    this.byRank = ranks
    for (let rank = low; rank <= number; rank += 1) (this.columns[ranks[rank] as number] as ColumnCells).rank = rank
  }
}
