import { Buffer } from 'node:buffer'
import type { EventFilter } from '../../shared/domain/event-filter.ts'
import { packFiles, type PackManifest } from '../../shared/domain/evidence-pack.ts'
import { AppError } from '../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import { dayMs } from '../../shared/kit/time.ts'
import { ChainLines } from '../archive/evidence/chain-lines.ts'
import { type CsvForm, csvHeader } from '../archive/evidence/csv-check.ts'
import type { DayEnd, PackRows, PackState } from '../archive/evidence/pack-parts.ts'
import { readmeText } from '../archive/evidence/pack-readme.ts'
import { signatureText } from '../archive/evidence/pack-signature.ts'
import type { PackedFile, PackEntry, PackWriter } from '../archive/evidence/pack-writer.ts'
import type { EvidenceStore } from '../stores/evidence-store.ts'

/** Rows a step: with wide rows a megabyte, some ms of the reader and less of the main thread. */
const rowsPerStep = 1_000
const stepBudgetMs = 200
/** Blocks a step: half a megabyte of hashes. */
const blocksPerStep = 32
const commitsPerStep = 500

/** Signs manifests; or why it cannot. */
export type PackKey =
  | { readonly publicKey: Uint8Array; readonly sign: (bytes: Uint8Array) => Uint8Array }
  | { readonly reason: string }

export interface PackToWrite {
  readonly organizationId: OrganizationId
  readonly path: readonly string[]
  /** With the range of time. */
  readonly filter: EventFilter
  readonly csv: CsvForm
  readonly state: PackState & { readonly rowCount: number }
  readonly manifest: Omit<PackManifest, 'files' | 'signature' | 'rowCount'>
  readonly key: PackKey
  readonly signal: AbortSignal
  /** After every step. */
  readonly onProgress: (progress: { readonly rows: number; readonly bytes: number }) => void
}

/**
 * Writes all files of a pack, in steps; memory stays flat. The pack is not yet in its place afterwards.
 * @throws AppError `cancelled`, `evidence-incomplete` when the archive lost rows meanwhile, `database-damaged`
 */
export async function writePack(store: EvidenceStore, writer: PackWriter, pack: PackToWrite): Promise<void> {
  const events = await writer.open(packFiles.events)
  const csv = await writer.open(packFiles.csv)
  const chain = await writer.open(packFiles.chain)
  const written = await new RowsOfPack(store, pack, { events, csv, chain }).write()
  if (written !== pack.state.rowCount) throw incomplete(`${written} of ${pack.state.rowCount} rows`)
  const files: PackedFile[] = [await events.end(), await csv.end(), await chain.end()]
  const { key } = pack
  const signature: PackManifest['signature'] =
    'reason' in key
      ? { isSigned: false, reason: key.reason }
      : { isSigned: true, publicKey: Buffer.from(key.publicKey).toString('hex') }
  const facts = { ...pack.manifest, signature, rowCount: written }
  files.push(await writeWhole(writer, packFiles.readme, readmeText(facts)))
  const manifest = `${JSON.stringify({ ...facts, files } satisfies PackManifest, undefined, 2)}\n`
  await writeWhole(writer, packFiles.manifest, manifest)
  if ('reason' in key) return
  const signed = signatureText(key.publicKey, key.sign(Buffer.from(manifest)))
  await writeWhole(writer, packFiles.signature, signed)
}

interface RowEntries {
  readonly events: PackEntry
  readonly csv: PackEntry
  readonly chain: PackEntry
}

class RowsOfPack {
  readonly #store: EvidenceStore
  readonly #pack: PackToWrite
  readonly #entries: RowEntries
  readonly #lines: ChainLines
  readonly #ends: ReadonlyMap<number, DayEnd>
  #bytes = 0
  #rows = 0
  /** The first commit that fixes the end of one of the days. */
  #firstCommitId = Number.MAX_SAFE_INTEGER
  #day: { readonly day: number; readonly seqs: number[] } | undefined

  constructor(store: EvidenceStore, pack: PackToWrite, entries: RowEntries) {
    const { organizationId, state } = pack
    this.#store = store
    this.#pack = pack
    this.#entries = entries
    this.#lines = new ChainLines({ organizationId, pathText: state.pathText, tableId: state.tableId })
    this.#ends = new Map(state.days.map((end) => [end.day, end]))
  }

  /** @returns how many rows there were */
  async write(): Promise<number> {
    await this.#write('csv', csvHeader(this.#pack.csv))
    await this.#write('chain', this.#lines.header())
    for await (const step of this.#steps()) {
      await Promise.all([this.#write('events', step.events), this.#write('csv', step.csv)])
      this.#rows += step.places.length / 2
      await this.#takePlaces(step.places)
      this.#told()
    }
    await this.#writeDay()
    await this.#writeCommits()
    await this.#write('chain', this.#prunedDays() + this.#lines.end())
    return this.#rows
  }

  /** The next rows are read while those before them are packed. */
  async *#steps(): AsyncGenerator<PackRows> {
    let ahead: Promise<PackRows> | undefined = this.#read(undefined)
    while (ahead !== undefined) {
      const step: PackRows = await ahead
      ahead = step.nextCursor === undefined ? undefined : this.#read(step.nextCursor)
      // it is awaited only where these rows could be written
      ahead?.catch(() => undefined)
      yield step
    }
  }

  #read(cursor: string | undefined): Promise<PackRows> {
    const { organizationId, path, filter, csv, state } = this.#pack
    return this.#store.rows(organizationId, {
      path,
      filter,
      csv,
      lastBlockId: state.lastBlockId,
      limit: rowsPerStep,
      budgetMs: stepBudgetMs,
      ...(cursor === undefined ? {} : { cursor })
    })
  }

  /** Rows come day by day, so that a day's chain is written when its last row is known. */
  async #takePlaces(places: Int32Array): Promise<void> {
    for (let at = 0; at < places.length; at += 2) {
      const day = places[at] ?? 0
      if (this.#day?.day !== day) {
        await this.#writeDay()
        this.#day = { day, seqs: [] }
      }
      this.#day?.seqs.push(places[at + 1] ?? 0)
    }
  }

  async #writeDay(): Promise<void> {
    const now = this.#day
    if (now === undefined) return
    this.#day = undefined
    const { organizationId, state } = this.#pack
    const end = this.#ends.get(now.day)
    if (end === undefined) throw incomplete(`day ${now.day} is not there any more`)
    await this.#write('chain', this.#lines.day(end, now.seqs))
    const exported = Uint32Array.from(now.seqs).sort()
    let next = 0
    for (let from = 0; from < end.rowCount; ) {
      const { tableId } = state
      const blocks = await this.#store.blocks(organizationId, {
        tableId,
        day: now.day,
        from,
        before: end.rowCount,
        limit: blocksPerStep
      })
      const last = blocks.at(-1)
      if (last === undefined) throw incomplete(`day ${now.day} is not there any more`)
      const lines: string[] = []
      for (const block of blocks) {
        const first = next
        while (next < exported.length && (exported[next] ?? 0) < block.firstSeq + block.count) next += 1
        lines.push(this.#lines.block(block, next > first))
      }
      await this.#write('chain', lines.join(''))
      this.#told()
      from = last.firstSeq + last.count
      if (from >= end.rowCount) this.#firstCommitId = Math.min(this.#firstCommitId, last.commitId)
    }
  }

  async #writeCommits(): Promise<void> {
    const { organizationId, state } = this.#pack
    const last = state.commitCount
    for (let after = this.#firstCommitId - 1; after < last; ) {
      const commits = await this.#store.commits(organizationId, { after, last, limit: commitsPerStep })
      if (commits.length === 0) throw incomplete('commits are missing')
      await this.#write('chain', commits.map((commit) => this.#lines.commit(commit)).join(''))
      after = commits.at(-1)?.commitId ?? last
    }
  }

  /** Days of the range that left the archive before. */
  #prunedDays(): string {
    const { range } = this.#pack.manifest
    const isWithin = ({ day }: { readonly day: number }) =>
      (range.toMs === undefined || day * dayMs < range.toMs) &&
      (range.fromMs === undefined || (day + 1) * dayMs > range.fromMs)
    return this.#pack.state.prunedDays
      .filter(isWithin)
      .map((day) => this.#lines.prunedDay(day))
      .join('')
  }

  async #write(entry: keyof RowEntries, data: Uint8Array | string): Promise<void> {
    if (this.#pack.signal.aborted) throw new AppError('cancelled')
    const bytes = typeof data === 'string' ? Buffer.from(data) : data
    if (bytes.length === 0) return
    this.#bytes += bytes.length
    await this.#entries[entry].write(bytes)
  }

  #told(): void {
    this.#pack.onProgress({ rows: this.#rows, bytes: this.#bytes })
  }
}

async function writeWhole(writer: PackWriter, name: string, text: string): Promise<PackedFile> {
  const entry = await writer.open(name)
  await entry.write(Buffer.from(text))
  return entry.end()
}

function incomplete(detail: string): AppError {
  return new AppError('evidence-incomplete', { detail })
}
