import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../../../src/shared/kit/app-error.ts'
import { isSensitiveKey, redactFields, redactText } from '../../../../src/shared/kit/redact.ts'
import { Secret } from '../../../../src/shared/kit/secret.ts'

const marker = 'Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MA'
const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJlLXdpdGgtbGVuZ3Ro'

describe('a text', () => {
  it.each([
    `Authorization: Basic ${marker}==`,
    `authorization: Bearer ${marker}`,
    `{"authorization":"Bearer ${marker}"}`,
    `{"Authorization": "${marker}"}`,
    `Authorization=${marker}`,
    `proxy-authorization: Basic ${marker}`,
    `got bearer ${marker}, then stopped`,
    `curl -H 'Authorization: Basic ${marker}=' https://a.test`,
    `client_secret=${marker}`,
    `grant_type=client_credentials&client_secret=${marker}&x=1`,
    `client_secret%3D${marker}`,
    `{"client_secret":"${marker}"}`,
    `{"clientSecret" : "${marker}"}`,
    `{\\"client_secret\\":\\"${marker}\\"}`,
    `{ client_secret: '${marker}' }`,
    `access_token=${marker}`,
    `"refresh_token": "${marker}"`,
    `refreshToken=>${marker}`,
    `https://a.test/cb?access_token=${marker}#x`,
    `password: ${marker}`,
    `SIGMA_CLIENT_SECRET=${marker}`,
    `x-api-key: ${marker}`,
    `the secret is ${marker}`,
    `token "${marker}" was refused`,
    `https://user:${marker}@host.test/path`,
    `-----BEGIN RSA PRIVATE KEY-----\n${marker}\n-----END RSA PRIVATE KEY-----`,
    `-----BEGIN PRIVATE KEY-----\n${marker}`
  ])('%s loses its credential', (text) => {
    const redacted = redactText(text)
    expect(redacted).not.toContain(marker)
    expect(redacted).toContain('[redacted]')
  })

  it('loses JSON Web Tokens wherever they stand', () => {
    expect(redactText(`seen ${jwt} here`)).toBe('seen [redacted] here')
  })

  it('loses short secrets too where their key says so', () => {
    expect(redactText('client_secret=abc&x=1')).toBe('client_secret=[redacted]&x=1')
  })

  it('keeps what stands around a credential', () => {
    expect(redactText(`POST /token client_id=cid-1&client_secret=${marker}&grant_type=client_credentials`)).toBe(
      'POST /token client_id=cid-1&client_secret=[redacted]&grant_type=client_credentials'
    )
  })

  it.each([
    'The token endpoint answered 401 in 12 ms',
    'Basic authentication failed',
    'bearer token missing or malformed',
    'Token missing or malformed',
    'secret refused by Sigma for organization 5f2b8a1e-0000-4000-8000-000000000000',
    'GET /v2/connections/5f2b8a1e-0000-4000-8000-000000000000 200',
    'basics of audit logging',
    ''
  ])('%s stays as it is', (text) => {
    expect(redactText(text)).toBe(text)
  })

  it('that was redacted is not changed again', () => {
    const once = redactText(`Authorization: Bearer ${marker}; client_secret=${marker}; {"access_token":"${marker}"}`)
    expect(redactText(once)).toBe(once)
  })

  it('of a megabyte takes no noticeable time', () => {
    const startedMs = performance.now()
    redactText('token secret password basic '.repeat(40_000))
    redactText('a'.repeat(1_000_000))
    redactText('x-'.repeat(200_000))
    expect(performance.now() - startedMs).toBeLessThan(3_000)
  })
})

describe('the fields of a log line', () => {
  it('lose what stands under a sensitive key, at any depth', () => {
    const fields = {
      clientSecret: marker,
      nested: { access_token: marker, list: [{ Authorization: marker, ok: 1 }] },
      password: 12345,
      cookies: ['a', 'b'],
      apiKey: { value: marker }
    }
    expect(redactFields(fields)).toEqual({
      clientSecret: '[redacted]',
      nested: { access_token: '[redacted]', list: [{ Authorization: '[redacted]', ok: 1 }] },
      password: '[redacted]',
      cookies: '[redacted]',
      apiKey: '[redacted]'
    })
  })

  it('keep facts about secrets that are no secrets', () => {
    const fields = {
      hasSecret: true,
      token: null,
      nextPageToken: 'abc',
      code: 'credential-refused',
      organizationId: 'o1',
      count: 3
    }
    expect(redactFields(fields)).toEqual(fields)
  })

  it('lose credentials within texts', () => {
    expect(redactFields({ url: `https://a.test?access_token=${marker}` })).toEqual({
      url: 'https://a.test?access_token=[redacted]'
    })
  })

  it('show Secrets as such, whatever their key', () => {
    expect(redactFields({ value: new Secret(marker), list: [new Secret(marker)] })).toEqual({
      value: '[secret]',
      list: ['[secret]']
    })
  })

  it('hold errors with their causes, redacted', () => {
    const cause = new Error(`bad header Authorization: Bearer ${marker}`)
    const error = new AppError('internal', { endpoint: 'GET /v2/whoami' }, { cause })
    const text = JSON.stringify(redactFields({ error }))
    expect(text).not.toContain(marker)
    expect(text).toContain('bad header')
    expect(text).toContain('GET /v2/whoami')
    expect(text).toContain('"code":"internal"')
    expect(text).toContain('redact.test.ts')
  })

  it('survive circles, depth, getters that throw, and values that JSON does not know', () => {
    const circle: Record<string, unknown> = { name: 'a' }
    circle.self = circle
    let deep: unknown = marker
    for (let level = 0; level < 50; level += 1) deep = { deep }
    const hostile = Object.defineProperty({}, 'boom', {
      enumerable: true,
      get() {
        throw new Error('no')
      }
    })
    const redacted = redactFields({
      circle,
      deep,
      hostile,
      big: 10n,
      bytes: Buffer.from(marker),
      map: new Map([['token', marker]]),
      set: new Set([1]),
      date: new Date(0),
      fn: () => marker,
      url: new URL(`https://u:${marker}@a.test/`),
      nothing: undefined
    })
    const text = JSON.stringify(redacted)
    expect(text).not.toContain(marker)
    expect(redacted).toMatchObject({
      circle: { name: 'a', self: '[circle]' },
      hostile: '[unreadable]',
      big: '10',
      bytes: `[${marker.length} bytes]`,
      map: { token: '[redacted]' },
      set: [1],
      date: '1970-01-01T00:00:00.000Z',
      fn: '[function]'
    })
    expect(text).toContain('[too deep]')
  })

  it('show an object twice when it is met twice without a circle', () => {
    const shared = { a: 1 }
    expect(redactFields([shared, shared])).toEqual([{ a: 1 }, { a: 1 }])
  })

  it('do not change what they were given', () => {
    const given = { token: marker, list: [{ secret: marker }] }
    redactFields(given)
    expect(given).toEqual({ token: marker, list: [{ secret: marker }] })
  })

  it('are bounded in length', () => {
    expect((redactFields(Array(10_000).fill(1)) as unknown[]).length).toBe(200)
  })
})

describe('a key', () => {
  it.each([
    'secret',
    'clientSecret',
    'client_secret',
    'CLIENT-SECRET',
    'accessToken',
    'token',
    'Authorization',
    'passwd',
    'api_key',
    'Set-Cookie'
  ])('%s is sensitive', (key) => expect(isSensitiveKey(key)).toBe(true))
  it.each(['clientId', 'nextPageToken', 'tokensRevoked', 'name', 'key', 'author'])('%s is not', (key) =>
    expect(isSensitiveKey(key)).toBe(false)
  )
})

describe('a Secret', () => {
  it('is printed by nothing', () => {
    const secret = new Secret(marker)
    const shown = [
      String(secret),
      `${secret}`,
      JSON.stringify({ secret }),
      inspect(secret, { depth: 9, showHidden: true }),
      inspect({ secret })
    ]
    shown.push(Object.getOwnPropertyNames(secret).join(), JSON.stringify(structuredClone(secret)))
    expect(shown.join(' ')).not.toContain(marker)
    expect(String(secret)).toBe('[secret]')
  })

  it('is revealed on request only, each its own', () => {
    const [one, other] = [new Secret('a'), new Secret('b')]
    expect([one.reveal(), other.reveal()]).toEqual(['a', 'b'])
  })
})
