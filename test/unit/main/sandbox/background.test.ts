import { describe, expect, it } from 'vitest'
import { auditColumns } from '../../../../src/main/sandbox/activity/audit-columns.ts'
import { arrivalActivity, backgroundHour } from '../../../../src/main/sandbox/activity/background.ts'
import { makeWorld } from '../../../../src/main/sandbox/world/world.ts'
import { hourMs, minuteMs } from '../../../../src/shared/kit/time.ts'

const world = makeWorld(7, 40, 'Admin')
const wednesday = Date.UTC(2026, 8, 30)
const sunday = Date.UTC(2026, 9, 4)
const dayOf = (startMs: number, events = 2_000) =>
  Array.from({ length: 24 }, (_, hour) => backgroundHour(world, events, startMs + hour * hourMs)).flat()

describe('background activity', () => {
  it('is the same for the same seed and hour, however often it is asked', () => {
    const again = makeWorld(7, 40, 'Admin')
    expect(backgroundHour(again, 2_000, wednesday + 9 * hourMs)).toEqual(
      backgroundHour(world, 2_000, wednesday + 9 * hourMs)
    )
  })

  it('differs from seed to seed', () => {
    const other = makeWorld(8, 40, 'Admin')
    expect(backgroundHour(other, 2_000, wednesday + 9 * hourMs)).not.toEqual(
      backgroundHour(world, 2_000, wednesday + 9 * hourMs)
    )
  })

  it('stays within its hour, in order of time, with ids that never repeat in a day', () => {
    const ids = new Set<string>()
    for (let hour = 0; hour < 24; hour += 1) {
      const startMs = wednesday + hour * hourMs
      const events = backgroundHour(world, 2_000, startMs)
      const times = events.map((event) => event.timeMs)
      expect(times).toEqual(times.toSorted((left, right) => left - right))
      expect(times.every((timeMs) => timeMs >= startMs && timeMs < startMs + hourMs)).toBe(true)
      for (const event of events) {
        expect(ids.has(event.EVENT_ID)).toBe(false)
        ids.add(event.EVENT_ID)
      }
    }
    expect(ids.size).toBeGreaterThan(1_000)
  })

  it('gives about as many events as asked on a working day, and far fewer on a Sunday', () => {
    const working = dayOf(wednesday).length
    expect(working).toBeGreaterThan(1_200)
    expect(working).toBeLessThan(2_800)
    expect(dayOf(sunday).length).toBeLessThan(working / 2)
  })

  it('covers the categories of Sigma, with few failures, by actors who exist', () => {
    const events = dayOf(wednesday, 20_000)
    expect([...new Set(events.map((event) => event.EVENT_CATEGORY))]).toEqual(
      expect.arrayContaining([
        'ACCESS_SIGMA',
        'ACCOUNT_TYPE',
        'AI_CONVERSATIONS',
        'AI_SETTINGS',
        'CONNECTION',
        'EXPORTS',
        'INPUT_TABLES',
        'OBJECT_INTERACTION',
        'PUBLIC_API',
        'QUERY_EXECUTIONS',
        'STORED_PROCEDURES',
        'TEAMS',
        'TENANTS',
        'USER_ACCOUNT'
      ])
    )
    const failures = events.filter((event) => event.EVENT_STATUS === 'FAILURE')
    expect(failures.length).toBeGreaterThan(20)
    expect(failures.length).toBeLessThan(events.length * 0.1)
    expect(failures.every((event) => event.EVENT_STATUS_REASON_CODE !== undefined)).toBe(true)
    const members = new Set(world.members.map((member) => member.memberId))
    expect(events.every((event) => members.has(String(event.USER_ID)))).toBe(true)
  })

  it('never acts as the owner of the API credentials', () => {
    const owner = world.members[0]?.memberId
    expect(dayOf(wednesday, 20_000).some((event) => event.USER_ID === owner)).toBe(false)
  })

  it('has dozens of events in the first two minutes after activation, even in a Sunday night', () => {
    const activeAtMs = sunday + 3 * hourMs
    const early = arrivalActivity(world, 2_000, activeAtMs).filter((event) => event.timeMs < activeAtMs + 2 * minuteMs)
    expect(early.length).toBeGreaterThan(48)
    expect(early.every((event) => event.timeMs > activeAtMs)).toBe(true)
  })

  it('is silent when no events are asked for', () => {
    expect(dayOf(wednesday, 0)).toEqual([])
    expect(arrivalActivity(world, 0, wednesday)).toEqual([])
  })

  it('makes a day of events in about a tenth of a second', () => {
    dayOf(wednesday)
    const times = [1, 2, 3].map(() => {
      const startedAt = performance.now()
      dayOf(wednesday)
      return performance.now() - startedAt
    })
    expect(Math.min(...times)).toBeLessThan(100)
  })

  it('fills only columns that AUDIT_LOGS has', () => {
    const names = new Set<string>([...auditColumns.map((column) => column.name), 'timeMs'])
    const used = new Set(dayOf(wednesday, 20_000).flatMap((event) => Object.keys(event)))
    expect([...used].filter((name) => !names.has(name))).toEqual([])
    expect(auditColumns.length).toBeGreaterThanOrEqual(40)
  })
})
