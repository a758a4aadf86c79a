import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { coverageSchema, coverageStatusSchema } from '../../../src/shared/contract/coverage.ts'
import { importRecordSchema, watchedFolderSchema } from '../../../src/shared/contract/imports.ts'
import { tableColumnsSchema } from '../../../src/shared/contract/columns.ts'
import { hourMs } from '../../../src/shared/kit/time.ts'
import { discardTestCore, eventually, startTestCore, type TestCore } from '../../support/core.ts'

const cores: TestCore[] = []
const folder = mkdtempSync(path.join(tmpdir(), 'vigil-exports-'))

afterEach(async () => {
  for (const core of cores.splice(0)) await discardTestCore(core).catch(() => undefined)
  rmSync(folder, { recursive: true, force: true })
})

test('an organization’s archive says what it has, takes files, and lets a person say what a column means', async () => {
  const file = path.join(folder, 'earlier.csv')
  const watched = path.join(folder, 'watched')
  mkdirSync(watched)
  writeFileSync(file, 'REQUEST_TIME,EVENT_TYPE,SECOND_TIME\n2026-01-02 10:00:00,LOGIN,2026-01-03\nbad line\n')
  const core = startTestCore({ openFile: file, openFolder: watched })
  cores.push(core)
  await core.start()
  const { id } = await core.organizations.addSandbox('Sandbox', 'keychain')
  await eventually(async () => {
    expect((await core.settings.get(id)).auditLogging.state.kind).toBe('disabled')
  })
  expect(await core.archive.eventTables(id)).toEqual([])
  await expect(core.imports.choose(id, undefined)).rejects.toMatchObject({ code: 'not-found' })
  await core.settings.enableAuditLogging(id)
  await eventually(async () => {
    expect((await core.settings.get(id)).auditLogging.state.kind).toBe('enabled')
  })
  const audit = (await core.connections.list(id)).connections.find((one) => one.isAuditLog)
  const { paths } = await core.connections.refreshPaths(id, audit?.connectionId ?? '')
  const table = paths.find((one) => one.at(-1) === 'AUDIT_LOGS') ?? []
  await eventually(async () => {
    await core.archive.sync(id, table)
    expect((await core.archive.tableSync(id, table)).lastSyncAtMs).toBeDefined()
  }, 40_000)

  const status = coverageStatusSchema.parse(await core.coverage.status(id, table))
  expect(status).toMatchObject({ isAuditLoggingOn: true, gaps: [], lost: [] })
  expect(status.leavesSigmaAtMs).toBeGreaterThan(Date.now() + 29 * 24 * hourMs)
  expect(status.warning).toBeUndefined()
  const coverage = coverageSchema.parse(await core.coverage.coverage(id, table, { fromMs: Date.now() - 24 * hourMs }))
  expect(coverage.stretches.at(-1)?.kind).toBe('still-arriving')
  expect(coverage.stretches[0]?.kind).toBe('before-enablement')

  const started = await core.imports.choose(id, undefined)
  expect(started).toMatchObject({ outcome: 'started', refused: [], imports: [{ path: table, origin: 'dialog' }] })
  const done = await eventually(async () => {
    const { imports } = await core.imports.list(id, { limit: 10 })
    expect(imports[0]?.state).toBe('complete')
    return imports[0]
  })
  expect(importRecordSchema.parse(done)).toMatchObject({
    rowsAdded: 1,
    rowsQuarantined: 1,
    quarantined: [{ reason: 'wrong-field-count', lines: 1 }]
  })
  const { rowsKept } = await core.archive.tableSync(id, table)
  expect(rowsKept).toBeGreaterThan(0)
  expect(await core.archive.eventTables(id)).toEqual([{ path: table, rowsKept }])
  const bad = await core.imports.quarantine(id, { importId: done?.importId ?? 0, limit: 10 })
  expect(bad).toMatchObject({ total: 1, lines: [{ line: 3, fileName: 'earlier.csv', excerpt: 'bad line' }] })
  const refused = await core.imports.dropped(id, undefined, [path.join(folder, 'gone.csv'), folder])
  expect(refused.refused.map((one) => one.error.code)).toEqual(['file-not-readable', 'not-supported'])

  const before = tableColumnsSchema.parse(await core.columns.columns(id, table))
  expect(before.roles.find((one) => one.role === 'time')).toEqual({
    role: 'time',
    column: 'REQUEST_TIME',
    origin: 'found'
  })
  const after = await core.columns.setRole(id, table, 'time', 'SECOND_TIME')
  expect(after.appliesTo).toBe('new-rows')
  expect(after.roles.find((one) => one.role === 'time')).toMatchObject({ column: 'SECOND_TIME', origin: 'chosen' })
  await expect(core.columns.setRole(id, table, 'eventId', 'EVENT_TYPE')).rejects.toMatchObject({
    code: 'not-supported'
  })
  await expect(core.columns.setRole(id, table, 'actor', 'NO_SUCH')).rejects.toMatchObject({ code: 'not-found' })
  await core.columns.setRole(id, table, 'time', undefined)

  expect(watchedFolderSchema.parse(await core.imports.chooseFolder(id, undefined))).toMatchObject({
    state: 'watching',
    folderName: 'watched',
    path: table
  })
  writeFileSync(path.join(watched, 'more.csv'), 'REQUEST_TIME,EVENT_TYPE\n2026-01-04 10:00:00,LOGOUT\n')
  await eventually(async () => {
    const { imports } = await core.imports.list(id, { limit: 10 })
    expect(imports[0]).toMatchObject({ fileName: 'more.csv', state: 'complete', origin: 'folder', rowsAdded: 1 })
  })
  expect(await core.imports.clearFolder(id)).toEqual({ state: 'none' })
  expect(await core.archive.pause(id, table)).toMatchObject({ state: 'paused' })
  expect(await core.archive.tableSync(id, table)).toMatchObject({ state: 'paused' })
})
