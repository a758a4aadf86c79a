import { rowsPerSegment } from './part-kinds.ts'

/** Room for one segment in the making, of one column at a time; made once and used for one segment after the other. */
export class SegmentScratch {
  /** Value ids in the order of the blocks' rows. */
  readonly ids = new Uint32Array(rowsPerSegment)
  /** Value ids in the order of the segment's rows. */
  readonly sortedIds = new Uint32Array(rowsPerSegment)
  /** Rows that have a value in the column, and the value's id of each. */
  readonly presentRows = new Uint16Array(rowsPerSegment)
  readonly presentIds = new Uint32Array(rowsPerSegment)
  readonly codes = new Uint16Array(rowsPerSegment)
  readonly postings = new Uint16Array(rowsPerSegment)
  readonly rollupCodes = new Uint8Array(rowsPerSegment)
  readonly rollupCounts = new Uint32Array(rowsPerSegment)
  readonly isPresent = new Uint8Array(rowsPerSegment)
  readonly sortKeys = new Float64Array(rowsPerSegment)
  readonly numbers = new Float64Array(rowsPerSegment)
  readonly uuids = new Uint8Array(rowsPerSegment * 16)
  #byId = new Uint32Array(rowsPerSegment)

  /** Room for one number each of `count` ids, all 0; whoever takes it leaves it so. */
  byId(count: number): Uint32Array {
    if (this.#byId.length < count) this.#byId = new Uint32Array(Math.ceil(count * 1.25))
    return this.#byId
  }
}
