import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { whileVisible } from '../../../../src/renderer/src/lib/while-visible.ts'

let visibility: DocumentVisibilityState = 'visible'
const become = (next: DocumentVisibilityState): void => {
  visibility = next
  document.dispatchEvent(new Event('visibilitychange'))
}

beforeEach(() => {
  vi.useFakeTimers()
  visibility = 'visible'
  vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => visibility)
})

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

test('calls again and again until it is stopped', () => {
  let calls = 0
  const stop = whileVisible(
    () => 1_000,
    () => {
      calls += 1
    }
  )
  vi.advanceTimersByTime(3_500)
  expect(calls).toBe(3)
  stop()
  vi.advanceTimersByTime(3_000)
  expect(calls).toBe(3)
  expect(vi.getTimerCount()).toBe(0)
})

test('has no timer while the window is hidden, and calls at once when it comes back', () => {
  let calls = 0
  const stop = whileVisible(
    () => 1_000,
    () => {
      calls += 1
    }
  )
  become('hidden')
  expect(vi.getTimerCount()).toBe(0)
  vi.advanceTimersByTime(60_000)
  expect(calls).toBe(0)
  become('visible')
  expect(calls).toBe(1)
  vi.advanceTimersByTime(1_000)
  expect(calls).toBe(2)
  stop()
  become('visible')
  expect(calls).toBe(2)
})

test('begins without a timer in a window that is hidden', () => {
  become('hidden')
  const stop = whileVisible(
    () => 1_000,
    () => undefined
  )
  expect(vi.getTimerCount()).toBe(0)
  stop()
})
