import { describe, expect, it } from 'vitest'
import { parseDateRange } from '../../../../src/main/sandbox/exports/parameters.ts'
import { ApiError } from '../../../../src/main/sandbox/http/api-error.ts'

const nowMs = Date.UTC(2026, 8, 30, 14, 20)
const parse = (value: string) => parseDateRange('when', value, nowMs)

describe('the value of a date-range control', () => {
  it.each([
    ['min:2026-09-30T00:00:00,max:2026-09-30T23:59:59', Date.UTC(2026, 8, 30), Date.UTC(2026, 8, 30, 23, 59, 59)],
    ['min:2026-09-30,max:', Date.UTC(2026, 8, 30), undefined],
    ['max:2026-09-30T10:00:00.250Z', undefined, Date.UTC(2026, 8, 30, 10, 0, 0, 250)],
    ['min:2026-09-30T02:00:00+02:00', Date.UTC(2026, 8, 30), undefined],
    ['min%3A2026-09-30%2Cmax%3A2026-10-01', Date.UTC(2026, 8, 30), Date.UTC(2026, 9, 1)],
    ['prior-day-3', Date.UTC(2026, 8, 27), Date.UTC(2026, 8, 30) - 1],
    ['prior-hour-1', Date.UTC(2026, 8, 30, 13), Date.UTC(2026, 8, 30, 14) - 1]
  ])('reads %s as UTC', (value, fromMs, toMs) => {
    expect(parse(value)).toEqual({ fromMs, toMs })
  })

  it.each(['yesterday', 'min:next week', '2026-09-30', 'prior-moon-3', 'min:2026-13-45', '%E0%A4%A'])(
    'refuses %s with 400',
    (value) => {
      expect(() => parse(value)).toThrow(ApiError)
    }
  )
})
