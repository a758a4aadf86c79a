import { describe, expect, test } from 'vitest'
import { AppError } from '../../../src/shared/kit/app-error.ts'
import { hourMs, minuteMs, secondMs } from '../../../src/shared/kit/time.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { errorOf } from '../../support/sigma-client-fixture.ts'
import { fleetOf, readFleet } from './fleet-in-time.ts'

describe('an engine', () => {
  test('does not read again at the start what was read a moment ago, and reads it when it is time', async () => {
    const now = createManualClock().nowMs()
    const { fleet, clock, id } = fleetOf(2, (index) =>
      index === 0 ? { facts: { settingsReadAtMs: now - minuteMs, accountType: 'Admin' } } : {}
    )
    fleet.start()
    await clock.advance(10 * minuteMs)
    expect(fleet.requests(id(0), '/v2/connections')).toHaveLength(0)
    expect(fleet.requests(id(1), '/v2/connections')).toHaveLength(1)
    await clock.advance(3 * hourMs)
    expect(fleet.requests(id(0), '/v2/connections').length).toBeGreaterThan(0)
  })

  test('asks who it is once in a while only', async () => {
    const { fleet, clock, id } = await readFleet()
    // Until shortly before the first turn that members could have, with whom it is asked anew.
    await clock.advance(5 * hourMs)
    expect(fleet.requests(id(), '/v2/connections').length).toBeGreaterThan(2)
    expect(fleet.requests(id(), '/v2/whoami')).toHaveLength(1)
  })

  test('says when it reads next, and does so then', async () => {
    const { fleet, clock, id, readings } = await readFleet()
    const before = readings()
    const nextMs = fleet.engines.get(id())?.nextSyncAtMs ?? 0
    await clock.advance(nextMs - clock.nowMs() - secondMs)
    expect(readings()).toBe(before)
    await clock.advance(2 * secondMs)
    expect(readings()).toBe(before + 1)
  })

  test('reads everything on request, members included, and answers when that is done', async () => {
    const { fleet, clock, id, readings } = await readFleet()
    const before = readings()
    let isDone = false
    void fleet.engines.refresh(id()).then(() => (isDone = true))
    await clock.advance(50)
    expect(isDone).toBe(false)
    await clock.advance(10 * secondMs)
    expect(isDone).toBe(true)
    expect(readings()).toBe(before + 1)
    expect(fleet.requests(id(), '/v2/members')).toHaveLength(2)
  })

  test('names the organization that changed', async () => {
    const { fleet, id } = await readFleet()
    const told = fleet.announced.filter((one) => one.name === 'organizationsChanged')
    expect(told.length).toBeGreaterThan(0)
    expect(new Set(told.map((one) => one.id))).toEqual(new Set([id()]))
  })
})

describe('an organization on screen', () => {
  test('is read at once when what is known is older than two minutes, and every two minutes from then on', async () => {
    const { fleet, clock, id, readings } = await readFleet()
    const before = readings()
    await clock.advance(3 * minuteMs)
    fleet.engines.setOnScreen(id())
    await clock.advance(5 * secondMs)
    expect(readings()).toBe(before + 1)
    await clock.advance(10 * minuteMs)
    expect(readings()).toBeGreaterThanOrEqual(before + 5)
    fleet.engines.setOnScreen(undefined)
    const after = readings()
    await clock.advance(10 * minuteMs)
    expect(readings()).toBeLessThanOrEqual(after + 1)
  })

  test('is not read again when one looks away and back', async () => {
    const { fleet, clock, id, readings } = await readFleet(2)
    fleet.engines.setOnScreen(id(0))
    await clock.advance(10 * secondMs)
    const before = readings()
    for (let number = 0; number < 10; number += 1) {
      fleet.engines.setOnScreen(id(1))
      fleet.engines.setOnScreen(id(0))
      await clock.advance(secondMs)
    }
    expect(readings()).toBe(before)
  })

  test('does not wait for its place at the start', async () => {
    const { fleet, clock, id } = fleetOf(200)
    const late = fleet.ids.findIndex((_, index) => index > 150)
    fleet.engines.setOnScreen(id(late))
    fleet.start()
    await clock.advance(15 * secondMs)
    expect(fleet.requests(id(late), '/v2/connections')).toHaveLength(1)
  })

  test('is tried at once when it was out of reach', async () => {
    const { fleet, clock, id, readings } = await readFleet()
    fleet.behave(id(), 'gone')
    await clock.advance(4 * hourMs)
    expect(fleet.engines.get(id())?.phase).toBe('offline')
    fleet.behave(id(), 'fine')
    const before = readings()
    fleet.engines.setOnScreen(id())
    await clock.advance(5 * secondMs)
    expect(readings()).toBe(before + 1)
    expect(fleet.engines.get(id())?.phase).toBe('idle')
  })
})

test('what is refused is marked at the first refusal, and taken back by the first success', async () => {
  const { fleet, clock, id } = await readFleet()
  fleet.behave(id(), 'refusing')
  await clock.advance(4 * hourMs)
  expect(fleet.engines.get(id())?.phase).toBe('needs-credential')
  expect(fleet.stores.kept.get(id())?.record.credentialRefusedAtMs).toBeDefined()
  fleet.behave(id(), 'fine')
  fleet.engines.tryNow(id())
  await clock.advance(10 * secondMs)
  expect(fleet.engines.get(id())?.phase).toBe('idle')
  expect(fleet.stores.kept.get(id())?.record.credentialRefusedAtMs).toBeUndefined()
})

test('who asks for a reading learns why it failed, and it is tried again by itself', async () => {
  const { fleet, clock, id, readings } = await readFleet()
  fleet.behave(id(), 'faulty')
  const error = errorOf(fleet.engines.refresh(id()))
  await clock.advance(5 * secondMs)
  expect((await error).code).toBe('server-fault')
  expect(fleet.engines.get(id())?.phase).toBe('backing-off')
  fleet.behave(id(), 'fine')
  const before = readings()
  await clock.advance(30 * secondMs)
  expect(readings()).toBe(before + 1)
  expect(fleet.engines.get(id())?.phase).toBe('idle')
})

test('an organization that is waited for goes before two hundred that are read', async () => {
  const { fleet, clock, id } = fleetOf(200)
  fleet.start()
  for (const one of fleet.ids.slice(0, 199)) void fleet.engines.refresh(one).catch(() => undefined)
  await clock.advance(20 * secondMs)
  fleet.engines.setOnScreen(id(199))
  const startMs = clock.monotonicMs()
  await clock.advance(4 * minuteMs)
  expect(fleet.engines.isWanted(id(199))).toBe(true)
  fleet.engines.setOnScreen(undefined)
  expect(fleet.engines.isWanted(id(199))).toBe(false)
  const firstMs = fleet.requests(id(199), '/v2/connections')[0]?.atMs ?? Number.POSITIVE_INFINITY
  expect(firstMs - startMs).toBeLessThan(4 * minuteMs)
  expect(fleet.mostAtOnce).toBeLessThanOrEqual(8)
})

test('an engine that is stopped answers who waits', async () => {
  const { fleet, clock, id } = await readFleet()
  fleet.behave(id(), 'hanging')
  const error = errorOf(fleet.engines.refresh(id()))
  await clock.advance(secondMs)
  await fleet.engines.stop(id())
  expect((await error).code).toBe('cancelled')
  expect(await errorOf(fleet.engines.refresh(id()))).toBeInstanceOf(AppError)
})

describe('what nobody looks at', () => {
  test('is read without telling at once, and its new age is told later', async () => {
    const { fleet, clock, id, readings } = await readFleet()
    const [before, told, later] = [readings(), fleet.announced.length, fleet.announcedLater.length]
    await clock.advance(4 * hourMs)
    expect(readings()).toBeGreaterThan(before)
    expect(fleet.announced.slice(told)).toEqual([])
    const names = new Set(fleet.announcedLater.slice(later).map((one) => one.name))
    expect(names).toEqual(new Set(['connectionsChanged', 'organizationsChanged', 'settingsChanged']))
    expect(fleet.engines.get(id())?.phase).toBe('idle')
  })

  test('is told to be read from the moment on that somebody looks', async () => {
    const { fleet, clock, id } = await readFleet()
    fleet.behave(id(), 'hanging')
    const nextMs = fleet.engines.get(id())?.nextSyncAtMs ?? 0
    await clock.advance(nextMs - clock.nowMs() + 2 * secondMs)
    expect(fleet.engines.get(id())?.phase).toBe('idle')
    fleet.engines.setOnScreen(id())
    expect(fleet.engines.get(id())?.phase).toBe('pulling')
  })
})

describe('an activation', () => {
  const pendingFor = (sinceMs: number) => {
    const now = createManualClock().nowMs()
    const made = fleetOf(1, () => ({
      facts: { settingsReadAtMs: now - minuteMs, accountType: 'Admin' },
      auditLogging: { kind: 'pending', requestedAtMs: now - sinceMs }
    }))
    made.fleet.directoryReadAtMs.set(made.id(), now - minuteMs)
    return made
  }

  test('is looked at once a minute where nobody looks: a request each, nothing written, nothing told', async () => {
    const { fleet, clock, id, readings } = pendingFor(3 * minuteMs)
    fleet.start()
    await clock.advance(minuteMs / 2)
    const [writes, told, seen, looks] = [fleet.stores.writes, fleet.announced.length, fleet.seen.length, readings()]
    await clock.advance(5 * minuteMs)
    expect(readings() - looks).toBe(5)
    expect(fleet.seen.length - seen).toBe(5)
    expect(fleet.stores.writes).toBe(writes)
    expect(fleet.announced.slice(told)).toEqual([])
    expect(fleet.announcedLater).toEqual([])
    expect(fleet.engines.get(id())?.phase).toBe('idle')
  })

  test('is looked at as soon as it comes on screen, and every fifteen seconds there', async () => {
    const { fleet, clock, id, readings } = pendingFor(3 * minuteMs)
    fleet.start()
    await clock.advance(minuteMs / 2)
    const before = readings()
    fleet.engines.setOnScreen(id())
    expect((fleet.engines.get(id())?.nextWatchAtMs ?? 0) - clock.nowMs()).toBeLessThanOrEqual(15 * secondMs)
    await clock.advance(secondMs)
    expect(readings()).toBe(before + 1)
    await clock.advance(minuteMs)
    expect(readings()).toBe(before + 5)
  })

  test('that nobody looks at times out, and says so', async () => {
    const { fleet, clock, id } = pendingFor(119 * minuteMs)
    fleet.start()
    await clock.advance(3 * minuteMs)
    expect(fleet.stores.kept.get(id())?.auditLogging.kind).toBe('timed-out')
    expect(fleet.announced.map((one) => one.name)).toContain('settingsChanged')
  })
})
