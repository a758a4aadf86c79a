import { describe, expect, it } from 'vitest'
import { createLimits } from '../../../../src/main/sigma/http/limits.ts'
import { createManualClock, settle } from '../../../support/manual-clock.ts'
import { type Answer, inOrder } from '../../../support/scripted-http-client.ts'
import { clientOf, errorOf } from '../../../support/sigma-client-fixture.ts'

const who = { json: { userId: 'u1', organizationId: 'o1' } }

describe('requests at a time', () => {
  it('are four; a fifth starts when one ends', async () => {
    const answers: ((answer: Answer) => void)[] = []
    const { client, http } = clientOf(() => new Promise((resolve) => answers.push(resolve)))
    const calls = Array.from({ length: 6 }, () => client.whoami())
    await settle()
    expect(http.calls).toHaveLength(4)
    answers[0]?.(who)
    await settle()
    expect(http.calls).toHaveLength(5)
    for (const answer of answers) answer(who)
    await settle()
    for (const answer of answers) answer(who)
    await Promise.all(calls)
    expect(http.calls).toHaveLength(6)
  })

  it('free their slot when they fail', async () => {
    const { client } = clientOf(() => ({ status: 403, json: {} }))
    for (let number = 0; number < 6; number += 1) expect((await errorOf(client.whoami())).code).toBe('not-permitted')
  })

  it('let go of who was cancelled while waiting for a slot', async () => {
    const clock = createManualClock()
    const limits = createLimits(clock)
    const releases = await Promise.all(Array.from({ length: 4 }, () => limits.acquire(undefined, undefined)))
    const abort = new AbortController()
    const waiting = errorOf(limits.acquire(undefined, abort.signal))
    const next = limits.acquire(undefined, undefined)
    await settle()
    abort.abort()
    expect((await waiting).code).toBe('cancelled')
    releases[0]?.()
    const release = await next
    release()
    release()
    // Giving a slot back twice must not make a fifth one.
    const again = await Promise.all(Array.from({ length: 1 }, () => limits.acquire(undefined, undefined)))
    expect(again).toHaveLength(1)
    let isFifthRunning = false
    void limits.acquire(undefined, undefined).then(() => (isFifthRunning = true))
    await settle()
    expect(isFifthRunning).toBe(false)
  })
})

describe('calls that Sigma counts by the minute', () => {
  it('wait for room after 400, and go on when the oldest is a minute old', async () => {
    const clock = createManualClock()
    const limits = createLimits(clock)
    const take = async () => (await limits.acquire('export', undefined))()
    for (let number = 0; number < 400; number += 1) await take()
    let isDone = false
    const late = take().then(() => (isDone = true))
    await clock.advance(59_999)
    expect(isDone).toBe(false)
    await clock.advance(1)
    await late
    expect(isDone).toBe(true)
  })

  it('are counted apart from each other and from all other calls', async () => {
    const clock = createManualClock()
    const limits = createLimits(clock)
    for (let number = 0; number < 400; number += 1) (await limits.acquire('export', undefined))()
    ;(await limits.acquire('download', undefined))()
    ;(await limits.acquire(undefined, undefined))()
    expect(clock.sleeps).toEqual([])
  })
})

describe('a 429', () => {
  it('holds up those too that wait for a slot already', async () => {
    const clock = createManualClock()
    const limits = createLimits(clock)
    const releases = await Promise.all(Array.from({ length: 4 }, () => limits.acquire(undefined, undefined)))
    let started = 0
    const waiting = [1, 2].map(() => limits.acquire('export', undefined).then(() => (started += 1)))
    await settle()
    limits.pauseFor(5_000)
    for (const release of releases) release()
    await clock.advance(4_999)
    expect(started).toBe(0)
    await clock.advance(1)
    await Promise.all(waiting)
    expect(started).toBe(2)
    // Whoever gave a slot back for the pause has it now, and nobody has two: two of four are left.
    const left = await Promise.all([limits.acquire(undefined, undefined), limits.acquire(undefined, undefined)])
    let isFifthRunning = false
    void limits.acquire(undefined, undefined).then(() => (isFifthRunning = true))
    await settle()
    expect(isFifthRunning).toBe(false)
    left[0]?.()
    await settle()
    expect(isFifthRunning).toBe(true)
  })

  it('holds up the other calls of the organization as well', async () => {
    const clock = createManualClock()
    const { client, http } = clientOf(inOrder({ status: 429, headers: { 'retry-after': '10' } }, who, who), {
      clock,
      random: () => 0
    })
    const first = client.whoami()
    await settle()
    const second = client.whoami()
    await clock.advance(9_999)
    expect(http.calls).toHaveLength(1)
    await clock.advance(1)
    await Promise.all([first, second])
    expect(http.calls).toHaveLength(3)
  })
})
