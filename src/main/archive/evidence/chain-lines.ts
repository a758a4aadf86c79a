import { Buffer } from 'node:buffer'
import { chainFormat, type ChainLine } from '../../../shared/domain/evidence-pack.ts'
import { dayName } from '../chain/day-number.ts'
import { genesis, toHex } from '../chain/hash-chain.ts'
import type { DayEnd, PackBlock, PackCommit, PrunedDay } from './pack-parts.ts'

/** Numbers of rows a line, so that no line grows without bound. */
const seqsPerLine = 4_096

/** Whose chain a pack's is. */
export interface PackChain {
  readonly organizationId: string
  readonly pathText: string
  readonly tableId: number
}

/** Prints `chain.ndjson`, in the order in which a verifier reads it. */
export class ChainLines {
  readonly #chain: PackChain
  #days = 0
  #blocks = 0
  #commits = 0
  #rows = 0

  constructor(chain: PackChain) {
    this.#chain = chain
  }

  header(): string {
    return print({ kind: 'chain', format: chainFormat, ...this.#chain })
  }

  /** @param seqs the day's exported rows in the order of `events.ndjson` */
  day(end: DayEnd, seqs: readonly number[]): string {
    this.#days += 1
    this.#rows += seqs.length
    const { organizationId, pathText } = this.#chain
    const { day, rowCount, head } = end
    const start = toHex(genesis({ organizationId, pathText, day }))
    const lines = [
      print({ kind: 'day', day, name: dayName(day), genesis: start, rowCount, head, exported: seqs.length })
    ]
    for (let at = 0; at < seqs.length; at += seqsPerLine)
      lines.push(print({ kind: 'rows', seqs: seqs.slice(at, at + seqsPerLine) }))
    return lines.join('')
  }

  /** @param hasExported whether a row of the block is in the pack, so that somebody may look for its hash */
  block({ firstSeq, count, head, leaves }: PackBlock, hasExported: boolean): string {
    this.#blocks += 1
    const bytes = Buffer.from(leaves.buffer, leaves.byteOffset, leaves.length)
    const printed = hasExported ? { leaves: bytes.toString('hex') } : { leavesBase64: bytes.toString('base64') }
    return print({ kind: 'block', firstSeq, count, head: toHex(head), ...printed })
  }

  commit(commit: PackCommit): string {
    this.#commits += 1
    return print({ kind: 'commit', ...commit, days: [...commit.days] })
  }

  prunedDay(day: PrunedDay): string {
    return print({ kind: 'pruned-day', name: dayName(day.day), ...day })
  }

  end(): string {
    return print({ kind: 'end', days: this.#days, blocks: this.#blocks, commits: this.#commits, rows: this.#rows })
  }
}

function print(line: ChainLine): string {
  return `${JSON.stringify(line)}\n`
}
