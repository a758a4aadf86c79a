import { describe, expect, it } from 'vitest'
import type { HttpRequest } from '../../../../src/main/ports/http-client.port.ts'
import { runConnectionTest } from '../../../../src/main/sigma/connection-test.ts'
import {
  type ConnectionTestStep,
  connectionTestStepNames,
  connectionTestStepSchema
} from '../../../../src/shared/contract/credentials.ts'
import { findRegion, type Region } from '../../../../src/shared/domain/regions.ts'
import { AppError } from '../../../../src/shared/kit/app-error.ts'
import { Secret } from '../../../../src/shared/kit/secret.ts'
import { createManualClock } from '../../../support/manual-clock.ts'
import { createMemoryLogger } from '../../../support/memory-logger.ts'
import { type Answer, createScriptedHttpClient } from '../../../support/scripted-http-client.ts'

interface World {
  readonly first?: Answer
  readonly token?: Answer
  readonly whoami?: Answer
  readonly member?: Answer
  readonly connections?: Answer
  readonly apiUrl?: string
  readonly region?: Region | undefined
  readonly signal?: AbortSignal
}

const good = {
  first: { status: 401, json: { code: 'unauthorized' } },
  token: { json: { access_token: 'token-1', expires_in: 3600 } },
  whoami: { json: { userId: 'u1', organizationId: 'o1' } },
  member: { json: { memberId: 'u1', memberType: 'Admin', email: 'ada@example.com', firstName: 'Ada', lastName: 'L' } },
  connections: {
    json: { entries: [{ connectionId: 'c9', name: 'Sigma Audit Logs', isAuditLog: true }], nextPage: null }
  }
} satisfies World

async function test(world: World) {
  const all = { ...good, ...world }
  const http = createScriptedHttpClient(
    (request: HttpRequest) => {
      if (request.headers.authorization === undefined) return all.first
      if (request.url.includes('/whoami')) return all.whoami
      if (request.url.includes('/members/')) return all.member
      return all.connections
    },
    () => all.token
  )
  const told: ConnectionTestStep[] = []
  const steps = await runConnectionTest({
    apiUrl: 'https://api.example.test',
    region: findRegion('aws-us-west'),
    ...world,
    httpClient: http,
    clock: createManualClock({ isAutomatic: true }),
    logger: createMemoryLogger(),
    clientId: 'client-1',
    secret: new Secret('s3cr3t'),
    onStep: (step) => told.push(step)
  })
  const outcomes = Object.fromEntries(steps.map((step) => [step.name, step.outcome]))
  const errors = Object.fromEntries(steps.filter((step) => step.error).map((step) => [step.name, step.error?.code]))
  return { steps, told, http, outcomes, errors, at: (name: string) => steps.find((step) => step.name === name) }
}

const outcomesOf = (...outcomes: string[]) =>
  Object.fromEntries(connectionTestStepNames.map((name, index) => [name, outcomes[index]]))

describe('the connection test', () => {
  it('passes every step of an organization that is in order, and tells the facts', async () => {
    const { steps, at } = await test({})
    expect(steps.map((step) => step.name)).toEqual(connectionTestStepNames)
    expect(steps.map((step) => step.outcome)).toEqual(Array(7).fill('passed'))
    expect(at('name-resolution')?.facts).toEqual({ host: 'api.example.test' })
    expect(at('whoami')?.facts).toEqual({ organizationId: 'o1', userId: 'u1' })
    expect(at('account-type')?.facts).toEqual({ accountType: 'Admin', email: 'ada@example.com', name: 'Ada L' })
    expect(at('region')?.facts).toMatchObject({ support: 'supported', region: 'AWS US West (Oregon)' })
    expect(at('audit-connection')?.facts).toEqual({ connectionId: 'c9', connectionName: 'Sigma Audit Logs' })
    for (const step of steps) expect(connectionTestStepSchema.safeParse(step).success).toBe(true)
  })

  it('announces each step as it starts and as it ends', async () => {
    const { told, steps } = await test({})
    expect(told.filter((step) => step.outcome === 'running').map((step) => step.name)).toEqual(connectionTestStepNames)
    expect(told.filter((step) => step.outcome !== 'running')).toEqual(steps)
  })

  it('sends its first request without credentials', async () => {
    const { http } = await test({})
    expect(http.requests[0]?.headers.authorization).toBeUndefined()
    expect(http.requests[0]?.method).toBe('GET')
  })

  it('fails at the name when it cannot be resolved, and asks for no token', async () => {
    const { outcomes, errors, http } = await test({ first: new AppError('name-not-resolved') })
    expect(outcomes).toEqual(outcomesOf('failed', 'skipped', 'skipped', 'skipped', 'skipped', 'skipped', 'skipped'))
    expect(errors).toEqual({ 'name-resolution': 'name-not-resolved' })
    expect(http.requests).toHaveLength(1)
  })

  it('fails at the name when there is no network', async () => {
    expect((await test({ first: new AppError('offline') })).errors).toEqual({ 'name-resolution': 'offline' })
  })

  it.each(['tls-failed', 'unreachable', 'timed-out'] as const)(
    'fails at TLS when the first request ends with %s',
    async (code) => {
      const { outcomes, errors } = await test({ first: new AppError(code) })
      expect(outcomes).toEqual(outcomesOf('passed', 'failed', 'skipped', 'skipped', 'skipped', 'skipped', 'skipped'))
      expect(errors).toEqual({ tls: code })
    }
  )

  it.each(['http://127.0.0.1:8080', 'https://sandbox.vigil.invalid'])('skips TLS for %s', async (apiUrl) => {
    const { outcomes } = await test({ apiUrl })
    expect(outcomes.tls).toBe('skipped')
    expect(outcomes.token).toBe('passed')
  })

  it('fails at the token when a server without TLS cannot be reached', async () => {
    const { outcomes, errors } = await test({ apiUrl: 'http://127.0.0.1:1', first: new AppError('unreachable') })
    expect(outcomes).toEqual(outcomesOf('passed', 'skipped', 'failed', 'skipped', 'skipped', 'skipped', 'skipped'))
    expect(errors).toEqual({ token: 'unreachable' })
  })

  it('passes name and TLS whatever the first answer is', async () => {
    const { outcomes } = await test({ first: { status: 500, text: '<html>' } })
    expect([outcomes['name-resolution'], outcomes.tls]).toEqual(['passed', 'passed'])
  })

  it('fails at the token for a wrong secret, and shows it nowhere', async () => {
    const { outcomes, errors, steps } = await test({
      token: { status: 401, json: { code: 'unauthorized', message: 'client_secret=s3cr3t' } }
    })
    expect(outcomes).toEqual(outcomesOf('passed', 'passed', 'failed', 'skipped', 'skipped', 'skipped', 'skipped'))
    expect(errors).toEqual({ token: 'credential-refused' })
    expect(JSON.stringify(steps)).not.toContain('s3cr3t')
  })

  it('fails at the token for a host that is not Sigma', async () => {
    expect((await test({ token: { text: '<html>Welcome to nginx</html>' } })).errors).toEqual({ token: 'wrong-host' })
  })

  it('fails at whoami when the token is not taken there', async () => {
    const { outcomes, errors } = await test({ whoami: { status: 403, json: { code: 'forbidden' } } })
    expect(outcomes).toEqual(outcomesOf('passed', 'passed', 'passed', 'failed', 'skipped', 'skipped', 'skipped'))
    expect(errors).toEqual({ whoami: 'not-permitted' })
  })

  it('warns when the account type is not Admin', async () => {
    const member = { json: { memberId: 'u1', memberType: 'Creator', email: 'b@example.com' } }
    const { outcomes, at } = await test({ member })
    expect(outcomes['account-type']).toBe('warning')
    expect(at('account-type')?.facts.accountType).toBe('Creator')
    expect(outcomes['audit-connection']).toBe('passed')
  })

  it.each([
    ['azure-uk', 'not-supported', 'warning'],
    ['azure-au', 'unknown', 'warning'],
    ['gcp-us', 'supported', 'passed'],
    [undefined, 'unknown', 'warning']
  ])('judges the region %s as %s', async (regionId, support, outcome) => {
    const { outcomes, at } = await test({ region: regionId === undefined ? undefined : findRegion(regionId) })
    expect(outcomes.region).toBe(outcome)
    expect(at('region')?.facts.support).toBe(support)
  })

  it.each([
    ['there is none', []],
    ['only other connections are there', [{ connectionId: 'c1', name: 'Warehouse', isAuditLog: false }]],
    ['it is archived', [{ connectionId: 'c1', name: 'Sigma Audit Logs', isAuditLog: true, isArchived: true }]]
  ])('warns about the audit connection when %s, and says that it can be enabled', async (_title, entries) => {
    const { outcomes, at } = await test({ connections: { json: { entries, nextPage: null } } })
    expect(outcomes['audit-connection']).toBe('warning')
    expect(at('audit-connection')?.facts).toEqual({ canBeEnabled: 'yes' })
  })

  it('does not call the audit connection absent where the member could not see it', async () => {
    const member = { json: { memberId: 'u1', memberType: 'Creator', email: 'b@example.com' } }
    const { at } = await test({ member, connections: { json: { entries: [], nextPage: null } } })
    expect(at('audit-connection')?.facts).toEqual({ canBeEnabled: 'yes', mayBeHidden: 'yes' })
  })

  it('says that it cannot be enabled where the region has no audit logging', async () => {
    const { at } = await test({ connections: { json: [] }, region: findRegion('azure-uk') })
    expect(at('audit-connection')?.facts).toEqual({ canBeEnabled: 'no' })
  })

  it('fails at the step that runs when it is cancelled', async () => {
    const { errors, http } = await test({ signal: AbortSignal.abort() })
    expect(errors).toEqual({ 'name-resolution': 'cancelled' })
    expect(http.requests).toHaveLength(0)
  })

  it('refuses an address that is no web address', async () => {
    for (const apiUrl of ['nonsense', 'ftp://a.test', 'file:///etc/passwd']) {
      expect((await test({ apiUrl })).errors).toEqual({ 'name-resolution': 'invalid-input' })
    }
  })
})
