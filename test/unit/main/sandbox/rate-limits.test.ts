import { expect, it } from 'vitest'
import { ApiError } from '../../../../src/main/sandbox/http/api-error.ts'
import { RateLimits } from '../../../../src/main/sandbox/http/rate-limits.ts'

function limitsAt() {
  const time = { nowMs: 1_000_000 }
  const clock = { nowMs: () => time.nowMs, monotonicMs: () => time.nowMs, sleep: () => Promise.resolve() }
  return { time, limits: new RateLimits(clock) }
}

function refusal(act: () => void): ApiError | undefined {
  try {
    act()
    return undefined
  } catch (error) {
    if (error instanceof ApiError) return error
    throw error
  }
}

it('lets one token request a second through, for each client on its own', () => {
  const { time, limits } = limitsAt()
  expect(refusal(() => limits.take('token', 'a'))).toBeUndefined()
  expect(refusal(() => limits.take('token', 'b'))).toBeUndefined()
  expect(refusal(() => limits.take('token', 'a'))?.status).toBe(429)
  time.nowMs += 1_000
  expect(refusal(() => limits.take('token', 'a'))).toBeUndefined()
})

it('lets 400 exports and downloads a minute through, and says when to come back for exports only', () => {
  const { time, limits } = limitsAt()
  for (const name of ['export', 'download'] as const)
    for (let count = 0; count < 400; count += 1) limits.take(name, 'a')
  time.nowMs += 20_000
  expect(refusal(() => limits.take('export', 'a'))?.retryAfterSeconds).toBe(40)
  const download = refusal(() => limits.take('download', 'a'))
  expect(download?.status).toBe(429)
  expect(download?.retryAfterSeconds).toBeUndefined()
  time.nowMs += 40_000
  expect(refusal(() => limits.take('export', 'a'))).toBeUndefined()
})

it('does not lock anybody out when the clock is set back', () => {
  const { time, limits } = limitsAt()
  limits.take('token', 'a')
  time.nowMs -= 3_600_000
  expect(refusal(() => limits.take('token', 'a'))).toBeUndefined()
})
