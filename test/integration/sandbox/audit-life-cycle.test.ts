import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { dayMs, hourMs, minuteMs, secondMs } from '../../../src/shared/kit/time.ts'
import { activate, exportRows, openBench, StepClock } from './harness.ts'

const setting = '/v2/organizations/settings/auditLogging'
const folders: string[] = []

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function newFile(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'vigil-sandbox-'))
  folders.push(folder)
  return path.join(folder, 'sandbox.sqlite')
}

async function auditConnections(bench: Awaited<ReturnType<typeof openBench>>): Promise<Record<string, unknown>[]> {
  const { json } = await bench.call('GET', '/v2/connections')
  return (json.entries as Record<string, unknown>[]).filter((connection) => connection.isAuditLog === true)
}

const timeOf = (row: Record<string, unknown>): number => Date.parse(String(row.REQUEST_TIME))

describe('audit logging of the sandbox organization', () => {
  it('goes from off over pending to on, and only then has a connection', async () => {
    const bench = await openBench()
    expect((await bench.call('GET', setting)).json).toEqual({ enabled: false })
    expect(await auditConnections(bench)).toEqual([])
    expect((await bench.call('PATCH', setting, { enabled: true })).json).toEqual({ enabled: true })
    bench.clock.advance(89 * secondMs)
    expect((await bench.call('GET', setting)).json).toEqual({ enabled: false })
    expect(await auditConnections(bench)).toEqual([])
    bench.clock.advance(secondMs)
    expect((await bench.call('GET', setting)).json).toEqual({ enabled: true })
    expect(await auditConnections(bench)).toMatchObject([{ name: 'Sigma Audit Logs', type: 'snowflake' }])
  })

  it('goes from on over disabling to off, and keeps its connection until the end', async () => {
    const bench = await openBench()
    await activate(bench)
    expect((await bench.call('PATCH', setting, { enabled: false })).json).toEqual({ enabled: false })
    expect((await bench.call('GET', setting)).json).toEqual({ enabled: false })
    expect(await auditConnections(bench)).toHaveLength(1)
    const busy = await bench.call('PATCH', setting, { enabled: true })
    expect([busy.status, busy.json.code]).toEqual([409, 'audit_logging_busy'])
    bench.clock.advance(20 * secondMs)
    expect(await auditConnections(bench)).toEqual([])
  })

  it('has no row from before it was on', async () => {
    const bench = await openBench()
    bench.clock.advance(6 * hourMs)
    await bench.call('GET', '/v2/members')
    await activate(bench)
    const activeAtMs = bench.clock.nowMs()
    bench.clock.advance(2 * hourMs)
    const rows = await exportRows(bench)
    expect(rows.length).toBeGreaterThan(100)
    expect(Math.min(...rows.map(timeOf))).toBe(activeAtMs)
  })

  it('has dozens of rows of other members within two minutes', async () => {
    const bench = await openBench({ eventDelayMs: 4_000 }, new StepClock(Date.UTC(2026, 9, 4, 2)))
    await activate(bench)
    bench.clock.advance(2 * minuteMs)
    const rows = await exportRows(bench)
    expect(new Set(rows.map((row) => row.USER_EMAIL)).size).toBeGreaterThan(3)
    expect(rows.length).toBeGreaterThan(48)
  })

  it('records every request made with credentials, and who switched logging on and off', async () => {
    const bench = await openBench({ events: 0 })
    await activate(bench)
    await bench.call('GET', '/v2/whoami')
    await bench.call('PATCH', '/v2/organizations/settings/comments', { enabled: false })
    await bench.call('GET', '/v2/members/unknown')
    await bench.call('PATCH', setting, { enabled: false })
    bench.clock.advance(20 * secondMs)
    await bench.call('GET', '/v2/teams')
    await activate(bench)
    const rows = await exportRows(bench)
    const found = rows.map((row) => [
      row.EVENT_CATEGORY,
      row.EVENT_TYPE,
      row.API_PATH ?? row.SETTING_NAME,
      row.EVENT_STATUS
    ])
    expect(found).toEqual(
      expect.arrayContaining([
        ['ACCESS_SIGMA', 'ENABLE_AUDIT_LOGGING', 'auditLogging', 'SUCCESS'],
        ['PUBLIC_API', 'API_REQUEST', '/v2/whoami', 'SUCCESS'],
        ['ACCESS_SIGMA', 'UPDATE_ORGANIZATION_SETTING', 'comments', 'SUCCESS'],
        ['PUBLIC_API', 'API_REQUEST', '/v2/members/unknown', 'FAILURE'],
        ['ACCESS_SIGMA', 'DISABLE_AUDIT_LOGGING', 'auditLogging', 'SUCCESS']
      ])
    )
    expect(rows.some((row) => row.API_PATH === '/v2/teams')).toBe(false)
    expect(rows.every((row) => String(row.USER_EMAIL).startsWith('robin.vega@'))).toBe(true)
    expect(new Set(rows.map((row) => row.EVENT_ID)).size).toBe(rows.length)
  })

  it('records sign-ins that fail', async () => {
    const bench = await openBench({ events: 0 })
    await activate(bench)
    await bench.caller.tokenRequest({
      grant_type: 'client_credentials',
      client_id: bench.organization.clientId,
      client_secret: 'wrong'
    })
    const logins = (await exportRows(bench)).filter((row) => row.EVENT_TYPE === 'LOGIN')
    expect(logins).toMatchObject([{ EVENT_STATUS: 'FAILURE', EVENT_STATUS_REASON_CODE: 'INVALID_CREDENTIALS' }])
  })

  it('lets events arrive late', async () => {
    const bench = await openBench({ events: 0, eventDelayMs: 60_000 })
    await activate(bench)
    await bench.call('GET', '/v2/whoami')
    bench.clock.advance(20 * secondMs)
    expect((await exportRows(bench)).some((row) => row.API_PATH === '/v2/whoami')).toBe(false)
    bench.clock.advance(40 * secondMs)
    expect((await exportRows(bench)).some((row) => row.API_PATH === '/v2/whoami')).toBe(true)
  })

  it('brings rows back when it is enabled again within 30 days, and none that are older', async () => {
    const bench = await openBench({ tokenLifetimeMs: 90 * dayMs })
    await activate(bench)
    bench.clock.advance(5 * dayMs)
    const before = await exportRows(bench)
    await bench.call('PATCH', setting, { enabled: false })
    const disabledAtMs = bench.clock.nowMs()
    bench.clock.advance(27 * dayMs)
    await activate(bench)
    const enabledAtMs = bench.clock.nowMs()
    const after = await exportRows(bench)
    const kept = before.filter((row) => timeOf(row) >= bench.clock.nowMs() - 30 * dayMs)
    expect(kept.length).toBeGreaterThan(0)
    expect(kept.length).toBeLessThan(before.length)
    expect(after.map((row) => row.EVENT_ID)).toEqual(expect.arrayContaining(kept.map((row) => row.EVENT_ID)))
    expect(Math.min(...after.map(timeOf))).toBeGreaterThanOrEqual(bench.clock.nowMs() - 30 * dayMs)
    expect(after.filter((row) => timeOf(row) > disabledAtMs && timeOf(row) < enabledAtMs)).toEqual([])
  })

  it('goes on where it was when its file is opened again in the middle of Feature Pending', async () => {
    const file = newFile()
    const clock = new StepClock()
    const first = await openBench({ file }, clock)
    await first.call('PATCH', setting, { enabled: true })
    const { clientId, clientSecret } = first.organization
    const { token } = first.caller
    first.organization.close()
    clock.advance(10 * minuteMs)
    const second = await openBench({ file }, clock)
    expect(second.organization.clientId).toBe(clientId)
    expect(second.organization.clientSecret).toBeUndefined()
    second.caller.token = token
    expect((await second.call('GET', setting)).json).toEqual({ enabled: true })
    const rows = await exportRows(second)
    expect(rows[0]?.REQUEST_TIME).toBe(new Date(clock.nowMs() - 10 * minuteMs + 90 * secondMs).toISOString())
    await second.caller.signIn(clientId, clientSecret ?? '')
    second.organization.close()
    expect(readFileSync(file).includes(clientSecret ?? '-')).toBe(false)
  })

  it('gives the same rows however often and in whatever steps it is read', async () => {
    const read = async (steps: number): Promise<unknown[]> => {
      const bench = await openBench({ seed: 5 })
      await activate(bench)
      for (let step = 0; step < steps; step += 1) {
        bench.clock.advance((3 * hourMs) / steps)
        if (step < steps - 1) await exportRows(bench)
      }
      await bench.caller.signIn(bench.organization.clientId, bench.organization.clientSecret ?? '')
      const rows = await exportRows(bench)
      return rows.filter((row) => !String(row.USER_EMAIL).startsWith('robin.vega@')).map((row) => row.EVENT_ID)
    }
    expect(await read(9)).toEqual(await read(1))
  })

  it('can begin with a history, as an organization that enabled it long ago', async () => {
    const bench = await openBench({ backfilledHistoryMs: 10 * dayMs })
    expect((await bench.call('GET', setting)).json).toEqual({ enabled: true })
    const rows = await exportRows(bench)
    expect(Math.min(...rows.map(timeOf))).toBe(bench.clock.nowMs() - 10 * dayMs)
    expect(rows.length).toBeGreaterThan(5_000)
  })
})

describe('an organization that cannot have audit logging', () => {
  it.each([
    [{ adminAccountType: 'View' }, 403, 'forbidden'],
    [{ region: 'not-supported' }, 400, 'region_not_supported'],
    [{ auditLogging: 'not-provisioned' }, 404, 'feature_not_provisioned']
  ] as const)('is refused with %o: %i %s', async (options, status, code) => {
    const bench = await openBench(options)
    for (const answer of [await bench.call('GET', setting), await bench.call('PATCH', setting, { enabled: true })]) {
      expect([answer.status, answer.json.code]).toEqual([status, code])
      expect(String(answer.json.message).length).toBeGreaterThan(20)
    }
  })

  it('shows the audit connection to a member without the Admin account type only with a grant', async () => {
    const file = newFile()
    const bench = await openBench({ file, backfilledHistoryMs: dayMs })
    const [audit] = await auditConnections(bench)
    const member = (await bench.call('GET', '/v2/whoami')).json.userId
    expect(
      (
        await bench.call('POST', `/v2/connections/${String(audit?.connectionId)}/grants`, {
          grants: [{ grantee: { memberId: member }, permission: 'usage' }]
        })
      ).status
    ).toBe(200)
    await bench.call('PATCH', `/v2/members/${String(member)}`, { memberType: 'Analyze' })
    expect(await auditConnections(bench)).toHaveLength(1)
    bench.organization.close()
    const other = await openBench({ adminAccountType: 'View', backfilledHistoryMs: dayMs })
    expect(await auditConnections(other)).toEqual([])
    await expect(exportRows(other)).rejects.toThrow(/404/)
  })
})
