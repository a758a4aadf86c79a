import { describe, expect, it } from 'vitest'
import { AppError, appErrorCodes, toAppError } from '../../../../src/shared/kit/app-error.ts'
import { assertNever } from '../../../../src/shared/kit/assert-never.ts'
import { isUuid, newOrganizationId, organizationId } from '../../../../src/shared/kit/ids.ts'
import { fail, ok } from '../../../../src/shared/kit/result.ts'
import { dayMs, hourMs, minuteMs, secondMs } from '../../../../src/shared/kit/time.ts'

describe('AppError', () => {
  it('gives only code and params to the other side', () => {
    const error = new AppError('rate-limited', { status: 429 }, { cause: new Error('inner') })
    expect(error.toData()).toEqual({ code: 'rate-limited', params: { status: 429 } })
    expect(JSON.stringify(error.toData())).not.toContain('inner')
    expect(error).toBeInstanceOf(Error)
    expect(error.message).toBe('rate-limited')
  })

  it('is passed through by toAppError, and anything else becomes internal with its cause', () => {
    const error = new AppError('offline')
    expect(toAppError(error)).toBe(error)
    const thrown = new TypeError('x')
    expect(toAppError(thrown)).toMatchObject({ code: 'internal', params: {}, cause: thrown })
    expect(toAppError('text')).toMatchObject({ code: 'internal', cause: 'text' })
    expect(toAppError(undefined).code).toBe('internal')
  })

  it('has codes in kebab case, each once', () => {
    expect(new Set(appErrorCodes).size).toBe(appErrorCodes.length)
    for (const code of appErrorCodes) expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/)
  })
})

describe('organization ids', () => {
  it('are lower-case UUIDs and nothing else, since they become folder names', () => {
    const id = newOrganizationId()
    expect(organizationId(id)).toBe(id)
    for (const bad of [
      '',
      '..',
      `${id}/`,
      id.toUpperCase(),
      ` ${id}`,
      `${id}\n`,
      'a'.repeat(36),
      id.replaceAll('-', '')
    ]) {
      expect(isUuid(bad)).toBe(false)
      expect(() => organizationId(bad)).toThrow(RangeError)
    }
  })

  it('are new each time', () => {
    expect(new Set(Array.from({ length: 100 }, newOrganizationId)).size).toBe(100)
  })
})

describe('small things', () => {
  it('results say whether they are ok', () => {
    expect(ok(5)).toEqual({ ok: true, value: 5 })
    expect(fail({ code: 'busy', params: {} })).toEqual({ ok: false, error: { code: 'busy', params: {} } })
  })

  it('durations are in ms', () => {
    expect([secondMs, minuteMs, hourMs, dayMs]).toEqual([1_000, 60_000, 3_600_000, 86_400_000])
  })

  it('assertNever says what was unexpected', () => {
    expect(() => assertNever('left' as never)).toThrow('unexpected case "left"')
  })
})
