import { describe, expect, it } from 'vitest'
import { mapRoles, normalizeName, parseAuditTime } from '../../../../src/shared/domain/audit-schema.ts'

describe('the roles of columns', () => {
  it('are found for the names that Sigma attests, as warehouse and as friendly names', () => {
    const expected = { time: 0, type: 1, status: 2, reason: 3, object: 4, actor: 5 }
    for (const names of [
      ['REQUEST_TIME', 'EVENT_TYPE', 'EVENT_STATUS', 'EVENT_STATUS_REASON_CODE', 'OBJECT_NAME', 'USER_EMAIL'],
      ['Request Time', 'Event Type', 'Event Status', 'Event Status Reason Code', 'Object Name', 'User Email'],
      ['requestTime', 'eventType', 'eventStatus', 'eventStatusReasonCode', 'objectName', 'userEmail']
    ]) {
      expect(mapRoles(names)).toEqual(
        Object.fromEntries(Object.entries(expected).map(([role, index]) => [role, names[index]]))
      )
    }
  })

  it('are found in a wide table in any order', () => {
    const names = [
      'AFFECTED_ROW_COUNT',
      'API_STATUS_CODE',
      'TARGET_USER_EMAIL',
      'QUERY_DURATION_MS',
      'IMPERSONATOR_EMAIL',
      'USER_AGENT',
      'SESSION_ID',
      'IP_ADDRESS',
      'OBJECT_TYPE',
      'OBJECT_NAME',
      'OBJECT_ID',
      'USER_ID',
      'USER_EMAIL',
      'EVENT_STATUS_REASON_CODE',
      'EVENT_STATUS',
      'EVENT_TYPE',
      'EVENT_CATEGORY',
      'REQUEST_TIME',
      'REQUEST_ID',
      'EVENT_ID'
    ]
    expect(mapRoles(names)).toEqual({
      eventId: 'EVENT_ID',
      time: 'REQUEST_TIME',
      category: 'EVENT_CATEGORY',
      type: 'EVENT_TYPE',
      status: 'EVENT_STATUS',
      reason: 'EVENT_STATUS_REASON_CODE',
      actor: 'USER_EMAIL',
      impersonator: 'IMPERSONATOR_EMAIL',
      object: 'OBJECT_NAME',
      objectType: 'OBJECT_TYPE',
      ip: 'IP_ADDRESS',
      userAgent: 'USER_AGENT',
      session: 'SESSION_ID'
    })
    expect(mapRoles(names.toReversed())).toEqual(mapRoles(names))
  })

  it.each([
    [['Zeit der Anfrage'], {}],
    [['OCCURRED_TIMESTAMP'], { time: 'OCCURRED_TIMESTAMP' }],
    [['UPDATED_AT', 'EXPIRES_AT'], {}],
    [['RUN_TIME'], {}],
    [['CLIENT_IP_ADDRESS'], { ip: 'CLIENT_IP_ADDRESS' }],
    [['SHIP'], {}],
    [['TARGET_USER_EMAIL', 'OWNER_ID'], {}],
    [['ACTING_MEMBER_EMAIL'], { actor: 'ACTING_MEMBER_EMAIL' }],
    [['IMPERSONATING_USER'], { impersonator: 'IMPERSONATING_USER' }],
    [['API_STATUS_CODE'], {}],
    [[], {}]
  ] as const)('of %j are %j', (names, expected) => {
    expect(mapRoles(names)).toEqual(expected)
  })

  it('take the only column of a time type as the time, whatever its name', () => {
    expect(
      mapRoles([
        { name: 'Wann', type: 'datetime' },
        { name: 'Wer', type: 'text' }
      ])
    ).toEqual({ time: 'Wann' })
    expect(
      mapRoles([
        { name: 'Wann', type: 'datetime' },
        { name: 'Bis', type: 'datetime' }
      ])
    ).toEqual({})
  })

  it('give no time to a column whose type cannot hold one', () => {
    expect(
      mapRoles([
        { name: 'TIME', type: 'boolean' },
        { name: 'EVENT_DATE', type: 'date' }
      ])
    ).toEqual({ time: 'EVENT_DATE' })
  })

  it('give a column one role at most', () => {
    const roles = Object.values(mapRoles(['STATUS', 'EVENT', 'USER', 'ID', 'DATE']))
    expect(new Set(roles).size).toBe(roles.length)
  })

  it('compare names without case, spaces and signs', () => {
    expect(['Request Time', 'request-time', ' REQUEST__TIME ', 'requestTime'].map(normalizeName)).toEqual(
      Array(4).fill('REQUEST_TIME')
    )
  })
})

describe('a time in an audit table', () => {
  const expected = Date.UTC(2026, 8, 30, 14, 3, 22, 118)
  it.each([
    ['2026-09-30T14:03:22.118Z', expected],
    ['2026-09-30T14:03:22.118z', expected],
    ['2026-09-30T16:03:22.118+02:00', expected],
    ['2026-09-30T16:03:22.118+0200', expected],
    ['2026-09-30T09:33:22.118-04:30', expected],
    ['2026-09-30 14:03:22.118 +00', expected],
    ['2026-09-30 14:03:22.118 UTC', expected],
    ['2026-09-30T14:03:22.118', expected],
    ['2026-09-30 14:03:22.118', expected],
    ['2026-09-30 14:03:22,118', expected],
    ['2026-09-30 14:03:22.118999999', expected],
    ['2026-09-30 14:03:22.1', expected - 18],
    ['2026-09-30 14:03:22', expected - 118],
    ['2026-09-30 14:03', expected - 22_118],
    ['2026-09-30', Date.UTC(2026, 8, 30)],
    ['  2026-09-30T14:03:22.118Z ', expected],
    [expected, expected],
    [String(expected), expected],
    [expected / 1000, expected],
    ['1790777002.118', expected],
    [expected * 1000, expected]
  ])('%j is read', (value, atMs) => {
    expect(parseAuditTime(value)).toBe(atMs)
  })

  it.each([
    '',
    'yesterday',
    '30/09/2026',
    '2026-13-01',
    '2026-02-30',
    '2026-09-31T00:00:00Z',
    '2026-09-30T25:00:00Z',
    '2026-09-30T14:61:00Z',
    '2026-09-30T14:03:22+2',
    '2026',
    '12345',
    0,
    -5,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    1e30,
    true,
    null,
    undefined
  ])('%j is no time', (value) => {
    expect(parseAuditTime(value)).toBeUndefined()
  })

  it('does not depend on the zone of this machine', () => {
    expect(new Date(2026, 0, 1).getTimezoneOffset()).not.toBe(0)
    expect(parseAuditTime('2026-09-30 00:00:00')).toBe(Date.UTC(2026, 8, 30))
  })

  it('takes 29 February in a leap year only', () => {
    expect(parseAuditTime('2028-02-29')).toBe(Date.UTC(2028, 1, 29))
    expect(parseAuditTime('2026-02-29')).toBeUndefined()
  })
})
