import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listBackups } from '../../../src/main/db/backup.ts'
import { DatabaseHandle } from '../../../src/main/db/handle.ts'
import { latestVersion, versionOf } from '../../../src/main/db/migrate.ts'
import { openReader, openWriter } from '../../../src/main/db/open.ts'
import { newOrganizationId } from '../../../src/shared/kit/ids.ts'
import { databaseAt } from './raw-database.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'vigil-open-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const ref = { kind: 'org', organizationId: newOrganizationId() } as const
const open = (file: string) =>
  openWriter({
    ref,
    file,
    isSuspect: false,
    nowMs: () => Date.UTC(2026, 9, 3),
    onRecovered: () => expect.unreachable('nothing is damaged')
  })

describe('a file opened for writing', () => {
  it('is made with its folder, in write-ahead mode, with a journal that survives a power cut', async () => {
    const handle = await open(path.join(folder, 'a', 'b', 'org.sqlite'))
    expect(handle.raw.pragma('journal_mode', { simple: true })).toBe('wal')
    expect(handle.raw.pragma('synchronous', { simple: true })).toBe(2)
    expect(handle.raw.pragma('foreign_keys', { simple: true })).toBe(1)
    expect(handle.raw.pragma('trusted_schema', { simple: true })).toBe(0)
    handle.close()
  })

  it('of an earlier version is backed up as it was before it is migrated', async () => {
    const file = path.join(folder, 'org.sqlite')
    const old = databaseAt('org', 1, file)
    old.exec("INSERT INTO facts VALUES ('isAdmin', 'true')")
    old.close()
    const handle = await open(file)
    expect(versionOf(handle.raw)).toBe(latestVersion('org'))
    handle.close()
    const [backup, ...more] = listBackups(file)
    expect(more).toEqual([])
    const copy = openReader(ref, backup?.file ?? '')
    expect(copy.get('PRAGMA user_version')).toEqual({ user_version: 1 })
    expect(copy.get('SELECT name FROM facts')).toEqual({ name: 'isAdmin' })
    copy.close()
  })

  it('of a later program is refused and not touched', async () => {
    const file = path.join(folder, 'org.sqlite')
    const newer = databaseAt('org', latestVersion('org'), file)
    newer.pragma('user_version = 99')
    newer.close()
    await expect(open(file)).rejects.toMatchObject({
      code: 'database-newer',
      params: { file: 'org.sqlite', version: 99, supported: latestVersion('org') }
    })
    expect(listBackups(file)).toEqual([])
    expect(existsSync(`${file}-wal`)).toBe(false)
  })

  it('in a folder that cannot be made says so', async () => {
    const blocked = path.join(folder, 'file')
    databaseAt('org', 1, blocked).close()
    await expect(open(path.join(blocked, 'inside', 'org.sqlite'))).rejects.toMatchObject({
      code: 'folder-not-writable',
      params: { file: 'org.sqlite' }
    })
  })
})

describe('a file opened for reading', () => {
  it.each([
    "INSERT INTO facts VALUES ('a', '1')",
    'UPDATE facts SET value = 1',
    'DELETE FROM facts',
    'DROP TABLE facts',
    'CREATE TABLE more (id INTEGER)',
    'PRAGMA user_version = 7'
  ])('refuses %s', async (sql) => {
    const file = path.join(folder, 'org.sqlite')
    const writer = await open(file)
    writer.run("INSERT INTO facts VALUES ('isAdmin', 'true')")
    const reader = openReader(ref, file)
    expect(reader).toBeInstanceOf(DatabaseHandle)
    expect(() => (reader as DatabaseHandle).raw.exec(sql)).toThrow(/readonly/)
    expect(() => (reader as DatabaseHandle).raw.exec(`PRAGMA query_only = OFF; ${sql}`)).toThrow(/readonly/)
    expect(writer.all('SELECT * FROM facts')).toEqual([{ name: 'isAdmin', value: 'true' }])
    reader.close()
    writer.close()
  })

  it('is never made', () => {
    const file = path.join(folder, 'org.sqlite')
    expect(() => openReader(ref, file)).toThrow(expect.objectContaining({ code: 'folder-not-writable' }))
    expect(existsSync(file)).toBe(false)
  })
})
