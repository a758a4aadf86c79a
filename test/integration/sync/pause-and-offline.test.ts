import { describe, expect, test } from 'vitest'
import type { PendingChangeId } from '../../../src/shared/kit/ids.ts'
import { hourMs, minuteMs, secondMs } from '../../../src/shared/kit/time.ts'
import type { StoredPendingChange } from '../../../src/main/stores/settings-store.ts'
import { errorOf } from '../../support/sigma-client-fixture.ts'
import { fleetOf, readFleet } from './fleet-in-time.ts'

const change: StoredPendingChange = {
  id: 'change-1' as PendingChangeId,
  key: 'comments',
  value: true,
  madeAtMs: 0,
  attempts: 0,
  state: 'waiting',
  idempotencyKey: 'key-1'
}

describe('a paused organization', () => {
  test('asks for nothing for days, and refuses to be read', async () => {
    const { fleet, clock, id } = await readFleet()
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
    const { fleet, clock, id } = fleetOf(1, () => ({ pausedAtMs: 1 }))
    fleet.start()
    expect(fleet.engines.isPaused(id())).toBe(true)
    await clock.advance(hourMs)
    expect(fleet.seen).toHaveLength(0)
    fleet.engines.resume(id())
    await clock.advance(10 * secondMs)
    expect(fleet.requests(id(), '/v2/connections')).toHaveLength(1)
  })

  test('has what was on its way ended, and nothing written about it as a failure', async () => {
    const { fleet, clock, id } = await readFleet()
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
    const { fleet, clock, id } = await readFleet()
    await fleet.engines.pause(id())
    fleet.stores.kept.get(id())?.pendingChanges.push(change)
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
    const { fleet, clock, id } = await readFleet(2)
    fleet.behave(id(0), 'gone')
    await clock.advance(4 * hourMs)
    expect(fleet.engines.get(id(0))?.phase).toBe('offline')
    expect(fleet.stores.kept.get(id(0))?.facts.lastError?.code).toBe('offline')
    expect(fleet.engines.get(id(1))?.phase).toBe('idle')
    fleet.behave(id(0), 'fine')
    await clock.advance(7 * minuteMs)
    expect(fleet.engines.get(id(0))?.phase).toBe('idle')
    expect(fleet.stores.kept.get(id(0))?.facts.lastError).toBeUndefined()
  })

  test('an organization that takes a change is out of reach no longer, before it is read again', async () => {
    const { fleet, clock, id, readings } = fleetOf(1)
    const kept = fleet.stores.kept.get(id())
    if (kept === undefined) throw new Error('there is an organization')
    const atMs = clock.nowMs()
    // as a restart finds it after a change that could not be sent
    kept.facts = { settingsReadAtMs: atMs, lastError: { code: 'unreachable', params: {} }, lastErrorAtMs: atMs }
    fleet.directoryReadAtMs.set(id(), atMs)
    kept.pendingChanges.push(change)
    fleet.start()
    await clock.advance(30 * secondMs)
    expect(kept.pendingChanges).toEqual([])
    expect(readings()).toBe(0)
    expect(kept.facts.lastError).toBeUndefined()
  })

  test('nothing is tried in quick succession while the system says so, and a success counts all the same', async () => {
    const { fleet, clock, id } = await readFleet(2)
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
    const { fleet, clock } = await readFleet(40)
    for (const one of fleet.ids) fleet.behave(one, 'gone')
    await clock.advance(4 * hourMs)
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
    const { fleet, clock, id } = await readFleet()
    fleet.behave(id(), 'gone')
    await clock.advance(hourMs)
    const before = fleet.stores.writes
    const tries = fleet.seen.length
    await clock.advance(hourMs)
    expect(fleet.seen.length - tries).toBeGreaterThan(8)
    expect(fleet.stores.writes - before).toBeLessThanOrEqual(2 * 7)
  })
})
