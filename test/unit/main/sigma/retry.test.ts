import { describe, expect, it } from 'vitest'
import { retryAfterMs, retryDelayMs } from '../../../../src/main/sigma/http/retry.ts'
import { AppError } from '../../../../src/shared/kit/app-error.ts'
import { createManualClock, settle } from '../../../support/manual-clock.ts'
import { inOrder } from '../../../support/scripted-http-client.ts'
import { clientOf, errorOf } from '../../../support/sigma-client-fixture.ts'

const who = { json: { userId: 'u1', organizationId: 'o1' } }
const exported = { json: { queryId: 'q1', jobComplete: false } }

describe('retryAfterMs', () => {
  const nowMs = Date.UTC(2026, 9, 1, 12)
  it.each([
    ['seconds', '7', 7_000],
    ['a fraction of a second, as at least one', '0.2', 1_000],
    ['zero, as at least one second', '0', 1_000],
    ['a date', 'Thu, 01 Oct 2026 12:00:30 GMT', 30_000],
    ['a date that has passed, as at least one second', 'Thu, 01 Oct 2026 11:00:00 GMT', 1_000],
    ['seconds that came twice, as the longer', '7, 12', 12_000],
    ['a date in the form of RFC 850', 'Thursday, 01-Oct-26 12:00:30 GMT', 30_000],
    ['a date in the form of asctime', 'Thu Oct  1 12:00:30 2026', 30_000],
    ['rubbish', 'soon', undefined],
    ['rubbish that JavaScript takes for a date', 'soon 5', undefined],
    ['a negative number', '-5', undefined],
    ['nothing', undefined, undefined]
  ])('reads %s', (_title, header, expected) => {
    expect(retryAfterMs(header, nowMs)).toBe(expected)
  })
})

describe('retryDelayMs', () => {
  const half = { isIdempotent: true, random: () => 0.5 }
  it.each([
    ['rate-limited', {}, true],
    ['unreachable', {}, true],
    ['unreachable', { reason: 'no-connection' }, false],
    ['server-fault', { status: 502 }, true],
    ['server-fault', { status: 503 }, true],
    ['server-fault', { status: 504 }, true],
    ['server-fault', { status: 520 }, true],
    ['server-fault', { status: 524 }, true],
    ['server-fault', { status: 500 }, false],
    ['server-fault', { status: 507 }, false],
    ['timed-out', {}, false],
    ['offline', {}, false],
    ['name-not-resolved', {}, false],
    ['tls-failed', {}, false],
    ['not-permitted', { status: 403 }, false],
    ['credential-refused', { status: 401 }, false],
    ['contract-breach', {}, false],
    ['cancelled', {}, false]
  ] as const)('of %s %o: repeated is %s', (code, params, isRepeated) => {
    expect(retryDelayMs(new AppError(code, params), { attempt: 1, ...half }) !== undefined).toBe(isRepeated)
  })

  it('grows with each attempt up to 30 s, with full jitter', () => {
    const error = new AppError('unreachable')
    const at = (attempt: number, random: number) =>
      retryDelayMs(error, { attempt, isIdempotent: true, random: () => random })
    expect([1, 2, 3].map((attempt) => at(attempt, 0.999))).toEqual([999, 1_998, 3_996])
    expect(at(20, 0.999)).toBe(29_970)
    expect(at(20, 0)).toBe(0)
  })

  it('is at least a second for 429 without Retry-After', () => {
    expect(retryDelayMs(new AppError('rate-limited'), { attempt: 1, isIdempotent: true, random: () => 0 })).toBe(1_000)
  })

  it('is not shorter than the server asked for', () => {
    const error = new AppError('rate-limited', { retryAfterMs: 9_000 })
    expect(retryDelayMs(error, { attempt: 1, isIdempotent: true, random: () => 0 })).toBe(9_000)
  })

  it('is left to the caller when the server asks for more than a minute', () => {
    const error = new AppError('rate-limited', { retryAfterMs: 61_000 })
    expect(retryDelayMs(error, { attempt: 1, isIdempotent: true, random: () => 0 })).toBeUndefined()
  })

  it('repeats what is not idempotent only after 429', () => {
    const once = { attempt: 1, isIdempotent: false, random: () => 0 }
    expect(retryDelayMs(new AppError('rate-limited'), once)).toBe(1_000)
    expect(retryDelayMs(new AppError('unreachable'), once)).toBeUndefined()
    expect(retryDelayMs(new AppError('server-fault', { status: 503 }), once)).toBeUndefined()
  })
})

describe('a call', () => {
  it('is repeated after failures that pass, and gives the answer', async () => {
    const { client, http, clock } = clientOf(
      inOrder(new AppError('unreachable'), { status: 503 }, { status: 429 }, who)
    )
    expect((await client.whoami()).userId).toBe('u1')
    expect(http.calls).toHaveLength(4)
    expect(clock.sleeps.slice(0, 3)).toEqual([500, 1_000, 3_000])
  })

  it('is given up after four tries, with the last failure', async () => {
    const { client, http } = clientOf(() => ({ status: 502, text: '<html>Bad gateway</html>' }))
    const error = await errorOf(client.whoami())
    expect(error.code).toBe('server-fault')
    expect(error.params.status).toBe(502)
    expect(http.calls).toHaveLength(4)
  })

  it('waits as long as Retry-After says in seconds', async () => {
    const { client, clock } = clientOf(inOrder({ status: 429, headers: { 'retry-after': '12' } }, who), {
      random: () => 0
    })
    await client.whoami()
    expect(clock.sleeps[0]).toBe(12_000)
  })

  it('waits until the date that Retry-After says', async () => {
    const clock = createManualClock({ isAutomatic: true, startMs: Date.UTC(2026, 9, 1, 12) })
    const header = { 'retry-after': 'Thu, 01 Oct 2026 12:00:05 GMT' }
    const { client } = clientOf(inOrder({ status: 503, headers: header }, who), { clock, random: () => 0 })
    await client.whoami()
    expect(clock.sleeps[0]).toBe(5_000)
  })

  it('tells how long the server wants to be left alone when that is long', async () => {
    const { client, http } = clientOf(() => ({ status: 429, headers: { 'retry-after': '3600' } }))
    const error = await errorOf(client.whoami())
    expect(error.code).toBe('rate-limited')
    expect(error.params.retryAfterMs).toBe(3_600_000)
    expect(http.calls).toHaveLength(1)
  })

  it('is repeated when its body breaks off', async () => {
    const { client, http } = clientOf(inOrder({ pieces: ['{"userId":', new AppError('unreachable')] }, who))
    expect((await client.whoami()).userId).toBe('u1')
    expect(http.calls).toHaveLength(2)
  })

  it('that creates something is not repeated when it is unknown whether it arrived', async () => {
    const { client, http } = clientOf(() => new AppError('unreachable'))
    expect((await errorOf(client.workbooks.createFromSpec({ name: 'x' }))).code).toBe('unreachable')
    expect(http.calls).toHaveLength(1)
  })

  it('that starts an export is repeated', async () => {
    const { client, http } = clientOf(inOrder({ status: 503 }, exported))
    expect((await client.workbooks.export('w', { elementId: 'e', format: 'jsonl' })).queryId).toBe('q1')
    expect(http.calls).toHaveLength(2)
  })

  it('that changes a setting is repeated under the same idempotency key', async () => {
    const { client, http } = clientOf(inOrder(new AppError('unreachable'), { json: { enabled: true } }))
    expect(await client.settings.setSetting('comments', true, { idempotencyKey: 'key-1' })).toBe(true)
    expect(http.calls.map((call) => call.headers['idempotency-key'])).toEqual(['key-1', 'key-1'])
  })

  it('is cancelled while it waits to be repeated', async () => {
    const clock = createManualClock()
    const { client } = clientOf(() => ({ status: 503 }), { clock })
    const abort = new AbortController()
    const error = errorOf(client.whoami(abort.signal))
    await settle()
    expect(clock.sleeping).toBe(1)
    abort.abort()
    expect((await error).code).toBe('cancelled')
  })

  it('does not start when its signal is aborted already', async () => {
    const { client, http } = clientOf(() => who)
    expect((await errorOf(client.whoami(AbortSignal.abort()))).code).toBe('cancelled')
    expect(http.requests).toHaveLength(0)
  })
})
