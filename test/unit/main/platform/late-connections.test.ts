import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ProbeOutcome } from '../../../../src/main/platform/connection-probe.ts'
import { lateConnections } from '../../../../src/main/platform/late-connections.ts'

const limitMs = 10_000
const url = new URL('https://api.example/v2/whoami')
let looks: number[]
let outcome: ProbeOutcome
let ended: number

beforeEach(() => {
  vi.useFakeTimers()
  looks = []
  outcome = 'silent'
  ended = 0
})
afterEach(() => vi.useRealTimers())

/** A look takes all its time to say that a host is silent. */
const late = () =>
  lateConnections({
    look: (_url, lookMs) =>
      new Promise((resolve) => {
        looks.push(lookMs)
        setTimeout(() => resolve(outcome), lookMs)
      })
  })
const none = () => {
  ended += 1
}

describe('a request whose first byte is late', () => {
  it('costs nothing while answers come as they should', async () => {
    const watch = late().watch(url, limitMs, none)
    await vi.advanceTimersByTimeAsync(2_900)
    watch.answered()
    await vi.advanceTimersByTimeAsync(60_000)
    expect([looks, ended]).toEqual([[], 0])
  })

  it('is over when no connection came about in all its time, and not a moment later', async () => {
    late().watch(url, limitMs, none)
    await vi.advanceTimersByTimeAsync(limitMs - 1)
    expect(ended).toBe(0)
    await vi.advanceTimersByTimeAsync(1)
    expect([looks, ended]).toEqual([[7_000], 1])
  })

  it.each(['answered', 'unknown'] as const)(
    'goes on waiting where the look says %s: the server is slow',
    async (said) => {
      outcome = said
      late().watch(url, limitMs, none)
      await vi.advanceTimersByTimeAsync(60_000)
      expect([looks.length, ended]).toEqual([1, 0])
    }
  )

  it('goes on waiting where the host has answered another request meanwhile', async () => {
    const connections = late()
    connections.watch(url, limitMs, none)
    await vi.advanceTimersByTimeAsync(4_000)
    connections.watch(url, limitMs, () => undefined).answered()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(ended).toBe(0)
  })

  it('is not saved by what the host answered before, nor by another host', async () => {
    const connections = late()
    connections.watch(url, limitMs, () => undefined).answered()
    connections.watch(url, limitMs, none)
    connections.watch(new URL('https://other.example/'), limitMs, () => undefined).answered()
    await vi.advanceTimersByTimeAsync(limitMs)
    expect(ended).toBe(1)
  })

  it('is left alone once it has ended', async () => {
    const watch = late().watch(url, limitMs, none)
    await vi.advanceTimersByTimeAsync(5_000)
    watch.stop()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(ended).toBe(0)
  })
})
