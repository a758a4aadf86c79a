import { Buffer } from 'node:buffer'
import type { PackFinding } from '../../../shared/contract/evidence.ts'
import {
  chainFormat,
  type ChainLine,
  type ChainLineOf,
  chainLineSchema,
  packFiles
} from '../../../shared/domain/evidence-pack.ts'
import { blockHead, commitHash, genesis, hashBytes, toHex } from '../chain/hash-chain.ts'
import { isPrunedDaySigned } from '../chain/pruned-day.ts'
import type { ExpectedRow } from './row-diff.ts'

/** Rows handed on at a time. */
const rowsAtOnce = 4_096

/** A day of the chain as it was recomputed. */
export interface CheckedDay {
  readonly rowCount: number
  readonly exported: number
  /** The chain's state after so many rows, hex: at the end of every block. */
  readonly heads: ReadonlyMap<number, string>
}

/** Recomputes the chain of a pack from its lines, and hands out the hashes of its rows. */
export class ChainCheck {
  readonly findings: PackFinding[] = []
  readonly days = new Map<number, CheckedDay>()
  prunedDays = 0
  /** Commit id to its hash, of all that are listed. */
  readonly commits = new Map<number, string>()
  header: ChainLineOf<'chain'> | undefined
  lastCommit: { readonly commitId: number; readonly hash: string } | undefined
  rows = 0
  readonly #fixed = new Set<number>()
  #day: DayCheck | undefined
  #blocks = 0
  #line = 0
  #hasEnded = false

  /** The rows of the pack in the order of `events.ndjson`. */
  async *expectedRows(lines: AsyncGenerator<readonly Buffer[]>): AsyncGenerator<readonly ExpectedRow[]> {
    for await (const some of lines) {
      for (const bytes of some) {
        this.#line += 1
        const line = this.#parse(bytes)
        if (line === undefined) continue
        if (line.kind !== 'rows' && line.kind !== 'block') yield* this.#endDay()
        this.#take(line)
      }
    }
    yield* this.#endDay()
    if (!this.#hasEnded) this.#report('it ends before its end')
    for (const day of this.days.keys()) if (!this.#fixed.has(day)) this.#report(`no commit says how day ${day} ended`)
  }

  #parse(bytes: Buffer): ChainLine | undefined {
    let value: unknown
    try {
      value = JSON.parse(bytes.toString('utf8'))
    } catch {
      this.#report('the line is no JSON')
      return undefined
    }
    const parsed = chainLineSchema.safeParse(value)
    if (parsed.success) return parsed.data
    this.#report(`the line is none that Vigil writes: ${parsed.error.issues[0]?.path.join('.') ?? ''}`)
    return undefined
  }

  #take(line: ChainLine): void {
    switch (line.kind) {
      case 'chain':
        if (this.header !== undefined || this.#line !== 1) this.#report('a second beginning')
        this.header = line
        return
      case 'day':
        if (this.header === undefined) return this.#report(`the first line does not say ${chainFormat}`)
        if (this.days.has(line.day)) return this.#report(`day ${line.name} is there twice`)
        this.#day = new DayCheck(this.header, line, (detail) => this.#report(detail))
        return
      case 'rows':
        return this.#day === undefined ? this.#report('rows of no day') : this.#day.addRows(line.seqs)
      case 'block':
        this.#blocks += 1
        return this.#day === undefined ? this.#report('a block of no day') : this.#day.addBlock(line)
      case 'commit':
        return this.#takeCommit(line)
      case 'pruned-day':
        return this.#takePrunedDay(line)
      case 'end': {
        this.#hasEnded = true
        const { days, blocks, commits, rows } = line
        if (days !== this.days.size || blocks !== this.#blocks || commits !== this.commits.size || rows !== this.rows)
          this.#report('its last line counts other days, blocks, commits or rows')
      }
    }
  }

  /** A day whose rows have left is told by its stub, which the archive's key signed. */
  #takePrunedDay(line: ChainLineOf<'pruned-day'>): void {
    this.prunedDays += 1
    const { signature, publicKey } = line
    if (this.header === undefined || signature === undefined || publicKey === undefined) return
    const facts = { ...line, ...this.header }
    if (!isPrunedDaySigned(facts, Buffer.from(signature, 'hex'), Buffer.from(publicKey, 'hex')))
      this.#report(`the pruned day ${line.name} is not as it was signed`)
  }

  #takeCommit(line: ChainLineOf<'commit'>): void {
    const { commitId, previous, hash, days, tableId } = line
    const isSame = toHex(commitHash(Buffer.from(previous, 'hex'), line)) === hash
    if (!isSame) this.#report(`commit ${commitId} is not what its hash was made of`)
    const last = this.lastCommit
    if (last !== undefined && (commitId !== last.commitId + 1 || previous !== last.hash))
      this.#report(`commit ${commitId} does not follow the one before`)
    this.lastCommit = { commitId, hash }
    this.commits.set(commitId, hash)
    if (tableId !== this.header?.tableId) return
    for (const { day, rowCount, head } of days) {
      const known = this.days.get(day)
      if (known === undefined || rowCount > known.rowCount) continue
      if (known.heads.get(rowCount) !== head) this.#report(`commit ${commitId} says another head of day ${day}`)
      else if (rowCount === known.rowCount) this.#fixed.add(day)
    }
  }

  *#endDay(): Generator<readonly ExpectedRow[]> {
    const day = this.#day
    if (day === undefined) return
    this.#day = undefined
    this.days.set(day.day, day.end())
    this.rows += day.exported
    yield* day.expected()
  }

  #report(detail: string): void {
    this.findings.push({ kind: 'chain-altered', file: packFiles.chain, detail: `line ${this.#line}: ${detail}` })
  }
}

/** One day: its blocks from the first on, and where its exported rows are among them. */
class DayCheck {
  readonly day: number
  readonly #tableId: number
  readonly #line: ChainLineOf<'day'>
  readonly #report: (detail: string) => void
  readonly #heads = new Map<number, string>()
  readonly #seqs: number[] = []
  #state: Uint8Array
  #seq = 0
  /** Places in `#seqs`, by the number in the day's chain; made with the first block. */
  #order: Uint32Array | undefined
  #leaves = Buffer.alloc(0)
  #taken = 0

  constructor(header: ChainLineOf<'chain'>, line: ChainLineOf<'day'>, report: (detail: string) => void) {
    this.day = line.day
    this.#tableId = header.tableId
    this.#line = line
    this.#report = report
    this.#state = genesis({ organizationId: header.organizationId, pathText: header.pathText, day: line.day })
    if (toHex(this.#state) !== line.genesis)
      report(`day ${line.name} does not begin with this organization, table and day`)
  }

  get exported(): number {
    return this.#seqs.length
  }

  addRows(seqs: readonly number[]): void {
    if (this.#order !== undefined) return this.#report('rows after the first block of their day')
    for (const seq of seqs) this.#seqs.push(seq)
  }

  addBlock({ firstSeq, count, head, leaves: hex, leavesBase64 }: ChainLineOf<'block'>): void {
    const leaves = hex === undefined ? Buffer.from(leavesBase64 ?? '', 'base64') : Buffer.from(hex, 'hex')
    const name = `${this.#tableId}.${this.day}.${firstSeq}`
    if (firstSeq !== this.#seq || leaves.length !== count * hashBytes) {
      this.#report(`the block of row ${name} does not follow the one before, or has not its rows' hashes`)
      return
    }
    const state = blockHead(this.#state, { day: this.day, firstSeq, leaves })
    if (toHex(state) !== head) this.#report(`the block of row ${name} does not lead to its head`)
    // what comes after is checked against what is said, so that one alteration is one finding
    this.#state = Buffer.from(head, 'hex')
    this.#seq += count
    this.#heads.set(this.#seq, head)
    this.#pick(firstSeq, count, leaves)
  }

  end(): CheckedDay {
    const { rowCount, head, exported, name } = this.#line
    if (this.#seq !== rowCount || toHex(this.#state) !== head) this.#report(`day ${name} does not end as it says`)
    if (this.#taken !== this.#seqs.length || this.#seqs.length !== exported)
      this.#report(`day ${name} does not have the rows that are exported`)
    return { rowCount, exported, heads: this.#heads }
  }

  *expected(): Generator<readonly ExpectedRow[]> {
    const count = this.#leaves.length / hashBytes
    for (let from = 0; from < count; from += rowsAtOnce) {
      const rows: ExpectedRow[] = []
      for (let row = from; row < Math.min(from + rowsAtOnce, count); row += 1)
        rows.push({
          leaf: this.#leaves.toString('hex', row * hashBytes, (row + 1) * hashBytes),
          rowId: `${this.#tableId}.${this.day}.${this.#seqs[row]}`
        })
      yield rows
    }
  }

  /** Keeps the hashes of the block's exported rows, in the order of the lines. */
  #pick(firstSeq: number, count: number, leaves: Buffer): void {
    const seqs = this.#seqs
    if (this.#order === undefined) {
      this.#order = Uint32Array.from(seqs, (_, index) => index).sort(
        (one, other) => (seqs[one] ?? 0) - (seqs[other] ?? 0)
      )
      this.#leaves = Buffer.alloc(seqs.length * hashBytes)
    }
    for (let last = -1; this.#taken < seqs.length; this.#taken += 1) {
      const place = this.#order[this.#taken] ?? 0
      const seq = seqs[place] ?? 0
      if (seq >= firstSeq + count) return
      if (seq === last) this.#report(`row ${this.#tableId}.${this.day}.${seq} is exported twice`)
      last = seq
      // a row of a block that was not there has no hash
      if (seq < firstSeq) continue
      leaves.copy(this.#leaves, place * hashBytes, (seq - firstSeq) * hashBytes, (seq - firstSeq + 1) * hashBytes)
    }
  }
}
