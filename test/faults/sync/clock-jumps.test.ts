import { afterEach, describe, expect, test } from 'vitest'
import { readEveryMs } from '../../../src/main/sync/engine-agenda.ts'
import { hourMs, minuteMs, secondMs } from '../../../src/shared/kit/time.ts'
import type { PendingChangeId } from '../../../src/shared/kit/ids.ts'
import { createEngineFleet, type EngineFleet } from '../../support/engine-fleet.ts'
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts'

/** How often an organization is read that nobody looks at. */
const periodMs = readEveryMs.organization.background

let fleet: EngineFleet

afterEach(() => fleet.stop())

/** Organizations whose first reading is done. */
async function read(count: number): Promise<ManualClock> {
  const clock = createManualClock()
  fleet = createEngineFleet({ clock, count })
  fleet.start()
  await clock.advance(5 * minuteMs)
  return clock
}

/** The machine sleeps: neither its timers nor its monotonic clock go on, and no event tells of it. */
const sleep = (clock: ManualClock, durationMs: number) => clock.setNowMs(clock.nowMs() + durationMs)

const readSince = (sinceMs: number) =>
  fleet.ids.map((id) => fleet.requests(id, '/v2/connections').filter((one) => one.atMs >= sinceMs))

describe('a night of sleep', () => {
  test('is noticed without being told of, and caught up with one after the other', async () => {
    const clock = await read(60)
    const wokenMs = clock.monotonicMs()
    sleep(clock, 9 * hourMs)
    await clock.advance(20 * secondMs)
    // 60 organizations have 72 s to begin in, and the network three seconds to come back.
    await clock.advance(2 * minuteMs)
    const readings = readSince(wokenMs)
    expect(readings.every((one) => one.length === 1)).toBe(true)
    const begins = readings.flatMap((one) => one.map(({ atMs }) => atMs - wokenMs))
    expect(Math.min(...begins)).toBeGreaterThan(3 * secondMs)
    for (let second = 0; second < 140; second += 10) {
      const inThese = begins.filter((atMs) => atMs >= second * secondMs && atMs < (second + 10) * secondMs)
      expect(inThese.length).toBeLessThan(20)
    }
    expect(fleet.mostAtOnce).toBeLessThanOrEqual(8)
  })

  test('that the system tells of is caught up with at once, the organization on screen first', async () => {
    const clock = await read(60)
    const mine = fleet.ids[30] ?? ('' as never)
    fleet.engines.setOnScreen(mine)
    await clock.advance(10 * secondMs)
    fleet.engines.willSleep()
    sleep(clock, 9 * hourMs)
    const wokenMs = clock.monotonicMs()
    fleet.engines.woke()
    await clock.advance(10 * secondMs)
    const first = fleet.requests(mine, '/v2/connections').find((one) => one.atMs >= wokenMs)
    expect((first?.atMs ?? Number.POSITIVE_INFINITY) - wokenMs).toBeLessThan(6 * secondMs)
  })

  test('of a few seconds holds up nothing for longer than a long one', async () => {
    const clock = await read(1)
    const mine = fleet.ids[0] ?? ('' as never)
    fleet.engines.setOnScreen(mine)
    await clock.advance(3 * minuteMs)
    const last = fleet.requests(mine, '/v2/connections').at(-1)?.atMs ?? 0
    // asleep for a moment just before it would be read again
    await clock.advance(last + 2 * minuteMs - 5 * secondMs - clock.monotonicMs())
    fleet.engines.willSleep()
    sleep(clock, 10 * secondMs)
    const wokenMs = clock.monotonicMs()
    fleet.engines.woke()
    await clock.advance(10 * secondMs)
    const next = fleet.requests(mine, '/v2/connections').find((one) => one.atMs >= wokenMs)
    expect((next?.atMs ?? Number.POSITIVE_INFINITY) - wokenMs).toBeLessThan(6 * secondMs)
  })

  test('does not leave a token in use that expired meanwhile', async () => {
    const clock = await read(1)
    const id = fleet.ids[0] ?? ('' as never)
    expect(fleet.requests(id, 'token')).toHaveLength(1)
    // a token lasts an hour
    sleep(clock, periodMs + minuteMs)
    fleet.engines.woke()
    const before = fleet.seen.length
    await clock.advance(minuteMs)
    // The new token comes before anything else is asked.
    expect(fleet.seen.slice(before).map((one) => one.path)[0]).toBe('token')
  })

  test('makes nothing begin that would be cut off by it', async () => {
    const clock = await read(60)
    await clock.advance(10 * minuteMs)
    fleet.engines.willSleep()
    const before = fleet.seen.length
    await clock.advance(50 * secondMs)
    expect(fleet.seen.length - before).toBeLessThan(12)
    // It stayed awake after all.
    await clock.advance(2 * periodMs)
    expect(readSince(clock.monotonicMs() - 2 * periodMs).every((one) => one.length > 0)).toBe(true)
  })
})

describe('a clock that is set back by a day', () => {
  test('stops no schedule: everything is read as before', async () => {
    const clock = await read(20)
    const startMs = clock.monotonicMs()
    clock.setNowMs(clock.nowMs() - 24 * hourMs)
    await clock.advance(6 * periodMs)
    for (const readings of readSince(startMs)) {
      expect(readings.length).toBeGreaterThanOrEqual(5)
      expect(readings.length).toBeLessThanOrEqual(7)
    }
  })

  test('says of no organization that it is read in the past or in a day', async () => {
    const clock = await read(20)
    clock.setNowMs(clock.nowMs() - 24 * hourMs)
    await clock.advance(minuteMs)
    for (const id of fleet.ids) {
      const nextMs = (fleet.engines.get(id)?.nextSyncAtMs ?? 0) - clock.nowMs()
      expect(nextMs).toBeGreaterThanOrEqual(0)
      expect(nextMs).toBeLessThan(1.5 * periodMs + minuteMs)
    }
  })

  test('does not keep a waiting change back for a day', async () => {
    const clock = await read(1)
    const id = fleet.ids[0] ?? ('' as never)
    fleet.behave(id, 'gone')
    fleet.stores.kept.get(id)?.pendingChanges.push({
      id: 'change-1' as PendingChangeId,
      key: 'comments',
      value: true,
      madeAtMs: clock.nowMs(),
      attempts: 0,
      state: 'waiting',
      idempotencyKey: 'key-1'
    })
    fleet.engines.tryNow(id)
    await clock.advance(minuteMs)
    fleet.behave(id, 'fine')
    clock.setNowMs(clock.nowMs() - 24 * hourMs)
    await clock.advance(10 * minuteMs)
    expect(fleet.stores.kept.get(id)?.pendingChanges).toEqual([])
  })

  test('does not keep an expired token in use, nor ask for a new one again and again', async () => {
    const clock = await read(1)
    const id = fleet.ids[0] ?? ('' as never)
    clock.setNowMs(clock.nowMs() - 24 * hourMs)
    // every reading finds its token expired
    await clock.advance(6 * periodMs)
    const tokens = fleet.requests(id, 'token')
    expect(tokens.length).toBeGreaterThanOrEqual(5)
    expect(tokens.length).toBeLessThanOrEqual(10)
  })

  test('before the start does not make what was read in the future count as fresh for a day', async () => {
    const clock = createManualClock()
    fleet = createEngineFleet({
      clock,
      count: 5,
      known: () => ({ facts: { settingsReadAtMs: clock.nowMs() + 24 * hourMs, accountType: 'Admin' } })
    })
    fleet.start()
    await clock.advance(1.5 * periodMs + minuteMs)
    expect(readSince(0).every((one) => one.length > 0)).toBe(true)
  })
})

describe('a clock that is set forward by a day', () => {
  test('makes everything be read once, in turns, and then as before', async () => {
    const clock = await read(20)
    const startMs = clock.monotonicMs()
    sleep(clock, 24 * hourMs)
    await clock.advance(2 * minuteMs)
    expect(readSince(startMs).every((one) => one.length === 1)).toBe(true)
    await clock.advance(6 * periodMs)
    for (const readings of readSince(startMs)) expect(readings.length).toBeLessThanOrEqual(8)
  })

  test('and back again leaves the schedules as they were', async () => {
    const clock = await read(20)
    sleep(clock, 24 * hourMs)
    await clock.advance(minuteMs)
    clock.setNowMs(clock.nowMs() - 24 * hourMs)
    const startMs = clock.monotonicMs()
    await clock.advance(6 * periodMs)
    for (const readings of readSince(startMs)) {
      expect(readings.length).toBeGreaterThanOrEqual(5)
      expect(readings.length).toBeLessThanOrEqual(8)
    }
  })
})

test('an activation is followed on after the clock is set back, without being asked for every two seconds', async () => {
  const clock = await read(1)
  const id = fleet.ids[0] ?? ('' as never)
  const kept = fleet.stores.kept.get(id)
  if (kept !== undefined) kept.auditLogging = { kind: 'pending', requestedAtMs: clock.nowMs() }
  fleet.engines.tryNow(id)
  await clock.advance(10 * secondMs)
  clock.setNowMs(clock.nowMs() - 24 * hourMs)
  const before = fleet.requests(id, '/v2/connections').length
  await clock.advance(10 * minuteMs)
  const looks = fleet.requests(id, '/v2/connections').length - before
  // nobody looks at it: each 15 s at first, then each minute
  expect(looks).toBeGreaterThan(6)
  expect(looks).toBeLessThan(20)
})
