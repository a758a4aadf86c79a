import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { keptAtRest } from '../../../../src/renderer/src/lib/kept-at-rest.ts'

const restMs = 400
let written: number[]
const keeper = () => keptAtRest<number>((value) => written.push(value), restMs)

beforeEach(() => {
  written = []
  vi.useFakeTimers()
})
afterEach(() => vi.useRealTimers())

describe('what is kept when the hand rests', () => {
  it('writes at once what comes alone', () => {
    const { keep } = keeper()
    keep(1)
    expect(written).toEqual([1])
    vi.advanceTimersByTime(restMs)
    keep(2)
    vi.advanceTimersByTime(10 * restMs)
    expect(written).toEqual([1, 2])
  })

  it('writes the last of what follows closely, once, when nothing more comes', () => {
    const { keep } = keeper()
    for (let value = 1; value <= 60; value += 1) {
      keep(value)
      vi.advanceTimersByTime(16)
    }
    expect(written).toEqual([1])
    vi.advanceTimersByTime(restMs)
    expect(written).toEqual([1, 60])
  })

  it('writes at once what waits when it is told to, and not a second time', () => {
    const { keep, flush } = keeper()
    keep(1)
    keep(2)
    flush()
    expect(written).toEqual([1, 2])
    flush()
    vi.advanceTimersByTime(restMs)
    expect(written).toEqual([1, 2])
  })
})
