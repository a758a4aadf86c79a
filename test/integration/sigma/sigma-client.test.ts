import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runConnectionTest } from '../../../src/main/sigma/connection-test.ts'
import { sigmaSettingKeys } from '../../../src/main/sigma/wire/settings.ts'
import {
  createExportWorkbook,
  findExportWorkbook,
  readExportWorkbook
} from '../../../src/main/sources/find-export-workbook.ts'
import { exportTable, type ExportTableOptions } from '../../../src/main/sources/workbook-export-source.ts'
import { mapRoles, parseAuditTime, type SourceRow } from '../../../src/shared/domain/audit-schema.ts'
import { findRegion } from '../../../src/shared/domain/regions.ts'
import { Secret } from '../../../src/shared/kit/secret.ts'
import { dayMs, hourMs, minuteMs, secondMs } from '../../../src/shared/kit/time.ts'
import { createMemoryLogger } from '../../support/memory-logger.ts'
import { errorOf } from '../../support/sigma-client-fixture.ts'
import { type Reached, reach } from './organization.ts'

const booleanKeys = sigmaSettingKeys.filter((key) => key !== 'timezone' && key !== 'auditLogging')
const unknownId = '00000000-0000-4000-8000-000000000000'

async function rowsOf(options: ExportTableOptions): Promise<SourceRow[]> {
  const rows: SourceRow[] = []
  for await (const batch of exportTable(options)) rows.push(...batch)
  return rows
}

describe.each(['in process', 'over HTTP'] as const)('the client of an organization reached %s', (way) => {
  let reached: Reached
  /** A connection that only an active audit logging has. */
  async function activate(): Promise<string> {
    await reached.client.settings.setSetting('auditLogging', true, { idempotencyKey: 'key-1' })
    reached.clock.shift(3 * minuteMs)
    const audit = (await reached.client.connections.list()).find((connection) => connection.isAuditLog === true)
    return audit?.connectionId ?? ''
  }
  const testSteps = async (secret = reached.secret) => {
    const steps = await runConnectionTest({
      ...reached,
      region: findRegion('gcp-us'),
      logger: createMemoryLogger(),
      clientId: reached.organization.clientId,
      secret: new Secret(secret)
    })
    return Object.fromEntries(steps.map((step) => [step.name, step.outcome]))
  }

  beforeEach(async () => {
    reached = await reach(way)
  })
  afterEach(() => reached.close())

  it('knows whom the credentials belong to', async () => {
    const who = await reached.client.whoami()
    expect(who.organizationId).toBe(reached.organization.organizationId)
    const member = await reached.client.members.get(who.userId)
    expect(member).toMatchObject({ memberId: who.userId, memberType: 'Admin' })
    expect(member.email).toContain('@')
    expect(member.homeFolderId).toBeTruthy()
  })

  it('lists members, all or by e-mail, and account types', async () => {
    const { client } = reached
    const members = await client.members.list()
    expect(members.length).toBeGreaterThanOrEqual(10)
    const one = members[3]
    expect((await client.members.list({ email: one?.email ?? '' })).map((member) => member.memberId)).toEqual([
      one?.memberId
    ])
    expect((await client.accountTypes.list()).map((type) => type.accountTypeName)).toContain('Admin')
  })

  it('lists, reads and tests connections, none of them the audit connection at first', async () => {
    const { client } = reached
    const connections = await client.connections.list({ includeArchived: true })
    expect(connections.length).toBeGreaterThan(0)
    expect(connections.some((connection) => connection.isAuditLog === true)).toBe(false)
    const [first] = connections
    expect(await client.connections.get(first?.connectionId ?? '')).toMatchObject({
      connectionId: first?.connectionId,
      name: first?.name
    })
    expect(['SUCCESS', 'FAILED']).toContain((await client.connections.test(first?.connectionId ?? '')).read)
  })

  it('reads paths, tables and columns of the audit connection once it is active', async () => {
    const { client } = reached
    const connectionId = await activate()
    const paths = (await client.connections.paths(connectionId)).map((entry) => entry.path)
    const auditLogs = paths.find((path) => path.at(-1) === 'AUDIT_LOGS') ?? []
    expect(paths.some((path) => path.includes('SIGMA_SHARED') && path.at(-1) === 'USERS')).toBe(true)
    const found = await client.connections.lookup(connectionId, auditLogs)
    expect(found.kind).toBe('table')
    const columns = await client.connections.columns(found.inodeId)
    const roles = mapRoles(columns)
    expect(roles).toMatchObject({
      time: 'REQUEST_TIME',
      type: 'EVENT_TYPE',
      status: 'EVENT_STATUS',
      actor: 'USER_EMAIL'
    })
    expect(columns.find((column) => column.name === 'REQUEST_TIME')?.type).toMatch(/date|time/)
    expect((await errorOf(client.connections.lookup(connectionId, ['NO', 'SUCH', 'TABLE']))).code).toBe('not-found')
  })

  it.each(booleanKeys)('reads the setting %s, changes it and reads the change', async (key) => {
    const { settings } = reached.client
    const before = await settings.getSetting(key)
    expect(await settings.setSetting(key, !before, { idempotencyKey: 'k' })).toBe(!before)
    expect(await settings.getSetting(key)).toBe(!before)
  })

  it('changes the time zone', async () => {
    const { settings } = reached.client
    expect(await settings.getSetting('timezone')).not.toBe('Europe/Berlin')
    expect(await settings.setSetting('timezone', 'Europe/Berlin', { idempotencyKey: 'k' })).toBe('Europe/Berlin')
    expect(await settings.getSetting('timezone')).toBe('Europe/Berlin')
  })

  it('follows audit logging from off to on', async () => {
    const { client } = reached
    expect(await client.settings.getSetting('auditLogging')).toBe(false)
    await client.settings.setSetting('auditLogging', true, { idempotencyKey: 'k' })
    expect((await client.connections.list()).some((connection) => connection.isAuditLog === true)).toBe(false)
    reached.clock.shift(3 * minuteMs)
    expect((await client.connections.list()).filter((connection) => connection.isAuditLog === true)).toHaveLength(1)
    expect(await client.settings.getSetting('auditLogging')).toBe(true)
  })

  it('reads workbooks with their elements and columns', async () => {
    const { client, organization } = reached
    await activate()
    const workbook = await client.workbooks.get(organization.workbookId)
    expect((await client.workbooks.list({ skipPermissionCheck: true })).map((one) => one.workbookId)).toContain(
      workbook.workbookId
    )
    const elements = await client.workbooks.elements(organization.workbookId)
    expect(elements.map((element) => element.elementId)).toContain(organization.elementId)
    const columns = await client.workbooks.columns(organization.workbookId, organization.elementId)
    expect(columns.map((column) => column.label)).toContain('REQUEST_TIME')
    const found = await readExportWorkbook(client, organization.workbookId)
    expect(found?.elements.find((element) => element.name === 'AUDIT_LOGS')?.elementId).toBe(organization.elementId)
  })

  it('finds the rows of AUDIT_LOGS through a workbook, its own requests among them', async () => {
    const { client, clock } = reached
    await activate()
    const who = await client.whoami()
    const me = await client.members.get(who.userId)
    clock.shift(minuteMs)
    const workbook = await findExportWorkbook(client)
    const element = workbook?.elements.find((one) => one.name === 'AUDIT_LOGS')
    const rows = await rowsOf({ client, workbookId: workbook?.workbookId ?? '', elementId: element?.elementId ?? '' })
    const roles = mapRoles(Object.keys(rows[0] ?? {}))
    const mine = rows.filter((row) => row[roles.actor ?? ''] === me.email && row[roles.category ?? ''] === 'PUBLIC_API')
    expect(mine.length).toBeGreaterThan(0)
    for (const row of rows) {
      const atMs = parseAuditTime(row[roles.time ?? ''])
      expect(atMs).toBeGreaterThan(clock.nowMs() - dayMs)
      expect(atMs).toBeLessThanOrEqual(clock.nowMs())
    }
  })

  it('makes an export workbook whose time control cuts the rows', async () => {
    const { client, clock } = reached
    const connectionId = await activate()
    clock.shift(2 * hourMs)
    const paths = (await client.connections.paths(connectionId)).map((entry) => entry.path)
    const made = await createExportWorkbook(client, connectionId, paths)
    const element = made.elements.find((one) => one.name === 'AUDIT_LOGS')
    expect(element?.timeControlId).toBeDefined()
    expect(made.elements.map((one) => one.name)).toEqual(
      expect.arrayContaining(['AUDIT_LOGS', 'USERS', 'TEAMS', 'DOCUMENTS'])
    )
    // The first form of the body was taken: nothing was asked twice.
    expect(reached.arrived.filter((request) => request === 'POST /v2/workbooks/spec')).toHaveLength(1)
    const whole = {
      client,
      workbookId: made.workbookId,
      elementId: element?.elementId ?? '',
      timeControlId: element?.timeControlId ?? ''
    }
    const all = await rowsOf(whole)
    const window = { fromMs: clock.nowMs() - 10 * minuteMs, toMs: clock.nowMs() }
    const late = await rowsOf({ ...whole, window })
    expect(late.length).toBeGreaterThan(0)
    expect(late.length).toBeLessThan(all.length)
    for (const row of late) expect(parseAuditTime(row.REQUEST_TIME)).toBeGreaterThanOrEqual(window.fromMs - secondMs)
    const users = made.elements.find((one) => one.name === 'USERS')
    expect((await rowsOf({ ...whole, elementId: users?.elementId ?? '' })).length).toBeGreaterThanOrEqual(10)
    expect((await findExportWorkbook(client))?.workbookId).toBe(made.workbookId)
  })

  it('reads every row of a table that an export cannot hold at once', async () => {
    const { client, clock, organization } = reached
    await activate()
    clock.shift(3 * hourMs)
    const found = await readExportWorkbook(client, organization.workbookId)
    const elementId = found?.elements.find((one) => one.name === 'AUDIT_LOGS')?.elementId ?? ''
    const all = await rowsOf({ client, workbookId: organization.workbookId, elementId })
    const paged = exportTable({
      client,
      workbookId: organization.workbookId,
      elementId,
      rowLimit: Math.ceil(all.length / 2)
    })
    const ids = new Set<unknown>()
    for await (const batch of paged) for (const row of batch) ids.add(row.EVENT_ID)
    expect(paged.counts.exportsStarted).toBeGreaterThan(1)
    for (const row of all) expect(ids.has(row.EVENT_ID)).toBe(true)
  })

  it('goes on after its token has expired', async () => {
    await reached.client.whoami()
    reached.clock.shift(2 * hourMs)
    await reached.client.whoami()
    expect(reached.arrived.filter((request) => request.endsWith('/auth/token'))).toHaveLength(2)
  })

  it('keeps to one token a second with several clients at once', async () => {
    const startedMs = reached.clock.monotonicMs()
    await Promise.all([reached.makeClient().whoami(), reached.makeClient().whoami()])
    expect(reached.clock.monotonicMs() - startedMs).toBeGreaterThanOrEqual(1_000)
  })

  it('names what is not there', async () => {
    const { client } = reached
    for (const call of [
      () => client.members.get(unknownId),
      () => client.connections.get(unknownId),
      () => client.connections.test(unknownId),
      () => client.connections.columns(unknownId),
      () => client.workbooks.get(unknownId),
      () => client.workbooks.elements(unknownId),
      () => client.workbooks.columns(unknownId, unknownId),
      () => client.workbooks.export(unknownId, { elementId: unknownId, format: 'jsonl' })
    ]) {
      const error = await errorOf(call())
      expect(error.code).toBe('not-found')
      expect(error.params.requestId).toBeDefined()
    }
    const download = async (): Promise<void> => {
      for await (const _piece of client.queries.download(unknownId)) return
    }
    expect((await errorOf(download())).code).toBe('export-expired')
  })

  it('says that a wrong secret is refused', async () => {
    expect((await errorOf(reached.makeClient('wrong').whoami())).code).toBe('credential-refused')
  })

  it('passes the connection test, with a warning until audit logging is active', async () => {
    const tls = 'skipped'
    const passed = {
      'name-resolution': 'passed',
      tls,
      token: 'passed',
      whoami: 'passed',
      'account-type': 'passed',
      region: 'passed'
    }
    expect(await testSteps()).toEqual({ ...passed, 'audit-connection': 'warning' })
    await activate()
    expect(await testSteps()).toEqual({ ...passed, 'audit-connection': 'passed' })
  })

  it('fails the connection test at the token for a wrong secret', async () => {
    expect(await testSteps('wrong')).toMatchObject({ 'name-resolution': 'passed', token: 'failed', whoami: 'skipped' })
  })

  it('is cancelled in the middle of an export', async () => {
    const { client, organization } = reached
    await activate()
    const abort = new AbortController()
    const options = {
      client,
      workbookId: organization.workbookId,
      elementId: organization.elementId,
      signal: abort.signal
    }
    const error = await errorOf(rowsOf({ ...options, onQueryStarted: () => abort.abort() }))
    expect(error.code).toBe('cancelled')
  })
})
