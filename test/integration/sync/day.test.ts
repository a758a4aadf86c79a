import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hourMs, minuteMs, secondMs } from '../../../src/shared/kit/time.ts'
import { createEngineFleet, type EngineFleet } from '../../support/engine-fleet.ts'
import { createManualClock } from '../../support/manual-clock.ts'

/**
 * What Vigil may ask of Sigma in an hour at rest, for each organization: half a reading of nine requests and a token,
 * members twice a day; with a tenth for the rounds at the edges of the hour.
 */
const requestsAnHourEach = 6

describe('a day of two hundred organizations', () => {
  const clock = createManualClock()
  const count = 200
  const hanging = 17
  const refusing = 42
  let fleet: EngineFleet
  let startMs: number
  const sizes: number[] = []
  const settled = () => fleet.ids.filter((_, index) => index !== hanging && index !== refusing)
  const sinceStart = (atMs: number) => atMs - startMs

  beforeAll(async () => {
    fleet = createEngineFleet({ clock, count, latencyMs: 150 })
    fleet.behave(fleet.ids[hanging] ?? ('' as never), 'hanging')
    fleet.behave(fleet.ids[refusing] ?? ('' as never), 'refusing')
    startMs = clock.monotonicMs()
    fleet.start()
    for (let hour = 0; hour < 24; hour += 1) {
      await clock.advance(hourMs)
      sizes.push(fleet.gate.remembered + clock.sleeping)
    }
  }, 240_000)

  afterAll(() => fleet.stop())

  test('never has more than eight requests on their way at once', () => {
    expect(fleet.mostAtOnce).toBeLessThanOrEqual(8)
    expect(fleet.mostAtOnce).toBeGreaterThan(1)
  })

  test('reads every organization within five minutes of the start, and every two hours from then on', () => {
    for (const id of settled()) {
      const reads = fleet.requests(id, '/v2/connections').map((one) => sinceStart(one.atMs))
      expect(reads[0]).toBeLessThan(5 * minuteMs)
      const gaps = reads.slice(1).map((atMs, index) => atMs - (reads[index] ?? 0))
      expect(gaps[0]).toBeGreaterThan(59 * minuteMs)
      expect(gaps[0]).toBeLessThan(181 * minuteMs)
      for (const gap of gaps.slice(1)) expect(Math.abs(gap - 2 * hourMs)).toBeLessThan(minuteMs)
      expect(reads.length).toBeGreaterThanOrEqual(12)
    }
  })

  test('reads members twice a day', () => {
    for (const id of settled()) {
      const reads = fleet.requests(id, '/v2/members')
      expect(reads.length).toBeGreaterThanOrEqual(2)
      expect(reads.length).toBeLessThanOrEqual(3)
    }
  })

  test('spreads its requests: no ten minutes have more than twice their share, no minute more than six times', () => {
    const perMinute = new Map<number, number>()
    const perTen = new Map<number, number>()
    const atRest = fleet.seen.filter((one) => sinceStart(one.atMs) > hourMs)
    for (const { atMs } of atRest) {
      const minute = Math.floor(atMs / minuteMs)
      perMinute.set(minute, (perMinute.get(minute) ?? 0) + 1)
      const ten = Math.floor(minute / 10)
      perTen.set(ten, (perTen.get(ten) ?? 0) + 1)
    }
    expect(Math.max(...perTen.values())).toBeLessThan((2 * atRest.length) / (23 * 6))
    // Fewer than two organizations have their turn in a minute: a few that meet are several times the mean.
    expect(Math.max(...perMinute.values())).toBeLessThan((6 * atRest.length) / (23 * 60))
  })

  test('keeps to its budget of requests in every hour after the first', () => {
    for (let hour = 1; hour < 24; hour += 1) {
      const inHour = fleet.seen.filter(({ atMs }) => Math.floor(sinceStart(atMs) / hourMs) === hour)
      expect(inHour.length).toBeLessThanOrEqual(requestsAnHourEach * count)
    }
  })

  test('asks the host for at most one token a second', () => {
    const tokens = fleet.seen.filter((one) => one.path === 'token')
    expect(tokens.length).toBeGreaterThan(12 * (count - 2) * 0.9)
    const gaps = tokens.slice(1).map((one, index) => one.atMs - (tokens[index]?.atMs ?? 0))
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(secondMs)
  })

  test('is harmed by neither the one that always hangs nor the one that always refuses', () => {
    const id = (index: number) => fleet.ids[index] ?? ('' as never)
    expect(fleet.engines.get(id(hanging))?.phase).toBe('offline')
    expect(fleet.engines.get(id(refusing))?.phase).toBe('needs-credential')
    // Tried every few minutes the one, more and more rarely the other.
    expect(fleet.requests(id(hanging), 'token').length).toBeGreaterThan(200)
    expect(fleet.requests(id(refusing), 'token').length).toBeLessThan(20)
    expect(fleet.stores.kept.get(id(refusing))?.record.credentialRefusedAtMs).toBeDefined()
    for (const one of settled()) {
      expect(fleet.engines.get(one)?.phase).toBe('idle')
      expect(fleet.stores.kept.get(one)?.facts.lastError).toBeUndefined()
    }
  })

  test('writes three times a reading, and tells what nobody looks at once, with what else can wait', () => {
    const well = new Set(settled())
    const readings = [...well].flatMap((id) => fleet.requests(id, '/v2/connections')).length
    expect(fleet.stores.writes / readings).toBeLessThan(4.3)
    const count = (all: EngineFleet['announced']) =>
      all.filter(({ name, id }) => name === 'organizationsChanged' && id !== undefined && well.has(id)).length
    // The first reading is told as it goes, since the organization has nothing to show yet; and its audit logging is news.
    expect(count(fleet.announced)).toBeLessThanOrEqual(3 * well.size)
    expect(count(fleet.announcedLater)).toBeGreaterThanOrEqual(readings - well.size)
    expect(count(fleet.announcedLater)).toBeLessThanOrEqual(1.2 * readings)
  })

  test('holds no more at the end of the day than after its first hours', () => {
    expect(Math.max(...sizes.slice(12))).toBeLessThanOrEqual(Math.max(...sizes.slice(1, 12)) + 10)
    expect(fleet.gate.remembered).toBeLessThan(20)
  })
})
