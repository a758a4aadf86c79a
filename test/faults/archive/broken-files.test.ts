import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { identityOf } from '../../../src/main/sync/file-identity.ts'
import { brokenFile, brokenFileTimeColumn } from '../../support/broken-files.ts'
import { openArchiveWork } from './archive-work.ts'
import { countTexts } from './check-archive.ts'
import { canonical, readArchive } from './independent-archive.ts'

const id = '2b3c4d5e-6f70-4a81-9b92-a3b4c5d6e7f8'
const seeds = Array.from({ length: 60 }, (_, place) => 1_001 + place)

it('of broken files of every kind the good rows land, each once, and the bad ones are in quarantine with line and reason', {
  timeout: 300_000
}, async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'vigil-broken-'))
  const archive = path.join(folder, 'organizations', id, 'archive.sqlite')
  const world = { endMs: Date.now(), rowsPerDay: 1, hasIds: true }
  const work = await openArchiveWork(folder, id, world, () => undefined)
  try {
    const files = seeds.map((seed) => ({ seed, ...brokenFile(seed) }))
    const imports = await Promise.all(
      files.map(async ({ seed, bytes }) => {
        const file = path.join(folder, `broken-${seed}.dat`)
        writeFileSync(file, bytes)
        await work.reader.ledger.chooseRole(work.id, ['OF', `${seed}`], 'time', brokenFileTimeColumn, 1)
        return {
          ...(await identityOf(file)),
          path: ['OF', `${seed}`],
          fileName: path.basename(file),
          origin: 'drop' as const
        }
      })
    )
    await work.imports.add(work.id, imports)
    const ended = async () => (await work.reader.imports.list(work.id, { limit: 100 })).toReversed()
    while ((await ended()).some(({ state }) => state === 'waiting' || state === 'reading'))
      await new Promise((resolve) => setTimeout(resolve, 50))
    const outcomes = await ended()
    expect(outcomes.map(({ state }) => state).filter((state) => state !== 'complete' && state !== 'failed')).toEqual([])
    await work.close()

    const says = readArchive(archive, id)
    const database = new Database(archive, { readonly: true })
    let landed = 0
    let cut = 0
    for (const [place, { seed, rows, quarantined, isCut, about }] of files.entries()) {
      const table = says?.tables.find((one) => one.path[1] === `${seed}`)
      const outcome = outcomes[place]
      const kept = table?.rows.map(({ text }) => text) ?? []
      const expected = countTexts(rows.map((row) => canonical(Object.entries(row))))
      const bad = database
        .prepare('SELECT line, reason FROM quarantined_lines WHERE table_id = ? ORDER BY line, reason')
        .all(table?.tableId ?? -1) as { line: number; reason: string }[]
      if (isCut) {
        // of a file that ends within its compressed data what came before the cut has landed, and nothing made up
        cut += 1
        for (const [text, count] of countTexts(kept))
          expect({ about, text, count }).toEqual({ about, text, count: expected.get(text) })
        if (outcome?.state === 'complete') expect({ about, bad: bad.length }).not.toEqual({ about, bad: 0 })
        continue
      }
      expect({ about, kept: countTexts(kept) }).toEqual({ about, kept: expected })
      landed += kept.length
      if (rows.length === 0) continue
      const sorted = [...quarantined].sort(
        (one, other) => one.line - other.line || (one.reason < other.reason ? -1 : 1)
      )
      expect({ about, bad }).toEqual({ about, bad: sorted })
      expect({ about, told: outcome?.rowsQuarantined }).toEqual({ about, told: quarantined.length })
      expect({ about, told: (outcome?.rowsAdded ?? 0) + (outcome?.rowsKnown ?? 0) }).toEqual({
        about,
        told: rows.length
      })
    }
    database.close()
    expect(landed).toBeGreaterThan(500)
    expect(cut).toBeGreaterThan(3)
  } finally {
    await work.close()
    rmSync(folder, { recursive: true, force: true })
  }
})
