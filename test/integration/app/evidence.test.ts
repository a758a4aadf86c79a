import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import Database from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { buffersOf } from '../../../src/main/archive/commit-input.ts'
import type { EvidencePack } from '../../../src/shared/contract/evidence.ts'
import type { PackManifest } from '../../../src/shared/domain/evidence-pack.ts'
import type { OrganizationId } from '../../../src/shared/kit/ids.ts'
import { dayMs } from '../../../src/shared/kit/time.ts'
import { discardTestCore, eventually, startTestCore, type TestCore } from '../../support/core.ts'
import { auditPath, inputOf, type PlainRow } from '../db/archive-fixture.ts'

const run = promisify(execFile)
const verifyFile = new URL('../../../src/main/cli/verify.ts', import.meta.url).pathname
const start = Date.UTC(2026, 0, 10)

/** Four rows an hour over twenty days, some of an earlier time than the one before. */
const rowAt = (n: number): PlainRow => ({
  TIME: new Date(start + n * 900_000 - (n % 7) * 2_700_000).toISOString(),
  ID: `event-${n}`,
  ACTOR: `actor${n % 11}@example.com`,
  QUERY: n % 4 === 0 ? `=HYPERLINK("x${n}")\nSELECT 1, "a"` : undefined
})
const rows = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => rowAt(from + n))

let core: TestCore
let id: OrganizationId
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'vigil-evidence-'))
  core = startTestCore({
    saveFile: path.join(folder, 'pack.zip'),
    openFile: path.join(folder, 'pack.zip'),
    openFolder: folder
  })
  id = (await core.organizations.addSandbox('Ärzte & Söhne', 'keychain')).id
  for (let from = 0; from < 1_920; from += 960) await commit(rows(from, from + 960))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
})
afterAll(async () => {
  await discardTestCore(core)
  rmSync(folder, { recursive: true, force: true })
})

const archive = () => ({ kind: 'archive', organizationId: id }) as const
async function commit(some: readonly PlainRow[]): Promise<void> {
  const roles = { timeColumn: 'TIME', eventIdColumn: 'ID' }
  const input = inputOf(some, { organizationId: id, roles, textColumns: ['ID'] })
  await core.database.commandMoving(archive(), 'commitEvents', buffersOf(input.batch), input)
}

type Request = Parameters<TestCore['evidence']['make']>[1]
async function make(request: Partial<Request> = {}): Promise<EvidencePack> {
  const answer = await core.evidence.make(id, {
    path: auditPath,
    filter: { kind: 'everything' },
    timeZone: 'Europe/Berlin',
    format: 'zip',
    isSpreadsheetSafe: true,
    ...request
  })
  expect(answer.outcome).toBe('started')
  return eventually(() => {
    const [pack] = core.evidence.list(id)
    expect(pack?.finishedAtMs).toBeDefined()
    return pack as EvidencePack
  })
}

/** `vigil verify` in plain Node. */
async function verify(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  try {
    const { stdout, stderr } = await run(process.execPath, [verifyFile, ...args], {
      env: { PATH: process.env['PATH'] }
    })
    return { code: 0, out: stdout, err: stderr }
  } catch (thrown) {
    const { code, stdout, stderr } = thrown as { code: number; stdout: string; stderr: string }
    return { code, out: stdout, err: stderr }
  }
}

const journal = async () =>
  (await core.database.query({ kind: 'org', organizationId: id }, 'listJournal', { limit: 20 })).map(
    ({ action, outcome, detail }) => ({ action, outcome, detail })
  )

describe('an evidence pack of an archive', () => {
  it('is made, signed and noted, and holds in plain Node and within the program', async () => {
    const pack = await make()
    expect(pack).toMatchObject({
      state: 'complete',
      rowsWritten: 1_920,
      rowsTotal: 1_920,
      isSigned: true,
      fileName: 'pack.zip'
    })
    expect(readdirSync(folder)).toEqual(['pack.zip'])
    const { code, out } = await verify(path.join(folder, 'pack.zip'))
    expect(out).toMatch(/^pack\.zip: 1920 events of Ärzte & Söhne, made .*\nINTACT/)
    expect(code).toBe(0)
    const answer = await core.evidence.verify('file')
    expect(answer).toMatchObject({ outcome: 'checked', verdict: { isIntact: true, isSigned: true, rows: 1_920 } })
    expect(await journal()).toContainEqual({
      action: 'evidence-exported',
      outcome: 'done',
      detail: { file: 'pack.zip', table: auditPath.join('.'), rows: 1_920 }
    })
    expect(core.announced).toContain('evidenceChanged')
  })

  it('of a filter and a range, as a folder, has those rows in the order of time, and says what it is', async () => {
    const fromMs = start + 3 * dayMs
    const toMs = start + 9 * dayMs + 1
    const pack = await make({
      format: 'folder',
      filter: { kind: 'equals', column: 'ACTOR', values: ['actor3@example.com'] },
      fromMs,
      toMs,
      columns: ['TIME', 'QUERY']
    })
    expect(pack.state).toBe('complete')
    expect(pack.fileName).toMatch(/^vigil-evidence-arzte-sohne-\d{4}-\d\d-\d\d$/)
    const read = (name: string) => readFileSync(path.join(folder, pack.fileName, name), 'utf8')
    const lines = read('events.ndjson').trimEnd().split('\n')
    const times = lines.map((line) => Date.parse((JSON.parse(line) as { TIME: string }).TIME))
    const wanted = rows(0, 1_920).filter(({ TIME = '', ACTOR }) => {
      const atMs = Date.parse(TIME)
      return ACTOR === 'actor3@example.com' && atMs >= fromMs && atMs < toMs
    })
    expect(lines).toHaveLength(wanted.length)
    expect(times).toEqual(times.toSorted((one, other) => one - other))
    expect(read('events.csv')).toContain(`"'=HYPERLINK(""x`)
    const manifest = JSON.parse(read('manifest.json')) as PackManifest
    expect(manifest).toMatchObject({
      organization: { name: 'Ärzte & Söhne', organizationId: id, kind: 'sandbox' },
      tablePath: auditPath,
      filterInWords: '"ACTOR" is "actor3@example.com"',
      range: { fromMs, toMs },
      timeZone: 'Europe/Berlin',
      rowCount: wanted.length,
      csv: { columns: ['TIME', 'QUERY'], isSpreadsheetSafe: true },
      madeBy: { version: '0.0.0-test' }
    })
    expect(manifest.columns.map(({ name }) => name)).toEqual(['TIME', 'ID', 'ACTOR', 'QUERY'])
    expect(manifest.coverage.length).toBeGreaterThan(0)
    for (const { name, sha256 } of manifest.files)
      expect(createHash('sha256').update(read(name)).digest('hex')).toBe(sha256)
    const { code, out } = await verify(path.join(folder, pack.fileName), '--json')
    expect([code, JSON.parse(out)]).toMatchObject([0, { isIntact: true, rows: wanted.length, findings: [] }])
  })

  it('holds against a head exported before more came, and not against one of another archive', async () => {
    const headFile = path.join(folder, 'head.json')
    const head = await core.database.query(archive(), 'archiveHead', { organizationId: id })
    writeFileSync(headFile, JSON.stringify(head))
    await commit(rows(1_920, 2_000))
    await make()
    const file = path.join(folder, 'pack.zip')
    const { code, out } = await verify(file, '--head', headFile)
    expect(out).toMatch(/Head: \d+ days compared, \d+ not comparable; its commit is among those of the pack\./)
    expect(code).toBe(0)
    const [day] = head.tables[0]?.days ?? []
    writeFileSync(
      headFile,
      JSON.stringify({ ...head, tables: [{ path: auditPath, days: [{ ...day, head: 'ab'.repeat(32) }] }] })
    )
    expect(await verify(file, '--head', headFile)).toMatchObject({
      code: 1,
      out: expect.stringMatching(/it is not what the head says: day \d+ had another head/)
    })
  })

  it('that was altered is told with the row, by exit code 1; what is none, by 2', async () => {
    const pack = await make({ format: 'folder' })
    const events = path.join(folder, pack.fileName, 'events.ndjson')
    writeFileSync(events, readFileSync(events, 'utf8').replace('event-77"', 'event-78"'))
    const { code, out } = await verify(path.join(folder, pack.fileName))
    expect(out).toMatch(/ALTERED:\n {2}a row was changed \(line \d+, row 1\.\d+\.\d+\)/)
    expect(code).toBe(1)
    expect(await verify(events)).toMatchObject({ code: 2, err: expect.stringContaining('it is no evidence pack') })
    expect(await verify()).toMatchObject({ code: 2, err: expect.stringContaining('Usage: vigil verify PACK') })
    expect(await verify('--nonsense')).toMatchObject({ code: 2 })
    expect(await verify('--help')).toMatchObject({ code: 0 })
  })

  it('leaves out what comes while it is written', async () => {
    const making = make()
    await commit(rows(2_000, 2_960))
    expect(await making).toMatchObject({ state: 'complete' })
    expect((await verify(path.join(folder, 'pack.zip'))).code).toBe(0)
  })

  it('that is cancelled leaves nothing, and what was there under its name', async () => {
    writeFileSync(path.join(folder, 'pack.zip'), 'before')
    const answer = await core.evidence.make(id, {
      path: auditPath,
      filter: { kind: 'everything' },
      timeZone: 'UTC',
      format: 'zip',
      isSpreadsheetSafe: true
    })
    const packId = answer.outcome === 'started' ? answer.pack.packId : ''
    expect(await core.evidence.cancel(id, packId)).toMatchObject({ state: 'cancelled' })
    expect(readdirSync(folder)).toEqual(['pack.zip'])
    expect(readFileSync(path.join(folder, 'pack.zip'), 'utf8')).toBe('before')
    await expect(core.evidence.cancel(id, 'other')).rejects.toMatchObject({ code: 'not-found' })
  })

  it('that cannot be written says so', async () => {
    rmSync(folder, { recursive: true })
    expect(await make()).toMatchObject({
      state: 'failed',
      error: { code: 'file-not-writable', params: { file: 'pack.zip' } }
    })
    expect(existsSync(folder)).toBe(false)
  })

  it('is not made of rows that are not what was archived', async () => {
    await core.database.closeOrganization(id)
    const file = path.join(core.folder, 'organizations', id, 'archive.sqlite')
    const database = new Database(file)
    database.exec('DROP TRIGGER archived_values_are_not_changed')
    database.exec("UPDATE archived_values SET text = 'nobody' WHERE text = 'actor5@example.com'")
    database.close()
    const pack = await make()
    expect(pack).toMatchObject({ state: 'failed', error: { code: 'database-damaged', params: { what: 'row' } } })
    expect(readdirSync(folder)).toEqual([])
    expect((await journal())[0]).toMatchObject({
      action: 'evidence-exported',
      outcome: 'failed',
      detail: { code: 'database-damaged' }
    })
  })
})
