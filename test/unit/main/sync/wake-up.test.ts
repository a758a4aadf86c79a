import { expect, test } from 'vitest'
import { WakeUp } from '../../../../src/main/sync/wake-up.ts'
import { createManualClock } from '../../../support/manual-clock.ts'

const never = new AbortController().signal

function watch(promise: Promise<void>): { isDone: boolean } {
  const state = { isDone: false }
  void promise.then(() => (state.isDone = true))
  return state
}

test('sleeps for its time', async () => {
  const clock = createManualClock()
  const sleep = watch(new WakeUp(clock).after(5_000, never))
  await clock.advance(4_999)
  expect(sleep.isDone).toBe(false)
  await clock.advance(1)
  expect(sleep.isDone).toBe(true)
})

test('sleeps no longer because the clock is set back', async () => {
  const clock = createManualClock()
  const sleep = watch(new WakeUp(clock).after(5_000, never))
  clock.setNowMs(clock.nowMs() - 86_400_000)
  await clock.advance(5_000)
  expect(sleep.isDone).toBe(true)
})

test('is woken early', async () => {
  const clock = createManualClock()
  const wakeUp = new WakeUp(clock)
  const sleep = watch(wakeUp.after(60_000, never))
  await clock.advance(10)
  wakeUp.now()
  await clock.advance(0)
  expect(sleep.isDone).toBe(true)
})

test('does not lose a call that comes before the sleep begins', async () => {
  const clock = createManualClock()
  const wakeUp = new WakeUp(clock)
  wakeUp.now()
  await wakeUp.after(60_000, never)
  const second = watch(wakeUp.after(60_000, never))
  await clock.advance(59_000)
  expect(second.isDone).toBe(false)
})

test('ends with its signal', async () => {
  const clock = createManualClock()
  const controller = new AbortController()
  const sleep = watch(new WakeUp(clock).after(60_000, controller.signal))
  await clock.advance(1)
  controller.abort()
  await clock.advance(0)
  expect(sleep.isDone).toBe(true)
})

test('never sleeps longer than an hour at a time, so that a clock that was set is noticed', async () => {
  const clock = createManualClock()
  const sleep = watch(new WakeUp(clock).after(Number.POSITIVE_INFINITY, never))
  await clock.advance(3_600_000)
  expect(sleep.isDone).toBe(true)
})
