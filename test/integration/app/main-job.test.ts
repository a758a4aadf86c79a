import { afterEach, expect, test } from 'vitest'
import { type Organization } from '../../../src/shared/contract/organizations.ts'
import { discardTestCore, eventually, startTestCore, type TestCore } from '../../support/core.ts'

const cores: TestCore[] = []

afterEach(async () => {
  for (const core of cores.splice(0)) await discardTestCore(core).catch(() => undefined)
})

async function started(options: Parameters<typeof startTestCore>[0] = {}): Promise<TestCore> {
  const core = startTestCore(options)
  cores.push(core)
  await core.start()
  return core
}

async function sandboxIn(core: TestCore, name?: string): Promise<Organization> {
  const organization = await core.organizations.addSandbox(name, 'keychain')
  await eventually(async () => {
    expect((await core.settings.get(organization.id)).auditLogging.state.kind).toBe('disabled')
  })
  return organization
}

async function stateOf(core: TestCore, organization: Organization): Promise<string> {
  return (await core.settings.get(organization.id)).auditLogging.state.kind
}

test('from Enable to the rows of the audit log, with one notification', async () => {
  const core = await started()
  const organization = await sandboxIn(core)
  const enabled = await core.settings.enableAuditLogging(organization.id)
  expect(['enable-waiting', 'pending']).toContain(enabled.auditLogging.state.kind)
  await eventually(async () => expect(await stateOf(core, organization)).toBe('enabled'))
  expect(core.notifications.map((one) => one.notification.title)).toEqual(['Sigma Audit Logs is active'])
  const inbox = await core.inbox.list()
  expect(inbox).toMatchObject([
    { kind: 'audit-logging-activated', isRead: false, notification: 'shown', organizationName: 'Sandbox' }
  ])

  const { connections } = await core.connections.list(organization.id)
  const audit = connections.find((one) => one.isAuditLog)
  expect(audit?.name).toBe('Sigma Audit Logs')
  const { paths } = await core.connections.refreshPaths(organization.id, audit?.connectionId ?? '')
  const path = paths.find((one) => one.at(-1) === 'AUDIT_LOGS') ?? []
  const detail = await core.connections.refreshTable(organization.id, audit?.connectionId ?? '', path)
  expect(detail.columns.map((one) => one.name)).toContain('EVENT_TYPE')
  expect(detail.hasRows).toBe(true)

  await eventually(async () => {
    await core.archive.sync(organization.id, path)
    const page = await core.archive.page(organization.id, path, { limit: 200 })
    const types = page.rows.map((row) => row.cells[page.columns.indexOf('EVENT_CATEGORY')])
    expect(types).toContain('PUBLIC_API')
    expect(page.timeColumn).toBe('REQUEST_TIME')
  }, 40_000)

  core.notifications[0]?.activate('open')
  expect(core.destinations).toEqual([
    { to: 'audit-connection', organizationId: organization.id, connectionId: expect.stringMatching(/^[0-9a-f-]{36}$/) }
  ])
  await eventually(async () => expect((await core.inbox.list())[0]?.isRead).toBe(true))
})

test('quitting in the middle of Feature Pending loses nothing and tells it once', async () => {
  const first = startTestCore({ activationMs: 4_000 })
  await first.start()
  const organization = await sandboxIn(first)
  await first.settings.enableAuditLogging(organization.id)
  await eventually(async () => expect(await stateOf(first, organization)).toBe('pending'))
  await first.end()

  const second = await started({ folder: first.folder, activationMs: 4_000 })
  expect(await stateOf(second, organization)).toBe('pending')
  await eventually(async () => expect(await stateOf(second, organization)).toBe('enabled'))
  expect(second.notifications).toHaveLength(1)
  expect(await second.inbox.list()).toHaveLength(1)
})

test('clicking Enable twice sends one request', async () => {
  const core = await started({ activationMs: 60_000 })
  const organization = await sandboxIn(core)
  await Promise.all([1, 2, 3].map(() => core.settings.enableAuditLogging(organization.id)))
  await eventually(async () => expect(await stateOf(core, organization)).toBe('pending'))
  await core.settings.enableAuditLogging(organization.id)
  expect(await stateOf(core, organization)).toBe('pending')
  expect((await core.settings.get(organization.id)).auditLogging.pending).toBeUndefined()
})

test('how long an activation took is remembered for the next one', async () => {
  const core = await started({ activationMs: 1_500 })
  const organization = await sandboxIn(core)
  await core.settings.enableAuditLogging(organization.id)
  await eventually(async () => expect(await stateOf(core, organization)).toBe('enabled'))
  const other = await sandboxIn(core, 'Another')
  const [tookMs] = (await core.settings.get(other.id)).auditLogging.earlierActivationsMs
  expect(tookMs).toBeGreaterThanOrEqual(1_000)
  expect(tookMs).toBeLessThan(20_000)
})

test('switching off goes through Disabling to off', async () => {
  const core = await started({ activationMs: 0 })
  const organization = await sandboxIn(core)
  await core.settings.enableAuditLogging(organization.id)
  await eventually(async () => expect(await stateOf(core, organization)).toBe('enabled'))
  await core.settings.disableAuditLogging(organization.id)
  await eventually(async () => expect(await stateOf(core, organization)).toBe('disabling'))
  await eventually(async () => expect(await stateOf(core, organization)).toBe('disabled'), 40_000)
})

test('a setting that is changed is pending at once and then Sigma’s', async () => {
  const core = await started()
  const organization = await sandboxIn(core)
  const before = (await core.settings.get(organization.id)).settings.find((one) => one.key === 'comments')
  const changed = await core.settings.change(organization.id, 'comments', before?.value !== true)
  expect(changed.settings.find((one) => one.key === 'comments')?.pending?.value).toBe(before?.value !== true)
  await eventually(async () => {
    const after = (await core.settings.get(organization.id)).settings.find((one) => one.key === 'comments')
    expect(after).toMatchObject({ value: before?.value !== true })
    expect(after?.pending).toBeUndefined()
  })
})

test('an organization is removed only by its name, with everything of it', async () => {
  const core = await started()
  const organization = await sandboxIn(core)
  await expect(core.organizations.remove(organization.id, 'sandbox?')).rejects.toMatchObject({ code: 'name-mismatch' })
  await core.organizations.remove(organization.id, organization.name)
  expect(await core.organizations.list()).toEqual([])
})

test('a new order and a new name stay, and what is added later comes last', async () => {
  const core = await started()
  const first = await core.organizations.addSandbox('First', 'keychain')
  const second = await core.organizations.addSandbox('Second', 'keychain')
  await core.organizations.reorder([second.id, first.id])
  await core.organizations.update(first.id, { name: 'Renamed', slug: 'renamed-co' })
  await core.organizations.addSandbox('Third', 'keychain')
  expect((await core.organizations.list()).map((one) => one.name)).toEqual(['Second', 'Renamed', 'Third'])
  await expect(core.organizations.update(second.id, { name: ' renamed ' })).rejects.toMatchObject({
    code: 'name-taken'
  })
})
