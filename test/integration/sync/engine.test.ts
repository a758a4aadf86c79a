import { afterEach, describe, expect, test } from 'vitest'
import { AppError } from '../../../src/shared/kit/app-error.ts'
import type { PendingChangeId } from '../../../src/shared/kit/ids.ts'
import { hourMs, minuteMs, secondMs } from '../../../src/shared/kit/time.ts'
import type { StoredPendingChange } from '../../../src/main/stores/settings-store.ts'
import { createEngineFleet, type EngineFleet } from '../../support/engine-fleet.ts'
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts'
import { errorOf } from '../../support/sigma-client-fixture.ts'

let fleet: EngineFleet

afterEach(() => fleet.stop())

function fleetOf(
  count: number,
  known?: Parameters<typeof createEngineFleet>[0]['known']
): EngineFleet & { readonly clock: ManualClock; readonly id: (index?: number) => EngineFleet['ids'][number] } {
  const clock = createManualClock()
  const made = createEngineFleet({ clock, count, ...(known ? { known: (index) => known(index) } : {}) })
  fleet = made
  // Properties that change are read through the fleet itself.
  return Object.assign(Object.create(made) as EngineFleet, {
    clock,
    id: (index = 0) => made.ids[index] ?? ('' as never)
  })
}

/** An organization whose first reading is done. */
async function read(count = 1) {
  const it = fleetOf(count)
  fleet.start()
  await it.clock.advance(6 * minuteMs)
  return { ...it, connections: (index = 0) => fleet.requests(it.id(index), '/v2/connections').length }
}

const change = (more: Partial<StoredPendingChange> = {}): StoredPendingChange => ({
  id: 'change-1' as PendingChangeId,
  key: 'comments',
  value: true,
  madeAtMs: 0,
  attempts: 0,
  state: 'waiting',
  idempotencyKey: 'key-1',
  ...more
})

describe('an engine', () => {
  test('does not read again at the start what was read a moment ago, and reads it when it is time', async () => {
    const now = createManualClock().nowMs()
    const { clock, id } = fleetOf(2, (index) =>
      index === 0 ? { facts: { settingsReadAtMs: now - minuteMs, accountType: 'Admin' } } : {}
    )
    fleet.start()
    await clock.advance(10 * minuteMs)
    expect(fleet.requests(id(0), '/v2/connections')).toHaveLength(0)
    expect(fleet.requests(id(1), '/v2/connections')).toHaveLength(1)
    await clock.advance(40 * minuteMs)
    expect(fleet.requests(id(0), '/v2/connections').length).toBeGreaterThan(0)
  })

  test('asks who it is once in a while only', async () => {
    const { clock, id } = await read()
    await clock.advance(3 * hourMs)
    expect(fleet.requests(id(), '/v2/connections').length).toBeGreaterThan(5)
    expect(fleet.requests(id(), '/v2/whoami')).toHaveLength(1)
  })

  test('says when it reads next, and does so then', async () => {
    const { clock, id, connections } = await read()
    const before = connections()
    const nextMs = fleet.engines.get(id())?.nextSyncAtMs ?? 0
    await clock.advance(nextMs - clock.nowMs() - secondMs)
    expect(connections()).toBe(before)
    await clock.advance(2 * secondMs)
    expect(connections()).toBe(before + 1)
  })

  test('reads everything on request, members included, and answers when that is done', async () => {
    const { clock, id, connections } = await read()
    const before = connections()
    let isDone = false
    void fleet.engines.refresh(id()).then(() => (isDone = true))
    await clock.advance(50)
    expect(isDone).toBe(false)
    await clock.advance(10 * secondMs)
    expect(isDone).toBe(true)
    expect(connections()).toBe(before + 1)
    expect(fleet.requests(id(), '/v2/members')).toHaveLength(2)
  })

  test('names the organization that changed', async () => {
    const { id } = await read()
    const told = fleet.announced.filter((one) => one.name === 'organizationsChanged')
    expect(told.length).toBeGreaterThan(0)
    expect(new Set(told.map((one) => one.id))).toEqual(new Set([id()]))
  })
})

describe('an organization on screen', () => {
  test('is read at once when what is known is older than two minutes, and every two minutes from then on', async () => {
    const { clock, id, connections } = await read()
    const before = connections()
    await clock.advance(3 * minuteMs)
    fleet.engines.setOnScreen(id())
    await clock.advance(5 * secondMs)
    expect(connections()).toBe(before + 1)
    await clock.advance(10 * minuteMs)
    expect(connections()).toBeGreaterThanOrEqual(before + 5)
    fleet.engines.setOnScreen(undefined)
    const after = connections()
    await clock.advance(10 * minuteMs)
    expect(connections()).toBeLessThanOrEqual(after + 1)
  })

  test('is not read again when one looks away and back', async () => {
    const { clock, id, connections } = await read(2)
    fleet.engines.setOnScreen(id(0))
    await clock.advance(10 * secondMs)
    const before = connections()
    for (let number = 0; number < 10; number += 1) {
      fleet.engines.setOnScreen(id(1))
      fleet.engines.setOnScreen(id(0))
      await clock.advance(secondMs)
    }
    expect(connections()).toBe(before)
  })

  test('does not wait for its place at the start', async () => {
    const { clock, id } = fleetOf(200)
    const late = fleet.ids.findIndex((_, index) => index > 150)
    fleet.engines.setOnScreen(id(late))
    fleet.start()
    await clock.advance(15 * secondMs)
    expect(fleet.requests(id(late), '/v2/connections')).toHaveLength(1)
  })

  test('is tried at once when it was out of reach', async () => {
    const { clock, id, connections } = await read()
    fleet.behave(id(), 'gone')
    await clock.advance(2 * hourMs)
    expect(fleet.engines.get(id())?.phase).toBe('offline')
    fleet.behave(id(), 'fine')
    const before = connections()
    fleet.engines.setOnScreen(id())
    await clock.advance(5 * secondMs)
    expect(connections()).toBe(before + 1)
    expect(fleet.engines.get(id())?.phase).toBe('idle')
  })
})

describe('a paused organization', () => {
  test('asks for nothing for days, and refuses to be read', async () => {
    const { clock, id } = await read()
    await fleet.engines.pause(id())
    await fleet.engines.pause(id())
    const before = fleet.seen.length
    await clock.advance(48 * hourMs)
    fleet.engines.tryNow(id())
    fleet.engines.tryAllNow()
    fleet.engines.woke()
    await clock.advance(hourMs)
    expect(fleet.seen).toHaveLength(before)
    expect(fleet.engines.get(id())?.phase).toBe('halted')
    expect(fleet.engines.get(id())?.nextSyncAtMs).toBeUndefined()
    expect((await errorOf(fleet.engines.refresh(id()))).code).toBe('paused')
  })

  test('stays paused after a restart, and is read when it is resumed', async () => {
    const { clock, id } = fleetOf(1, () => ({ pausedAtMs: 1 }))
    fleet.start()
    expect(fleet.engines.isPaused(id())).toBe(true)
    await clock.advance(hourMs)
    expect(fleet.seen).toHaveLength(0)
    fleet.engines.resume(id())
    await clock.advance(10 * secondMs)
    expect(fleet.requests(id(), '/v2/connections')).toHaveLength(1)
  })

  test('has what was on its way ended, and nothing written about it as a failure', async () => {
    const { clock, id } = await read()
    fleet.behave(id(), 'hanging')
    const refused = errorOf(fleet.engines.refresh(id()))
    await clock.advance(5 * secondMs)
    expect(fleet.atOnce).toBe(1)
    await fleet.engines.pause(id())
    await clock.advance(0)
    expect(fleet.atOnce).toBe(0)
    expect((await refused).code).toBe('paused')
    expect(fleet.stores.kept.get(id())?.facts.lastError).toBeUndefined()
    expect(fleet.gate.running).toBe(0)
  })

  test('keeps changes that are made meanwhile and sends them when it is resumed', async () => {
    const { clock, id } = await read()
    await fleet.engines.pause(id())
    fleet.stores.kept.get(id())?.pendingChanges.push(change())
    fleet.engines.tryNow(id())
    await clock.advance(hourMs)
    expect(fleet.seen.some((one) => one.method === 'PATCH')).toBe(false)
    fleet.engines.resume(id())
    await clock.advance(10 * secondMs)
    expect(fleet.seen.some((one) => one.method === 'PATCH')).toBe(true)
    expect(fleet.stores.kept.get(id())?.pendingChanges).toEqual([])
  })
})

describe('without a network', () => {
  test('an organization is offline by its own results, and back by itself', async () => {
    const { clock, id } = await read(2)
    fleet.behave(id(0), 'gone')
    await clock.advance(hourMs)
    expect(fleet.engines.get(id(0))?.phase).toBe('offline')
    expect(fleet.stores.kept.get(id(0))?.facts.lastError?.code).toBe('offline')
    expect(fleet.engines.get(id(1))?.phase).toBe('idle')
    fleet.behave(id(0), 'fine')
    await clock.advance(7 * minuteMs)
    expect(fleet.engines.get(id(0))?.phase).toBe('idle')
    expect(fleet.stores.kept.get(id(0))?.facts.lastError).toBeUndefined()
  })

  test('nothing is tried in quick succession while the system says so, and a success counts all the same', async () => {
    const { clock, id } = await read(2)
    fleet.setSystemOnline(false)
    fleet.behave(id(0), 'gone')
    const before = fleet.seen.length
    await clock.advance(2 * hourMs)
    const tries = fleet.seen.slice(before).filter((one) => one.id === id(0))
    expect(tries.length).toBeLessThan(120 / 5 + 2)
    expect(fleet.engines.get(id(1))?.phase).toBe('idle')
    fleet.behave(id(0), 'fine')
    await clock.advance(7 * minuteMs)
    expect(fleet.engines.get(id(0))?.phase).toBe('idle')
  })

  test('its return is used within the time that all of them need, not by all at once', async () => {
    const { clock } = await read(40)
    for (const one of fleet.ids) fleet.behave(one, 'gone')
    await clock.advance(2 * hourMs)
    expect(fleet.ids.every((one) => fleet.engines.get(one)?.phase === 'offline')).toBe(true)
    for (const one of fleet.ids) fleet.behave(one, 'fine')
    const startMs = clock.monotonicMs()
    fleet.engines.tryAllNow()
    await clock.advance(90 * secondMs)
    expect(fleet.ids.every((one) => fleet.engines.get(one)?.phase === 'idle')).toBe(true)
    const firstSecond = fleet.seen.filter(({ atMs }) => atMs >= startMs && atMs < startMs + secondMs)
    expect(new Set(firstSecond.map((one) => one.id)).size).toBeLessThan(5)
  })

  test('the same failure is written down once, not with every try', async () => {
    const { clock, id } = await read()
    fleet.behave(id(), 'gone')
    await clock.advance(hourMs)
    const before = fleet.stores.writes
    const tries = fleet.seen.length
    await clock.advance(hourMs)
    expect(fleet.seen.length - tries).toBeGreaterThan(8)
    expect(fleet.stores.writes - before).toBeLessThanOrEqual(2 * 7)
  })
})

test('what is refused is marked at the first refusal, and taken back by the first success', async () => {
  const { clock, id } = await read()
  fleet.behave(id(), 'refusing')
  await clock.advance(hourMs)
  expect(fleet.engines.get(id())?.phase).toBe('needs-credential')
  expect(fleet.stores.kept.get(id())?.record.credentialRefusedAtMs).toBeDefined()
  fleet.behave(id(), 'fine')
  fleet.engines.tryNow(id())
  await clock.advance(10 * secondMs)
  expect(fleet.engines.get(id())?.phase).toBe('idle')
  expect(fleet.stores.kept.get(id())?.record.credentialRefusedAtMs).toBeUndefined()
})

test('who asks for a reading learns why it failed, and it is tried again by itself', async () => {
  const { clock, id, connections } = await read()
  fleet.behave(id(), 'faulty')
  const error = errorOf(fleet.engines.refresh(id()))
  await clock.advance(5 * secondMs)
  expect((await error).code).toBe('server-fault')
  expect(fleet.engines.get(id())?.phase).toBe('backing-off')
  fleet.behave(id(), 'fine')
  const before = connections()
  await clock.advance(30 * secondMs)
  expect(connections()).toBe(before + 1)
  expect(fleet.engines.get(id())?.phase).toBe('idle')
})

test('an organization that is waited for goes before two hundred that are read', async () => {
  const { clock, id } = fleetOf(200)
  fleet.start()
  for (const one of fleet.ids.slice(0, 199)) void fleet.engines.refresh(one).catch(() => undefined)
  await clock.advance(20 * secondMs)
  fleet.engines.setOnScreen(id(199))
  const startMs = clock.monotonicMs()
  const stopAttending = fleet.engines.attend(id(199))
  await clock.advance(4 * minuteMs)
  stopAttending()
  expect(fleet.engines.isWanted(id(199))).toBe(true)
  fleet.engines.setOnScreen(undefined)
  expect(fleet.engines.isWanted(id(199))).toBe(false)
  const firstMs = fleet.requests(id(199), '/v2/connections')[0]?.atMs ?? Number.POSITIVE_INFINITY
  expect(firstMs - startMs).toBeLessThan(4 * minuteMs)
  expect(fleet.mostAtOnce).toBeLessThanOrEqual(8)
})

test('an engine that is stopped answers who waits', async () => {
  const { clock, id } = await read()
  fleet.behave(id(), 'hanging')
  const error = errorOf(fleet.engines.refresh(id()))
  await clock.advance(secondMs)
  await fleet.engines.stop(id())
  expect((await error).code).toBe('cancelled')
  expect(await errorOf(fleet.engines.refresh(id()))).toBeInstanceOf(AppError)
})
