import { describe, expect, it } from 'vitest'
import type { HttpRequest } from '../../../../src/main/ports/http-client.port.ts'
import { createSigmaClient } from '../../../../src/main/sigma/sigma-client.ts'
import { AppError } from '../../../../src/shared/kit/app-error.ts'
import { Secret } from '../../../../src/shared/kit/secret.ts'
import { createManualClock, settle } from '../../../support/manual-clock.ts'
import { createMemoryLogger } from '../../../support/memory-logger.ts'
import { createScriptedHttpClient, inOrder, tokenAnswer } from '../../../support/scripted-http-client.ts'
import { clientOf, errorOf } from '../../../support/sigma-client-fixture.ts'

const who = { json: { userId: 'u1', organizationId: 'o1' } }
const tokenOf = (request: HttpRequest | undefined): string | undefined => request?.headers.authorization
const minute = 60_000

describe('the access token', () => {
  it('is asked for with client credentials by HTTP Basic and used as Bearer', async () => {
    const { client, http } = clientOf(() => who)
    await client.whoami()
    const [asked] = http.tokenRequests
    expect(asked?.method).toBe('POST')
    expect(asked?.url).toBe('https://api.example.test/v2/auth/token')
    expect(asked?.headers['content-type']).toBe('application/x-www-form-urlencoded')
    expect(asked?.body).toBe('grant_type=client_credentials')
    expect(asked?.headers.authorization).toBe(`Basic ${Buffer.from('client-1:s3cr3t').toString('base64')}`)
    expect(tokenOf(http.calls[0])).toBe('Bearer token-1')
  })

  it('is fetched once for calls made at the same time', async () => {
    const { client, http } = clientOf(() => who)
    await Promise.all([client.whoami(), client.whoami(), client.whoami()])
    expect(http.tokenRequests).toHaveLength(1)
    expect(http.calls).toHaveLength(3)
  })

  it('is kept for later calls', async () => {
    const { client, http } = clientOf(() => who)
    await client.whoami()
    await client.whoami()
    expect(http.tokenRequests).toHaveLength(1)
  })

  it('is renewed a minute before it expires, with the refresh token', async () => {
    const clock = createManualClock()
    const { client, http } = clientOf(() => who, {
      clock,
      token: inOrder(tokenAnswer(1, { refresh_token: 'refresh-1' }), tokenAnswer(2))
    })
    await client.whoami()
    await clock.advance(58 * minute)
    await client.whoami()
    expect(http.tokenRequests).toHaveLength(1)
    await clock.advance(1 * minute)
    await client.whoami()
    expect(http.tokenRequests[1]?.body).toBe('grant_type=refresh_token&refresh_token=refresh-1')
    expect(http.tokenRequests[1]?.headers.authorization).toMatch(/^Basic /)
    expect(tokenOf(http.calls[2])).toBe('Bearer token-2')
  })

  it('is asked for with the credentials when the refresh token is not taken', async () => {
    const clock = createManualClock({ isAutomatic: true })
    const { client, http } = clientOf(() => who, {
      clock,
      token: inOrder(
        tokenAnswer(1, { refresh_token: 'refresh-1', expires_in: 10 }),
        { status: 400, json: { error: 'invalid_grant' } },
        tokenAnswer(2)
      )
    })
    await client.whoami()
    await clock.sleep(9_000)
    await client.whoami()
    expect(http.tokenRequests.map((request) => request.body)).toEqual([
      'grant_type=client_credentials',
      'grant_type=refresh_token&refresh_token=refresh-1',
      'grant_type=client_credentials'
    ])
  })

  it('is taken as expired when the wall clock passed its time while the monotonic clock stood still', async () => {
    const clock = createManualClock({ isAutomatic: true })
    const { client, http } = clientOf(() => who, { clock })
    await client.whoami()
    clock.setNowMs(clock.nowMs() + 2 * 60 * minute)
    await client.whoami()
    expect(http.tokenRequests).toHaveLength(2)
  })

  it('lasts an hour where Sigma does not say how long', async () => {
    const clock = createManualClock()
    const { client, http } = clientOf(() => who, { clock, token: () => ({ json: { access_token: 'abc' } }) })
    await client.whoami()
    await clock.advance(58 * minute)
    await client.whoami()
    expect(http.tokenRequests).toHaveLength(1)
  })
})

describe('a call that answers 401', () => {
  it('is repeated once with a new token', async () => {
    const { client, http } = clientOf(inOrder({ status: 401, json: { code: 'unauthorized' } }, who))
    expect(await client.whoami()).toEqual({ userId: 'u1', organizationId: 'o1' })
    expect(http.calls.map(tokenOf)).toEqual(['Bearer token-1', 'Bearer token-2'])
    expect(http.tokenRequests[1]?.body).toBe('grant_type=client_credentials')
  })

  it('is credential-refused when the new token is refused too, after exactly one renewal', async () => {
    const { client, http } = clientOf(() => ({
      status: 401,
      json: { code: 'unauthorized', message: 'no', requestId: 'r-1' }
    }))
    const error = await errorOf(client.whoami())
    expect(error.code).toBe('credential-refused')
    expect(error.params).toMatchObject({
      endpoint: 'GET /v2/whoami',
      status: 401,
      requestId: 'r-1',
      sigmaCode: 'unauthorized'
    })
    expect(http.tokenRequests).toHaveLength(2)
    expect(http.calls).toHaveLength(2)
  })

  it('costs one renewal for several calls refused with the same token', async () => {
    const { client, http } = clientOf((request) =>
      request.headers.authorization === 'Bearer token-1' ? { status: 401 } : who
    )
    await Promise.all([client.whoami(), client.whoami(), client.whoami(), client.whoami()])
    expect(http.tokenRequests).toHaveLength(2)
  })

  it('late, with a token that was renewed meanwhile, takes the new one and asks for no other', async () => {
    let refuse: (() => void) | undefined
    let isFirst = true
    const { client, http } = clientOf((request) => {
      if (request.headers.authorization !== 'Bearer token-1') return who
      if (!isFirst) return { status: 401 }
      isFirst = false
      return new Promise((resolve) => (refuse = () => resolve({ status: 401 })))
    })
    const late = client.whoami()
    await settle()
    await client.whoami()
    refuse?.()
    expect((await late).userId).toBe('u1')
    expect(http.tokenRequests).toHaveLength(2)
  })
})

describe('the token endpoint', () => {
  it.each([
    ['401', { status: 401, json: { code: 'unauthorized' } }, 'credential-refused'],
    ['400 with invalid_client', { status: 400, json: { error: 'invalid_client' } }, 'credential-refused'],
    ['400 otherwise', { status: 400, json: { code: 'invalid_request' } }, 'invalid-input'],
    ['403', { status: 403, json: { code: 'forbidden' } }, 'not-permitted'],
    ['404', { status: 404, json: { code: 'not_found' } }, 'wrong-host'],
    ['a redirect', { status: 302, headers: { location: 'https://elsewhere.test' } }, 'wrong-host'],
    ['a web page', { text: '<!doctype html><title>Sign in</title>' }, 'wrong-host'],
    ['JSON that is cut off', { text: '{"access_token":"abc' }, 'contract-breach'],
    ['no token in it', { json: { token_type: 'bearer' } }, 'contract-breach'],
    ['a token that would break the header', { json: { access_token: 'a\r\nx: y' } }, 'contract-breach'],
    ['a failed name', new AppError('name-not-resolved'), 'name-not-resolved'],
    ['a failed certificate', new AppError('tls-failed'), 'tls-failed'],
    ['no network', new AppError('offline'), 'offline']
  ] as const)('answering %s ends the call with one request', async (_title, answer, code) => {
    const { client, http } = clientOf(() => who, { token: () => answer })
    expect((await errorOf(client.whoami())).code).toBe(code)
    expect(http.tokenRequests).toHaveLength(1)
    expect(http.calls).toHaveLength(0)
  })

  it('is tried again after 503', async () => {
    const { client, http } = clientOf(() => who, { token: inOrder({ status: 503 }, tokenAnswer(1)) })
    await client.whoami()
    expect(http.tokenRequests).toHaveLength(2)
  })

  it('is never asked more than once a second, by however many clients of the same host', async () => {
    const clock = createManualClock()
    const atMs: number[] = []
    const http = createScriptedHttpClient(
      () => who,
      () => {
        atMs.push(clock.monotonicMs())
        return tokenAnswer(atMs.length)
      }
    )
    const make = (apiUrl: string) =>
      createSigmaClient({
        apiUrl,
        httpClient: http,
        clock,
        logger: createMemoryLogger(),
        clientId: 'c',
        readSecret: () => Promise.resolve(new Secret('s'))
      })
    const calls = [
      make('https://a.test'),
      make('https://a.test/'),
      make('https://a.test/v2'),
      make('https://b.test')
    ].map((one) => one.whoami())
    await settle()
    const startMs = atMs[0] ?? 0
    await clock.advance(5_000)
    await Promise.all(calls)
    expect(atMs.map((one) => one - startMs)).toEqual([0, 0, 1_100, 2_200])
  })

  it('passes on why the vault gave no secret', async () => {
    const { client, http } = clientOf(() => who, { readSecret: () => Promise.reject(new AppError('keychain-locked')) })
    expect((await errorOf(client.whoami())).code).toBe('keychain-locked')
    expect(http.requests).toHaveLength(0)
  })

  it('uses the secret that is stored now after an earlier one was refused', async () => {
    const secrets = ['old', 'new']
    const { client, http } = clientOf(() => who, {
      readSecret: () => Promise.resolve(new Secret(secrets.shift() ?? '')),
      token: inOrder({ status: 401 }, tokenAnswer(1))
    })
    await errorOf(client.whoami())
    await client.whoami()
    expect(Buffer.from(http.tokenRequests[1]?.headers.authorization?.slice(6) ?? '', 'base64').toString()).toBe(
      'client-1:new'
    )
  })
})

describe('cancelling while the token is on its way', () => {
  it('ends one caller and serves the other', async () => {
    const clock = createManualClock()
    let answer: (() => void) | undefined
    const { client } = clientOf(() => who, {
      clock,
      token: () => new Promise((resolve) => (answer = () => resolve(tokenAnswer(1))))
    })
    const abort = new AbortController()
    const left = errorOf(client.whoami(abort.signal))
    const stays = client.whoami()
    await settle()
    abort.abort()
    expect((await left).code).toBe('cancelled')
    answer?.()
    expect((await stays).userId).toBe('u1')
  })

  it('ends the token request when nobody waits for it any more', async () => {
    const clock = createManualClock()
    const { client, http } = clientOf(() => who, { clock, token: () => new Promise(() => undefined) })
    const abort = new AbortController()
    const left = errorOf(client.whoami(abort.signal))
    await settle()
    abort.abort()
    expect((await left).code).toBe('cancelled')
    expect(http.tokenRequests[0]?.signal?.aborted).toBe(true)
  })
})

describe('secrets', () => {
  it('appear in no error and no log line', async () => {
    const { client, logger } = clientOf(() => ({
      status: 401,
      json: { message: 'bad token token-1 for client_secret=s3cr3t', code: 'x' }
    }))
    const error = await errorOf(client.whoami())
    const text = JSON.stringify([error.params, error.message, logger.lines])
    expect(text).not.toContain('s3cr3t')
    expect(text).not.toContain(Buffer.from('client-1:s3cr3t').toString('base64'))
  })
})
