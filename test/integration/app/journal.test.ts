import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test } from 'vitest'
import type { JournalEntry } from '../../../src/shared/contract/journal.ts'
import { discardTestCore, eventually, startTestCore, type TestCore } from '../../support/core.ts'

const cores: TestCore[] = []
const folder = mkdtempSync(join(tmpdir(), 'vigil-export-'))

afterEach(async () => {
  for (const core of cores.splice(0)) await discardTestCore(core).catch(() => undefined)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function started(options: Parameters<typeof startTestCore>[0] = {}): Promise<TestCore> {
  const core = startTestCore(options)
  cores.push(core)
  await core.start()
  return core
}

async function sandboxIn(core: TestCore, name: string) {
  const organization = await core.organizations.addSandbox(name, 'keychain')
  await eventually(async () => {
    expect((await core.settings.get(organization.id)).auditLogging.state.kind).toBe('disabled')
  })
  return organization
}

const acts = (entries: readonly JournalEntry[]): string[] => entries.map((one) => `${one.action} ${one.outcome}`)

test('what a person does is written down with its organization, outcome and user, and outlives the organization', async () => {
  const core = await started()
  const organization = await sandboxIn(core, 'Sandbox')
  const { id } = organization
  await core.organizations.update(id, { label: 'staging' })
  await core.credentials.testOrganization(crypto.randomUUID(), id)
  await core.credentials.testDraft(crypto.randomUUID(), {
    endpoint: { kind: 'custom', apiUrl: 'http://127.0.0.1:9' },
    clientId: 'c',
    clientSecret: 'marker-77'
  })
  await core.refreshOrganization(id)
  const { connections } = await core.connections.list(id)
  await core.connections.test(id, connections[0]?.connectionId ?? '')
  await expect(core.connections.test(id, 'no-such-connection')).rejects.toMatchObject({ code: 'not-found' })
  await core.settings.change(id, 'comments', false)
  await eventually(async () => {
    const { entries } = await core.journal.page({ organizationId: id, limit: 100 })
    expect(acts(entries)).toContain('setting-changed done')
  })
  await core.archive.sync(id, ['A', 'B'])
  await core.archive.cancel(id, ['A', 'B'])
  await core.credentials.clearCredentials(id)
  await core.organizations.remove(id, 'Sandbox')

  const { entries, removedOrganizations, unreadable } = await core.journal.page({ limit: 100 })
  expect(unreadable).toEqual([])
  expect(removedOrganizations).toEqual([{ organizationId: id, name: 'Sandbox' }])
  const wanted = [
    'organization-added done',
    'organization-changed done',
    'credentials-tested done',
    'credentials-tested failed',
    'organization-synced done',
    'connection-tested done',
    'connection-tested failed',
    'setting-changed requested',
    'setting-changed done',
    'table-sync-started requested',
    'table-sync-cancelled done',
    'credentials-cleared done',
    'organization-removed done'
  ]
  const told = acts(entries)
  expect(wanted.filter((act) => !told.includes(act))).toEqual([])
  expect(told[0]).toBe('organization-removed done')
  expect(entries.every((entry) => entry.machineUser === userInfo().username)).toBe(true)
  expect(entries.filter((one) => one.organizationId === undefined).map((one) => one.detail.host)).toEqual([
    '127.0.0.1:9'
  ])
  expect(JSON.stringify(entries)).not.toContain('marker-77')
})

test('a refused change and its retry are written down', async () => {
  const core = await started()
  const { id } = await sandboxIn(core, 'Sandbox')
  await core.database.command({ kind: 'org', organizationId: id }, 'addPendingChange', {
    change: {
      id: crypto.randomUUID() as never,
      idempotencyKey: crypto.randomUUID(),
      key: 'comments',
      value: false,
      // Not what Sigma has: a conflict, which waits for a person.
      baseValue: false,
      madeAtMs: Date.now(),
      attempts: 0,
      state: 'waiting'
    },
    journal: { action: 'setting-changed', outcome: 'requested', detail: { key: 'timezone' }, atMs: Date.now() }
  })
  core.refreshOrganization(id).catch(() => undefined)
  const refused = await eventually(async () => {
    const { settings } = await core.settings.get(id)
    const pending = settings.find((one) => one.key === 'comments')?.pending
    expect(pending?.state).toBe('refused')
    return pending
  }).catch(() => undefined)
  if (refused === undefined) throw new Error('the change was not refused')
  await core.settings.retry(id, refused.id)
  const { entries } = await core.journal.page({ organizationId: id, limit: 100 })
  const told = acts(entries)
  expect(told).toContain('setting-changed refused')
  expect(told).toContain('setting-change-retried requested')
})

test('an export holds every selected entry, safely for a spreadsheet, whole or not at all', async () => {
  const csv = join(folder, 'activity.csv')
  const core = await started({ saveFile: csv })
  const { id } = await core.organizations.addSandbox('=cmd|calc', 'keychain')
  await core.database.command({ kind: 'org', organizationId: id }, 'appendJournal', {
    action: 'setting-changed',
    outcome: 'done',
    detail: { key: 'a"b,\nc' },
    atMs: 1
  })
  const answer = await core.journal.export({ organizationId: id }, 'csv')
  expect(answer).toMatchObject({ outcome: 'saved', fileName: 'activity.csv' })
  const text = readFileSync(csv, 'utf8')
  expect(text.startsWith('\uFEFFtime,organization,organization_id,action,outcome,detail,machine_user\r\n')).toBe(true)
  expect(text).toContain(`1970-01-01T00:00:00.001Z,'=cmd|calc,${id},setting-changed,done,"key: a""b,\nc",`)
  expect(readdirSync(folder)).toEqual(['activity.csv'])

  writeFileSync(csv, 'before')
  await core.journal.export({ search: { text: 'organization-added', names: [] } }, 'ndjson')
  const lines = readFileSync(csv, 'utf8').trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { action: 'organization-added', organizationId: id, organizationName: '=cmd|calc', outcome: 'done' }
  ])
  const { entries } = await core.journal.page({ search: { text: 'journal-exported', names: [] }, limit: 10 })
  expect(entries.map((one) => one.detail.entries)).toEqual([1, answer.outcome === 'saved' ? answer.entries : -1])
})

test('an export that cannot be written says so and is written down; a closed dialog is no export', async () => {
  const refusing = await started({ saveFile: join(folder, 'no-such-folder', 'x.csv') })
  await expect(refusing.journal.export({}, 'csv')).rejects.toMatchObject({ code: 'file-not-writable' })
  const { entries } = await refusing.journal.page({ limit: 10 })
  expect(acts(entries)).toEqual(['journal-exported failed'])
  const declining = await started()
  expect(await declining.journal.export({}, 'csv')).toEqual({ outcome: 'cancelled' })
  expect((await declining.journal.page({ limit: 10 })).entries).toEqual([])
})
