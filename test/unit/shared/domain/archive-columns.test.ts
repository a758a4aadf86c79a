import { describe, expect, it } from 'vitest'
import { auditLoggingSpans } from '../../../../src/shared/domain/audit-logging-spans.ts'
import { rolesWith } from '../../../../src/shared/domain/chosen-roles.ts'
import { columnChangesOf } from '../../../../src/shared/domain/column-changes.ts'

const none = new Set<string>()

describe('what became of columns', () => {
  it('is nothing where they are the same, where nothing was known, and where nothing was seen', () => {
    expect(columnChangesOf({ known: ['A', 'B'], vanished: none, seen: ['B', 'A'] })).toEqual([])
    expect(columnChangesOf({ known: [], vanished: none, seen: ['A'] })).toEqual([])
    expect(columnChangesOf({ known: ['A'], vanished: none, seen: [] })).toEqual([])
  })

  it('is a rename where another one came that differs in case, spaces and signs alone', () => {
    expect(columnChangesOf({ known: ['REQUEST_TIME'], vanished: none, seen: ['Request Time'] })).toEqual([
      { change: 'renamed', name: 'Request Time', earlierName: 'REQUEST_TIME' }
    ])
  })

  it('is a rename where another one is found for the same role', () => {
    expect(columnChangesOf({ known: ['IP_ADDRESS', 'X'], vanished: none, seen: ['X', 'CLIENT_IP'] })).toEqual([
      { change: 'renamed', name: 'CLIENT_IP', earlierName: 'IP_ADDRESS' }
    ])
  })

  it('is no rename to a column that was there all along', () => {
    expect(columnChangesOf({ known: ['USER_EMAIL', 'USER_ID'], vanished: none, seen: ['USER_ID'] })).toEqual([
      { change: 'vanished', name: 'USER_EMAIL' }
    ])
  })

  it('is said once, and a column that comes again has returned', () => {
    expect(columnChangesOf({ known: ['A', 'B'], vanished: new Set(['B']), seen: ['A'] })).toEqual([])
    expect(columnChangesOf({ known: ['A', 'B'], vanished: new Set(['B']), seen: ['A', 'B'] })).toEqual([
      { change: 'returned', name: 'B' }
    ])
  })
})

describe('roles with a person’s choice', () => {
  const columns = [{ name: 'REQUEST_TIME' }, { name: 'LOADED_TIME' }, { name: 'USER_EMAIL' }, { name: 'OWNER' }]

  it('are found by name where nothing was chosen', () => {
    expect(rolesWith(columns, {})).toMatchObject({ time: 'REQUEST_TIME', actor: 'USER_EMAIL' })
  })

  it('follow the choice, and give a column to one role alone', () => {
    const roles = rolesWith(columns, { time: 'LOADED_TIME', object: 'USER_EMAIL' })
    expect(roles).toMatchObject({ time: 'LOADED_TIME', object: 'USER_EMAIL' })
    expect(roles.actor).toBeUndefined()
  })

  it('are empty where none was chosen, and found again where the chosen column is gone', () => {
    expect(rolesWith(columns, { actor: null }).actor).toBeUndefined()
    expect(rolesWith(columns, { actor: 'GONE' }).actor).toBe('USER_EMAIL')
  })
})

describe('when audit logging was on and off', () => {
  it('is on since the first audit connection was made', () => {
    expect(auditLoggingSpans([500, 200], []).enabledSinceMs).toBe(200)
    expect(auditLoggingSpans([], []).enabledSinceMs).toBeUndefined()
  })

  it('is off from when it was seen off until it was last seen so, and not between two sights', () => {
    const seen = [
      { value: true, firstSeenAtMs: 500, lastSeenAtMs: 600 },
      { value: false, firstSeenAtMs: 100, lastSeenAtMs: 300 }
    ]
    expect(auditLoggingSpans([], seen).offSpans).toEqual([{ fromMs: 100, toMs: 300 }])
  })

  it('is off until the next audit connection was made, where Sigma tells', () => {
    const seen = [
      { value: false, firstSeenAtMs: 100, lastSeenAtMs: 300 },
      { value: true, firstSeenAtMs: 500, lastSeenAtMs: 600 }
    ]
    expect(auditLoggingSpans([50, 420], seen).offSpans).toEqual([{ fromMs: 100, toMs: 420 }])
    expect(auditLoggingSpans([50, 700], seen).offSpans).toEqual([{ fromMs: 100, toMs: 300 }])
  })

  it('is not said to be off where it could not be seen', () => {
    expect(auditLoggingSpans([], [{ firstSeenAtMs: 100, lastSeenAtMs: 300 }]).offSpans).toEqual([])
  })
})
