import { expect, test } from 'vitest'
import { SteadyTime } from '../../../../src/main/sync/steady-time.ts'
import { hourMs, minuteMs } from '../../../../src/shared/kit/time.ts'
import { createManualClock } from '../../../support/manual-clock.ts'

function jumping() {
  const clock = createManualClock()
  const time = new SteadyTime(clock)
  const jumps: number[] = []
  time.onJump((jumpMs) => jumps.push(jumpMs))
  return { clock, time, jumps, startMs: time.nowMs() }
}

test('goes with the monotonic clock', async () => {
  const { clock, time, jumps, startMs } = jumping()
  await clock.advance(minuteMs)
  expect(time.nowMs() - startMs).toBe(minuteMs)
  expect(jumps).toEqual([])
})

test('goes on while the machine sleeps and the monotonic clock stands still', () => {
  const { clock, time, jumps, startMs } = jumping()
  clock.setNowMs(clock.nowMs() + 8 * hourMs)
  expect(time.nowMs() - startMs).toBe(8 * hourMs)
  expect(jumps).toEqual([8 * hourMs])
})

test('neither goes back nor stands still when the clock is set back', async () => {
  const { clock, time, jumps, startMs } = jumping()
  clock.setNowMs(clock.nowMs() - 5 * hourMs)
  expect(time.nowMs()).toBe(startMs)
  await clock.advance(minuteMs)
  expect(time.nowMs() - startMs).toBe(minuteMs)
  expect(jumps).toEqual([-5 * hourMs])
})

test('does not take the small corrections of a clock for sleep', async () => {
  const { clock, time, jumps, startMs } = jumping()
  for (let number = 0; number < 10; number += 1) {
    clock.setNowMs(clock.nowMs() + 500)
    await clock.advance(minuteMs)
    time.nowMs()
  }
  expect(time.nowMs() - startMs).toBe(10 * minuteMs)
  expect(jumps).toEqual([])
})

test('tells wall-clock times of its instants, and takes what is in the future for just now', () => {
  const { clock, time } = jumping()
  expect(time.toEpochMs(time.nowMs() + minuteMs)).toBe(clock.nowMs() + minuteMs)
  expect(time.ofEpochMs(clock.nowMs() - minuteMs)).toBe(time.nowMs() - minuteMs)
  expect(time.ofEpochMs(clock.nowMs() + 5 * hourMs)).toBe(time.nowMs())
})
