import {
  copyFileSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
  closeSync
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EventBatch } from '../../../src/main/archive/event-batch.ts'
import { archivedDays } from '../../../src/main/db/archive/archived-days.ts'
import { indexTail } from '../../../src/main/db/archive/index-blocks.ts'
import { pruneDays } from '../../../src/main/db/archive/prune-days.ts'
import { Salvage } from '../../../src/main/db/salvage/salvage.ts'
import { SeededRandom } from '../../support/seeded-random.ts'
import { ArchiveDatabase } from './archive-database.ts'
import { auditPath, canonicalOf, inputOf, type PlainRow } from './archive-fixture.ts'

const start = Date.UTC(2026, 0, 1)
const random = new SeededRandom(11)
const rowAt = (n: number): PlainRow => ({
  TIME: new Date(start + n * 120_000).toISOString(),
  ID: `event-${n}-${random.uuid()}`,
  ACTOR: `actor ${random.below(50)}`,
  KIND: `kind ${n % 5}`,
  NOTE: n % 3 === 0 ? `${'a note that is long '.repeat(1 + random.below(20))}${n % 40}` : undefined
})

let folder: string
let file: string
let archive: ArchiveDatabase
/** Canonical forms of all rows, sorted. */
let truth: string[]
let pagesOf: Map<number, string>

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'vigil-salvage-'))
  archive = new ArchiveDatabase()
  for (let from = 0; from < 9_000; from += 3_000)
    archive.commit(inputOf(Array.from({ length: 3_000 }, (_, n) => rowAt(from + n))))
  archive.commit(inputOf([{ OTHER: 'of another table' }, { OTHER: 'of another table' }], { path: ['B'] }))
  archive.run((db) => indexTail(db, 1, { minRows: 1 }))
  const [first] = archivedDays(archive.handle)
  archive.run((db) =>
    pruneDays(db, [
      {
        tableId: 1,
        day: first?.day ?? 0,
        rows: first?.rows ?? 0,
        head: first?.head ?? '',
        reason: 'days:1',
        prunedAtMs: 5,
        signature: new Uint8Array(64),
        publicKey: new Uint8Array(32)
      }
    ])
  )
  truth = [...archive.rows(1), ...archive.rows(2)].map(({ row }) => canonicalOf(row)).sort()
  pagesOf = new Map(
    (archive.handle.raw.prepare('SELECT pageno, name FROM dbstat').all() as { pageno: number; name: string }[]).map(
      ({ pageno, name }) => [pageno, name]
    )
  )
  // some of it is in the log alone
  archive.handle.raw.pragma('wal_checkpoint(TRUNCATE)')
  file = path.join(folder, 'archive.sqlite')
  copyFileSync(archive.file, file)
}, 60_000)
afterAll(() => {
  archive.dispose()
  rmSync(folder, { recursive: true, force: true })
})

/** Rows as they were read from a damaged copy, in canonical form, by a reader of batches of its own. */
function salvaged(name: string, backup?: string): { rows: string[]; overview: ReturnType<Salvage['overview']> } {
  const salvage = new Salvage(path.join(folder, name), backup)
  const rows: string[] = []
  for (let place: number | undefined = 0; place !== undefined; ) {
    const step = salvage.rows(place)
    for (const { batch } of step.parts) rows.push(...rowsOf(batch))
    place = step.nextPlace
  }
  const overview = salvage.overview()
  salvage.close()
  return { rows: rows.sort(), overview }
}
function rowsOf({ rowCount, columns }: EventBatch): string[] {
  const decoder = new TextDecoder()
  return Array.from({ length: rowCount }, (_, row) =>
    canonicalOf(
      Object.fromEntries(
        columns.flatMap(({ name, cells }) => {
          const code = cells.kind === 'dictionary' ? (cells.codes[row] ?? 0) : 0
          if (code === 0) return []
          const { bytes, ends } = cells.texts
          return [[name, decoder.decode(bytes.subarray(code === 1 ? 0 : ends[code - 2], ends[code - 1]))]]
        })
      )
    )
  )
}
/** What of `all` is not in `some`, each as often as it is there more often. */
function without(all: readonly string[], some: readonly string[]): string[] {
  const left = new Map<string, number>()
  for (const one of some) left.set(one, (left.get(one) ?? 0) + 1)
  return all.filter((one) => {
    const count = left.get(one) ?? 0
    left.set(one, count - 1)
    return count <= 0
  })
}
function overwrite(name: string, page: number, bytes: Uint8Array, at = 0): void {
  const handle = openSync(path.join(folder, name), 'r+')
  writeSync(handle, bytes, 0, bytes.length, (page - 1) * 16_384 + at)
  closeSync(handle)
}
const randomBytes = (from: SeededRandom, length: number) => Uint8Array.from({ length }, () => from.below(256))

describe('what is read of an archive page by page', () => {
  it('is everything, where nothing is damaged, but no row of a day that has left', () => {
    const { rows, overview } = salvaged('archive.sqlite')
    expect(rows.length).toBe(truth.length)
    expect(without(truth, rows)).toEqual([])
    expect(overview).toMatchObject({ areCommitsWhole: true, stubs: [{ path: auditPath, rows: 720, reason: 'days:1' }] })
    expect(overview.toldDays.reduce((sum, day) => sum + day.rows, 0)).toBe(truth.length)
  })

  it('is what the log holds, too', () => {
    const log = new ArchiveDatabase()
    log.commit(inputOf([{ ID: 'in the file' }]))
    log.handle.raw.pragma('wal_checkpoint(TRUNCATE)')
    log.commit(inputOf([{ ID: 'in the log' }]))
    copyFileSync(log.file, path.join(folder, 'with-log'))
    copyFileSync(`${log.file}-wal`, path.join(folder, 'with-log-wal'))
    expect(salvaged('with-log').rows).toEqual(['{"ID":"in the file"}', '{"ID":"in the log"}'])
    log.dispose()
  })

  it.each(Array.from({ length: 36 }, (_, seed) => seed))(
    'with pages overwritten at random is true, and all that the damage does not touch (%i)',
    (seed) => {
      const own = new SeededRandom(500 + seed)
      const name = `damaged-${seed}`
      copyFileSync(file, path.join(folder, name))
      const pages = Math.floor(readFileSync(file).length / 16_384)
      const hit = Array.from({ length: 1 + own.below(4) }, () => 1 + own.below(pages))
      for (const page of hit)
        if (own.chance(0.5)) overwrite(name, page, randomBytes(own, 16_384))
        else overwrite(name, page, randomBytes(own, 1 + own.below(200)), own.below(16_000))
      const { rows } = salvaged(name)
      expect(without(rows, truth), 'rows that never were').toEqual([])
      const lost = without(truth, rows).length
      const tables = hit.map((page) => pagesOf.get(page) ?? 'none')
      const isOfRows = (table: string) => /^(event_blocks|archived_(values|columns|tables))$/.test(table)
      if (!tables.some(isOfRows)) expect(lost).toBe(0)
      // a page holds cells of a few blocks at most
      else if (!tables.some((table) => table.startsWith('archived_')))
        expect(lost).toBeLessThanOrEqual(hit.length * 8 * 256)
      rmSync(path.join(folder, name))
    }
  )

  it('is everything with a backup at hand, where the names of columns are gone', () => {
    copyFileSync(file, path.join(folder, 'nameless'))
    for (const [page, table] of pagesOf)
      if (/^archived_(columns|tables)$/.test(table)) overwrite('nameless', page, new Uint8Array(16_384))
    expect(salvaged('nameless').rows).toEqual([])
    expect(without(truth, salvaged('nameless', file).rows)).toEqual([])
  })

  it('is the first part of a file that was cut off, and nothing of one that is no database', () => {
    copyFileSync(file, path.join(folder, 'cut'))
    truncateSync(path.join(folder, 'cut'), Math.floor(readFileSync(file).length / 2))
    const { rows } = salvaged('cut', file)
    expect(without(rows, truth)).toEqual([])
    expect(rows.length).toBeGreaterThan(1_000)
    writeFileSync(path.join(folder, 'text'), 'this is not a database '.repeat(9_999))
    expect(salvaged('text').rows).toEqual([])
    writeFileSync(path.join(folder, 'nothing'), '')
    expect(salvaged('nothing').overview).toMatchObject({ blocks: 0, rows: 0 })
  })
})
