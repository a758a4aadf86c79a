import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ArchiveHead } from '../../../src/shared/domain/archive-verification.ts'
import type { OrganizationId } from '../../../src/shared/kit/ids.ts'
import { discardTestCore, eventually, startTestCore, type TestCore } from '../../support/core.ts'

const path = ['AUDIT_LOG', 'AUDIT_LOGS']
const rows = Array.from({ length: 900 }, (_, index) => ({
  EVENT_ID: `event-${index}`,
  REQUEST_TIME: new Date(Date.UTC(2026, 8, 1) + index * 300_000).toISOString(),
  EVENT_TYPE: index % 3 === 0 ? 'LOGIN' : 'QUERY',
  USER_EMAIL: `person.${index % 7}@example.com`
}))

let core: TestCore
let id: OrganizationId
let dialogs: { saveFile: string; openFile: string }

beforeEach(async () => {
  const options = { saveFile: '', openFile: '' }
  core = startTestCore(options)
  options.saveFile = join(core.folder, 'head.json')
  options.openFile = options.saveFile
  dialogs = options
  await core.start()
  id = (await core.organizations.addSandbox(undefined, 'keychain')).id
  await bringIn('first.jsonl', rows)
})

afterEach(() => discardTestCore(core).catch(() => undefined))

async function bringIn(name: string, some: readonly object[]): Promise<void> {
  const file = join(core.folder, name)
  writeFileSync(file, some.map((row) => `${JSON.stringify(row)}\n`).join(''))
  await core.imports.dropped(id, path, [file])
  await eventually(async () => {
    const { imports } = await core.imports.list(id, { limit: 10 })
    expect(imports.find((one) => one.fileName === name)?.state).toBe('complete')
  })
}

async function verified() {
  const before = (await core.integrity.status(id)).last?.finishedAtMs
  await core.integrity.verify(id)
  await eventually(async () => {
    const status = await core.integrity.status(id)
    expect(status.progress).toBeUndefined()
    expect(status.last?.finishedAtMs).not.toBe(before)
  })
  const { last } = await core.integrity.status(id)
  if (last === undefined) throw new Error('no result')
  return last
}

/** As somebody who can write to the file, and knows of the triggers, would. */
function alter(sql: string): void {
  const database = new Database(join(core.folder, 'organizations', id, 'archive.sqlite'))
  for (const { name } of database.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all() as {
    name: string
  }[])
    database.exec(`DROP TRIGGER ${name}`)
  expect(database.prepare(sql).run().changes).toBeGreaterThan(0)
  database.close()
}

test('an archive that nobody altered is verified, and the journal says who asked', async () => {
  expect(await verified()).toMatchObject({ rowsChecked: 900, findingsTotal: 0, findings: [], isAsked: true })
  const { entries } = await core.journal.page({ limit: 20 })
  expect(entries.find((entry) => entry.action === 'archive-verified')).toMatchObject({
    outcome: 'done',
    detail: { rows: 900, findings: 0 }
  })
})

test('a changed text is found, and its rows are named', async () => {
  alter("UPDATE archived_values SET text = 'somebody.else@example.com' WHERE text = 'person.3@example.com'")
  const result = await verified()
  expect(result.findingsTotal).toBeGreaterThan(0)
  expect(result.findings[0]).toMatchObject({ kind: 'rows-changed', path })
  expect(result.findings.some((one) => one.suspect?.text === 'somebody.else@example.com')).toBe(true)
  const { entries } = await core.journal.page({ limit: 20 })
  expect(entries.find((entry) => entry.action === 'archive-verified')?.outcome).toBe('failed')
})

test('rows that are gone are found', async () => {
  alter('DELETE FROM event_blocks WHERE block_id = (SELECT max(block_id) FROM event_blocks)')
  expect((await verified()).findings.map((one) => one.kind)).toContain('rows-missing')
})

test('a head that was exported before is still true after more rows came, and not after one was altered', async () => {
  await core.integrity.exportHead(id)
  const later = rows.map((row, index) => ({ ...row, EVENT_ID: `later-${index}` }))
  await bringIn('later.jsonl', later)
  expect(await core.integrity.checkHead(id)).toMatchObject({ outcome: 'checked', differences: [] })

  const head = JSON.parse(readFileSync(dialogs.saveFile, 'utf8')) as ArchiveHead
  const other = JSON.stringify(head).replace(head.commitHash, 'f'.repeat(64))
  writeFileSync(dialogs.openFile, other)
  expect(await core.integrity.checkHead(id)).toMatchObject({
    outcome: 'checked',
    differences: [{ kind: 'commit-differs' }]
  })
})

test('a file that is no head is told as that', async () => {
  for (const text of ['', '{"format":"something"}', 'PK\u0003\u0004', '[]']) {
    writeFileSync(dialogs.openFile, text)
    await expect(core.integrity.checkHead(id)).rejects.toMatchObject({ code: 'file-not-readable' })
  }
})

test('cancelling leaves the last result', async () => {
  const first = await verified()
  await Promise.all([core.integrity.verify(id), core.integrity.verify(id), core.integrity.cancel(id)])
  const status = await core.integrity.status(id)
  expect(status.progress).toBeUndefined()
  expect(status.error).toBeUndefined()
  expect(status.last?.rowsChecked).toBe(first.rowsChecked)
})
