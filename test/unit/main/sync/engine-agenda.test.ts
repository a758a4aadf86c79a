import { describe, expect, test } from 'vitest'
import {
  type Agenda,
  dueAtMs,
  emptyAgenda,
  nextDueAtMs,
  nextSlotMs,
  spreadMs
} from '../../../../src/main/sync/engine-agenda.ts'
import { fractionOf } from '../../../../src/shared/kit/fraction-of.ts'
import { hourMs, minuteMs } from '../../../../src/shared/kit/time.ts'

const startMs = 1_000 * hourMs
const read = (atMs: number): Agenda['readAtMs'] => ({ organization: atMs, directory: atMs, rows: atMs })
const agenda = (change: Partial<Agenda> = {}): Agenda => ({ ...emptyAgenda(0.25), readAtMs: read(startMs), ...change })

test('what was never read is due at once, unless it is put off', () => {
  expect(dueAtMs(emptyAgenda(0.5), 'organization')).toBe(0)
  expect(dueAtMs({ ...emptyAgenda(0.5), holdUntilMs: 7 }, 'directory')).toBe(7)
  expect(
    dueAtMs({ ...emptyAgenda(0.5), holdUntilMs: 7, isAskedFor: { organization: true, directory: true } }, 'directory')
  ).toBe(0)
})

test('nothing is sent and no activation looked at unless there is one', () => {
  expect(dueAtMs(agenda(), 'push')).toBe(Number.POSITIVE_INFINITY)
  expect(dueAtMs(agenda(), 'watch')).toBe(Number.POSITIVE_INFINITY)
  const watch = { fromMs: 5, afterMs: { background: 0, onScreen: 0 } }
  expect(nextDueAtMs(agenda({ watch, pushAtMs: 3 }))).toBe(3)
})

test('an activation is looked at sooner on screen, counted from the last look', () => {
  const watch = { fromMs: startMs, afterMs: { background: 60_000, onScreen: 5_000 } }
  expect(dueAtMs(agenda({ watch }), 'watch')).toBe(startMs + 60_000)
  expect(dueAtMs(agenda({ watch, isOnScreen: true }), 'watch')).toBe(startMs + 5_000)
  expect(dueAtMs(agenda({ watch, isOnScreen: true, holdUntilMs: startMs + 9_000 }), 'watch')).toBe(startMs + 9_000)
})

test('turns come once a period at the same place in it, whenever the last reading was', () => {
  const period = 30 * minuteMs
  const first = nextSlotMs(startMs, period, 0.25)
  expect(first - startMs).toBeGreaterThanOrEqual(period / 2)
  expect(first - startMs).toBeLessThanOrEqual(1.5 * period)
  expect(nextSlotMs(first, period, 0.25)).toBe(first + period)
  expect(nextSlotMs(first + 2_000, period, 0.25)).toBe(first + period)
  expect(nextSlotMs(first + minuteMs * 10, period, 0.25)).toBe(first + period)
})

describe('on screen', () => {
  test('settings are read every two minutes, members every fifteen', () => {
    const looked = agenda({ isOnScreen: true })
    expect(dueAtMs(looked, 'organization')).toBe(startMs + 2 * minuteMs)
    expect(dueAtMs(looked, 'directory')).toBe(startMs + 15 * minuteMs)
  })

  test('nothing is read later than in the background', () => {
    for (let at = 0; at < 60; at += 1) {
      const readAtMs = read(startMs + at * minuteMs)
      for (const lane of ['organization', 'directory', 'rows'] as const)
        expect(dueAtMs(agenda({ readAtMs, isOnScreen: true }), lane)).toBeLessThanOrEqual(
          dueAtMs(agenda({ readAtMs }), lane)
        )
    }
  })
})

test('two hundred organizations that were read together are spread over the whole period at their next turn', () => {
  const ids = Array.from({ length: 200 }, () => crypto.randomUUID())
  const perMinute = new Map<number, number>()
  for (const id of ids) {
    const dueMs = dueAtMs({ ...agenda(), fraction: fractionOf(id) }, 'organization')
    const minute = Math.floor((dueMs - startMs) / minuteMs)
    perMinute.set(minute, (perMinute.get(minute) ?? 0) + 1)
  }
  expect(perMinute.size).toBeGreaterThan(25)
  // 6.7 on average; 20 by chance is less likely than one in ten thousand.
  expect(Math.max(...perMinute.values())).toBeLessThan(20)
})

test('one organization begins at once, two hundred take as long as a host takes to give as many tokens', () => {
  expect([0, 1, 2, 200, 100_000].map(spreadMs)).toEqual([0, 0, 1_200, 238_800, 600_000])
})
