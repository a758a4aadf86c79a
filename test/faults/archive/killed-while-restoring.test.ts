import { spawn } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { randomSource } from '../sync/random-source.ts'
import { openArchiveWork } from './archive-work.ts'
import { rowsOfWorld } from './check-archive.ts'
import { readArchive } from './independent-archive.ts'
import { liveAndDie } from './kill-at-random.ts'
import { type World, worldJsonl, worldSize } from './known-world.ts'

const scriptOf = (name: string) => fileURLToPath(new URL(`./${name}`, import.meta.url))
const id = '7f1d2c3b-4a59-4e68-8d77-9c8b7a6f5e4d'
const world: World = { endMs: Date.UTC(2026, 5, 1), rowsPerDay: 60, hasIds: true }
const size = worldSize(world)
const kills = 20

let folder = ''
let archive = ''
let backups = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'vigil-restore-killed-'))
  archive = path.join(folder, 'organizations', id, 'archive.sqlite')
  backups = path.join(path.dirname(archive), 'backups')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Opens the folder without being killed, does something, and closes it. @returns what the log says of recoveries */
async function inPeace(
  act: (work: Awaited<ReturnType<typeof openArchiveWork>>) => Promise<unknown>
): Promise<string[]> {
  const work = await openArchiveWork(folder, id, world, () => undefined)
  try {
    await work.reader.ledger.state(work.id, ['ANY'])
    await act(work)
    return work.logger.lines.map(({ message }) => message).filter((message) => message === 'database recovered')
  } finally {
    await work.close()
  }
}

async function importRows(from: number, to: number): Promise<void> {
  const files = path.join(folder, `exports-${from}`)
  mkdirSync(files)
  writeFileSync(path.join(files, `${from}.jsonl`), worldJsonl(world, from, to))
  await inPeace(async (work) => {
    await work.importFiles(files)
    while ((await work.reader.imports.list(work.id, { limit: 10 })).some(({ state }) => state !== 'complete'))
      await sleep(20)
    expect(await work.backUp()).toBeUndefined()
  })
}

/** Rows of an archive file, looked at in a copy: SQLite leaves files beside the one that it reads. */
function rowsIn(file: string): readonly string[] {
  const other = path.join(folder, 'looked-at')
  mkdirSync(other)
  try {
    for (const suffix of ['', '-wal'])
      if (existsSync(file + suffix)) copyFileSync(file + suffix, path.join(other, `archive.sqlite${suffix}`))
    return (
      readArchive(path.join(other, 'archive.sqlite'), id)
        ?.tables[0]?.rows.map(({ text }) => text)
        .sort() ?? []
    )
  } finally {
    rmSync(other, { recursive: true, force: true })
  }
}

it('a restore that is killed leaves the archive of before or that of the backup, and the other one beside it', {
  timeout: 600_000
}, async () => {
  const half = Math.floor(size / 2)
  const texts = rowsOfWorld(world).map(({ text }) => text)
  const states = [texts.slice(0, half).sort(), [...texts].sort()]
  await importRows(0, half)
  await importRows(half, size)
  const random = randomSource(99)
  const met = new Set<number>()
  for (let kill = 0; kill < kills; kill += 1) {
    await liveAndDie(scriptOf('restoring-child.ts'), [folder, id, JSON.stringify(world)], {
      afterLines: 1 + Math.floor(random() * 5),
      words: ['ready', 'restored'],
      delayMs: random() * 150
    })
    expect(await inPeace(async () => undefined)).toEqual([])
    const now = rowsIn(archive)
    const state = states.findIndex((rows) => rows.length === now.length)
    expect(now).toEqual(states[state])
    met.add(state)
    const kept = readdirSync(backups)
      .filter((name) => name.endsWith('.sqlite'))
      .map((name) => rowsIn(path.join(backups, name)).length)
    for (const rows of states) expect([...kept, now.length]).toContain(rows.length)
  }
  expect(met.size).toBe(2)
})

/** Opens the archive and is killed when a part of it is there again under whatever name. @returns whether it was caught */
async function dieWhileCopying(whole: number): Promise<boolean> {
  const child = spawn(process.execPath, [scriptOf('migrating-child.ts'), folder, id], { stdio: 'ignore' })
  let isCaught = false
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()))
  const isEnded = ended.then(() => true)
  while (!existsSync(archive) && !(await Promise.race([isEnded, sleep(0).then(() => false)]))) {
    const begun = readdirSync(path.dirname(archive)).some((name) => {
      const bytes = statSync(path.join(path.dirname(archive), name), { throwIfNoEntry: false })?.size ?? 0
      return /^archive\.sqlite\.[a-z]+$/.test(name) && bytes > 0 && bytes < whole
    })
    if (!begun) continue
    isCaught = true
    break
  }
  child.kill('SIGKILL')
  await ended
  return isCaught
}

it('a recovery that is killed in the middle of copying begins anew, and takes no part of a backup for an archive', {
  timeout: 400_000
}, async () => {
  await importRows(0, size)
  // so large that a copy takes its time, and that opening it does not look at every page
  const large = new Database(archive)
  const pad = large.prepare(
    `INSERT INTO quarantined_lines (table_id, at_ms, source, line, reason, excerpt) VALUES (1, 1, 'pad', ?, 'not-json', ?)`
  )
  for (let line = 0; line < 80; line += 1) pad.run(line, 'x'.repeat(1_000_000))
  large.close()
  await inPeace(async (work) => expect(await work.backUp()).toBeUndefined())
  const whole = statSync(archive).size
  let caught = 0
  for (let attempt = 0; attempt < 10 && caught < 3; attempt += 1) {
    for (const suffix of ['', '-wal', '-shm']) rmSync(archive + suffix, { force: true })
    if (await dieWhileCopying(whole)) caught += 1
    else continue
    const recoveries = await inPeace(async () => undefined)
    expect(recoveries).toEqual(['database recovered'])
    const after = new Database(archive, { readonly: true })
    expect(after.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(after.prepare('SELECT count(*) FROM quarantined_lines').pluck().get()).toBe(80)
    after.close()
    expect(readdirSync(path.dirname(archive)).filter((name) => /restoring|recovering|damaged/.test(name))).toEqual([])
  }
  expect(caught).toBeGreaterThan(0)
})
