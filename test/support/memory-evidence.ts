import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { canonicalRow } from '../../src/main/archive/canonical-row.ts'
import { dayOf } from '../../src/main/archive/chain/day-number.ts'
import { blockHead, commitHash, firstCommitHash, genesis, toHex } from '../../src/main/archive/chain/hash-chain.ts'
import { csvRow } from '../../src/main/archive/evidence/csv-check.ts'
import type {
  DayEnd,
  PackBlock,
  PackCommit,
  PackRows,
  PackRowsRequest,
  PackState,
  PrunedDay
} from '../../src/main/archive/evidence/pack-parts.ts'
import { createPackWriter } from '../../src/main/archive/evidence/pack-writer.ts'
import { type PackKey, writePack } from '../../src/main/services/evidence-writing.ts'
import type { EvidenceStore } from '../../src/main/stores/evidence-store.ts'
import type { EventFilter } from '../../src/shared/domain/event-filter.ts'
import { packFormat } from '../../src/shared/domain/evidence-pack.ts'
import { newOrganizationId, type OrganizationId } from '../../src/shared/kit/ids.ts'

export type EvidenceRow = Readonly<Record<string, string>>

interface Kept {
  readonly row: EvidenceRow
  readonly atMs: number
  readonly seq: number
}

interface Block extends PackBlock {
  readonly day: number
}

const rowsPerBlock = 256
export const evidencePath = ['SIGMA', 'AUDIT', 'AUDIT_LOGS']

/** An archive of rows in memory, with a chain of its own making: the time is in TIME. Two commits, each of half the rows. */
export class MemoryEvidence implements EvidenceStore {
  readonly organizationId: OrganizationId
  readonly columns: readonly string[]
  readonly prunedDays: PrunedDay[] = []
  readonly #pathText = JSON.stringify(evidencePath)
  readonly #days = new Map<number, Kept[]>()
  readonly #blocks: Block[] = []
  readonly #commits: PackCommit[] = []
  readonly #isAsked: (row: EvidenceRow) => boolean

  /** @param isAsked which rows the filter matches */
  constructor(
    rows: readonly EvidenceRow[],
    isAsked: (row: EvidenceRow) => boolean = () => true,
    organizationId: OrganizationId = newOrganizationId()
  ) {
    this.organizationId = organizationId
    this.#isAsked = isAsked
    this.columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
    const half = Math.ceil(rows.length / 2)
    for (const some of [rows.slice(0, half), rows.slice(half)]) if (some.length > 0) this.#commit(some)
  }

  /** The archive's head as it is exported. */
  head() {
    const last = this.#commits.at(-1)
    return {
      format: 'vigil-archive-head/1' as const,
      organizationId: this.organizationId as string,
      commitCount: last?.commitId ?? 0,
      commitHash: last?.hash ?? toHex(firstCommitHash),
      tables: [{ path: evidencePath, days: this.#ends() }]
    }
  }

  /** The head as it was after the first commit. */
  firstHead() {
    const [first] = this.#commits
    if (first === undefined) throw new Error('there is no commit')
    const tables = [{ path: evidencePath, days: [...first.days] }]
    return { ...this.head(), commitCount: 1, commitHash: first.hash, tables }
  }

  async state(): Promise<PackState> {
    const { commitCount, commitHash: hash } = this.head()
    return {
      tableId: 1,
      pathText: this.#pathText,
      columns: this.columns,
      rowCount: this.#selected().length,
      lastBlockId: this.#blocks.length,
      commitCount,
      commitHash: hash,
      days: this.#ends(),
      prunedDays: this.prunedDays,
      machineUser: 'auditor'
    }
  }

  async rows(_id: string, { csv, cursor, limit }: PackRowsRequest): Promise<PackRows> {
    const selected = this.#selected()
    const from = Number(cursor ?? 0)
    const page = selected.slice(from, from + limit)
    return {
      events: Buffer.from(page.map(({ row }) => `${canonicalRow(Object.entries(row))}\n`).join('')),
      csv: Buffer.from(page.map(({ row }) => csvRow(csv, row)).join('')),
      places: Int32Array.from(page.flatMap(({ atMs, seq }) => [dayOf(atMs), seq])),
      ...(from + limit < selected.length ? { nextCursor: String(from + limit) } : {})
    }
  }

  async blocks(
    _id: string,
    { day, from, before, limit }: { day: number; from: number; before: number; limit: number }
  ): Promise<PackBlock[]> {
    return this.#blocks
      .filter((block) => block.day === day && block.firstSeq >= from && block.firstSeq < before)
      .slice(0, limit)
  }

  async commits(
    _id: string,
    { after, last, limit }: { after: number; last: number; limit: number }
  ): Promise<PackCommit[]> {
    return this.#commits.filter(({ commitId }) => commitId > after && commitId <= last).slice(0, limit)
  }

  #selected(): Kept[] {
    return [...this.#days.values()]
      .flat()
      .filter(({ row }) => this.#isAsked(row))
      .sort((one, other) => one.atMs - other.atMs || one.seq - other.seq)
  }

  #ends(): DayEnd[] {
    return [...this.#days]
      .sort(([one], [other]) => one - other)
      .map(([day, rows]) => ({
        day,
        rowCount: rows.length,
        head: toHex(this.#blocks.findLast((block) => block.day === day)?.head ?? firstCommitHash)
      }))
  }

  #commit(rows: readonly EvidenceRow[]): void {
    const commitId = this.#commits.length + 1
    const byDay = Map.groupBy(rows, (row) => dayOf(Date.parse(row['TIME'] ?? '')))
    for (const [day, ofDay] of byDay)
      for (let from = 0; from < ofDay.length; from += rowsPerBlock)
        this.#addBlock(commitId, day, ofDay.slice(from, from + rowsPerBlock))
    const previous = this.#commits.at(-1)?.hash ?? toHex(firstCommitHash)
    const facts = {
      commitId,
      tableId: 1,
      atMs: 1_800_000_000_000 + commitId,
      source: '{"kind":"export"}',
      rowsAdded: rows.length,
      rowsKnown: 0,
      rowsQuarantined: 0,
      days: this.#ends().filter(({ day }) => byDay.has(day))
    }
    this.#commits.push({ ...facts, previous, hash: toHex(commitHash(Buffer.from(previous, 'hex'), facts)) })
  }

  #addBlock(commitId: number, day: number, rows: readonly EvidenceRow[]): void {
    const known = this.#days.get(day) ?? []
    this.#days.set(day, known)
    const firstSeq = known.length
    const leaves = Buffer.concat(
      rows.map((row) =>
        createHash('sha256')
          .update(canonicalRow(Object.entries(row)))
          .digest()
      )
    )
    const before =
      this.#blocks.findLast((block) => block.day === day)?.head ??
      genesis({ organizationId: this.organizationId, pathText: this.#pathText, day })
    const head = blockHead(before, { day, firstSeq, leaves })
    this.#blocks.push({ commitId, day, firstSeq, count: rows.length, leaves, head })
    for (const row of rows) known.push({ row, atMs: Date.parse(row['TIME'] ?? ''), seq: known.length })
  }
}

/** Rows over three days, out of order within each, with texts that are no friends of CSV. */
export function sampleRows(count: number): EvidenceRow[] {
  const texts = ['plain', '=1+1', 'a,b', 'say "hi"', 'two\nlines', 'Ünïcode ✓', '-5', '']
  return Array.from({ length: count }, (_, index) => {
    const minute = (index * 7_919) % (3 * 1_440)
    return {
      TIME: new Date(Date.UTC(2026, 2, 14) + minute * 60_000).toISOString(),
      USER: `user${index % 5}@example.com`,
      DETAIL: `${texts[index % texts.length]}`,
      ...(index % 3 === 0 ? { OBJECT: `object ${index}` } : {})
    }
  })
}

export interface MadePack {
  readonly file: string
  readonly evidence: MemoryEvidence
}

const folders: string[] = []

/** A folder that `removePacks` deletes. */
export function packFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'vigil-pack-'))
  folders.push(folder)
  return folder
}

export function removePacks(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
}

/** Makes a pack as the program does. */
export async function makePack(
  options: {
    readonly rows?: readonly EvidenceRow[]
    readonly isAsked?: (row: EvidenceRow) => boolean
    readonly filter?: EventFilter
    readonly format?: 'zip' | 'folder'
    readonly key?: PackKey
    readonly columns?: readonly string[]
    readonly isSpreadsheetSafe?: boolean
    readonly evidence?: MemoryEvidence
  } = {}
): Promise<MadePack> {
  const { format = 'folder', isSpreadsheetSafe = true } = options
  const evidence = options.evidence ?? new MemoryEvidence(options.rows ?? sampleRows(1_200), options.isAsked)
  const file = path.join(packFolder(), format === 'zip' ? 'pack.zip' : 'pack')
  const state = await evidence.state()
  const filter: EventFilter =
    options.filter ?? (options.isAsked ? { kind: 'contains', text: 'asked' } : { kind: 'everything' })
  const csv = { columns: [...(options.columns ?? evidence.columns)], isSpreadsheetSafe }
  const writer = await createPackWriter(file, format, Date.UTC(2026, 5, 1))
  await writePack(evidence, writer, {
    organizationId: evidence.organizationId,
    path: evidencePath,
    filter,
    csv,
    state: { ...state, rowCount: state.rowCount ?? 0 },
    key: options.key ?? { reason: 'tests need none' },
    signal: new AbortController().signal,
    onProgress: () => undefined,
    manifest: {
      format: packFormat,
      madeAt: '2026-06-01T00:00:00.000Z',
      madeAtMs: Date.UTC(2026, 5, 1),
      madeBy: { application: 'Vigil', version: '1.2.3', machineUser: 'auditor', host: 'desk' },
      organization: {
        name: 'Acme',
        organizationId: evidence.organizationId,
        kind: 'sigma',
        apiUrl: 'https://x.example'
      },
      tablePath: evidencePath,
      filter,
      filterInWords: 'all events',
      range: { inWords: 'all times' },
      timeZone: 'Europe/Berlin',
      order: 'oldest first',
      columns: evidence.columns.map((name) => ({ name, firstSeenAt: '2026-01-01T00:00:00.000Z' })),
      roles: { time: 'TIME' },
      coverage: [],
      csv,
      archive: { commitCount: state.commitCount, commitHash: state.commitHash }
    }
  })
  await writer.finish()
  return { file, evidence }
}
