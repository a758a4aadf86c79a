import { gzipSync } from 'node:zlib'
import type { QuarantineReason } from '../../src/main/archive/event-batch.ts'
import { brokenCsv } from './broken-csv.ts'
import { brokenJsonl } from './broken-jsonl.ts'
import { SeededRandom } from './seeded-random.ts'

/** Column that holds the time in every broken file. */
export const brokenFileTimeColumn = 'EVENT_TIME'

/** A record as a generator wrote it, and what has to become of it. */
export interface BrokenRecord {
  readonly bytes: Buffer
  /** Lines that it takes up. */
  readonly lines: number
  readonly becomes:
    | 'nothing'
    | { readonly row: Readonly<Record<string, string>> }
    | { readonly reason: QuarantineReason }
}

/** A file with damage of known kinds in known places. */
export interface BrokenFile {
  readonly bytes: Buffer
  readonly rows: readonly Readonly<Record<string, string>>[]
  readonly quarantined: readonly { readonly line: number; readonly reason: QuarantineReason }[]
  /** Whether all of it can be told row by row; of a file that ends within gzip data only the beginning is certain. */
  readonly isCut: boolean
  readonly about: string
}

/** What a file is like as a whole. */
export interface Surroundings {
  readonly newline: '\n' | '\r\n'
  readonly isUtf16: boolean
  readonly delimiter: string
}

/** Makes the file of a seed: the same one every time. */
export function brokenFile(seed: number): BrokenFile {
  const random = new SeededRandom(seed)
  const format = random.pick(['jsonl', 'csv'] as const)
  const encoding = random.pick(['utf-8', 'utf-8', 'utf-8-mark', 'utf-16le', 'utf-16be'] as const)
  const surroundings: Surroundings = {
    newline: random.pick(['\n', '\r\n'] as const),
    isUtf16: encoding.startsWith('utf-16'),
    delimiter: random.pick([',', ';', '\t'])
  }
  const count = 20 + random.below(120)
  const records = format === 'csv' ? brokenCsv(random, surroundings, count) : brokenJsonl(random, surroundings, count)
  const rows: Readonly<Record<string, string>>[] = []
  const quarantined: { line: number; reason: QuarantineReason }[] = []
  let line = 1
  for (const { becomes, lines } of records) {
    if (becomes !== 'nothing' && 'row' in becomes) rows.push(becomes.row)
    if (becomes !== 'nothing' && 'reason' in becomes) quarantined.push({ line, reason: becomes.reason })
    line += lines
  }
  const text = Buffer.concat(records.map((record) => record.bytes))
  const plain = encoded(text, encoding)
  const compression = random.pick(['none', 'none', 'gzip', 'members', 'cut'] as const)
  const bytes = compressed(random, plain, compression)
  const about = `seed ${seed}: ${format}, ${encoding}, ${compression}, ${JSON.stringify(surroundings)}`
  return { bytes, rows, quarantined, isCut: compression === 'cut', about }
}

function encoded(text: Buffer, encoding: 'utf-8' | 'utf-8-mark' | 'utf-16le' | 'utf-16be'): Buffer {
  if (encoding === 'utf-8') return text
  if (encoding === 'utf-8-mark') return Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), text])
  const wide = Buffer.from(`\ufeff${text.toString()}`, 'utf16le')
  return encoding === 'utf-16le' ? wide : wide.swap16()
}

function compressed(random: SeededRandom, plain: Buffer, kind: 'none' | 'gzip' | 'members' | 'cut'): Buffer {
  if (kind === 'none') return plain
  if (kind === 'gzip') return gzipSync(plain)
  const middle = random.below(plain.length)
  const members = [gzipSync(plain.subarray(0, middle)), gzipSync(plain.subarray(middle))]
  const all = Buffer.concat(members)
  return kind === 'members' ? all : all.subarray(0, all.length - 9 - random.below((members[1]?.length ?? 20) - 20))
}
