import { Buffer } from 'node:buffer'
import { hash } from 'node:crypto'
import { canonicalJson } from './canonical-json.ts'
import { dayName } from './day-number.ts'

/** Length of a SHA-256, bytes. */
export const hashBytes = 32

/** The first byte of what is hashed says what it is, so that nothing can pass for something else. */
const marks = { block: 1, genesis: 2, commit: 3 } as const

/** What a chain of commits begins with. */
export const firstCommitHash: Uint8Array = new Uint8Array(hashBytes)

/** Whose chain it is. */
export interface ChainOfDay {
  readonly organizationId: string
  /** The table's path as a JSON array of texts. */
  readonly pathText: string
  /** UTC day, see `day-number.ts`. */
  readonly day: number
}

/** The state of a day's chain before its first row: SHA-256(0x02 ‖ organization ‖ 0 ‖ path ‖ 0 ‖ name of the day). */
export function genesis(chain: ChainOfDay): Uint8Array {
  const text = `${chain.organizationId}\0${chain.pathText}\0${dayName(chain.day)}`
  const bytes = Buffer.allocUnsafe(1 + Buffer.byteLength(text))
  bytes[0] = marks.genesis
  bytes.write(text, 1)
  return sha256(bytes)
}

/** Rows that follow each other in a day's chain. */
export interface BlockOfRows {
  readonly day: number
  /** Number of the day's rows before the first. */
  readonly firstSeq: number
  /** Their leaves, 32 bytes each, one after the other. */
  readonly leaves: Uint8Array
}

/** The state of a day's chain after a block: SHA-256(0x01 ‖ previous ‖ int32be(day) ‖ uint32be(firstSeq) ‖ uint32be(count) ‖ leaves). */
export function blockHead(previous: Uint8Array, block: BlockOfRows): Uint8Array {
  const bytes = Buffer.allocUnsafe(1 + hashBytes + 12 + block.leaves.length)
  bytes[0] = marks.block
  bytes.set(previous, 1)
  bytes.writeInt32BE(block.day, 33)
  bytes.writeUInt32BE(block.firstSeq, 37)
  bytes.writeUInt32BE(block.leaves.length / hashBytes, 41)
  bytes.set(block.leaves, 45)
  return sha256(bytes)
}

/** How far a day's chain has come. */
export interface DayHead {
  readonly day: number
  /** Rows of the whole day. */
  readonly rowCount: number
  /** The chain's state after them, as hex. */
  readonly head: string
}

/** All that a commit says of itself; every field is under its hash. */
export interface CommitFacts {
  readonly commitId: number
  readonly tableId: number
  readonly atMs: number
  /** As stored: JSON that says where the rows came from. */
  readonly source: string
  readonly rowsAdded: number
  readonly rowsKnown: number
  readonly rowsQuarantined: number
  /** The days that got rows, as they are after the commit. */
  readonly days: readonly DayHead[]
}

/** The link of a commit: SHA-256(0x03 ‖ hash of the commit before, or 32 zero bytes ‖ canonical JSON of its facts). */
export function commitHash(previous: Uint8Array, facts: CommitFacts): Uint8Array {
  const { commitId, tableId, atMs, source, rowsAdded, rowsKnown, rowsQuarantined, days } = facts
  const text = canonicalJson({
    commitId,
    tableId,
    atMs,
    source,
    rowsAdded,
    rowsKnown,
    rowsQuarantined,
    days: days.map(({ day, rowCount, head }) => ({ day, rowCount, head }))
  })
  const bytes = Buffer.allocUnsafe(1 + hashBytes + Buffer.byteLength(text))
  bytes[0] = marks.commit
  bytes.set(previous, 1)
  bytes.write(text, 1 + hashBytes)
  return sha256(bytes)
}

/** Bytes as lower-case hex. */
export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')
}

/** Whether two hashes are the same bytes. */
export function isSameHash(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0
}

function sha256(bytes: Uint8Array): Uint8Array {
  return Buffer.from(hash('sha256', bytes, 'binary'), 'latin1')
}
