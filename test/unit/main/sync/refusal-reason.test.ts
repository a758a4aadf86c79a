import { expect, test } from 'vitest'
import { failureKind, isUnreachable } from '../../../../src/main/sync/failure-kind.ts'
import { refusalReason } from '../../../../src/main/sync/refusal-reason.ts'
import { AppError, appErrorCodes } from '../../../../src/shared/kit/app-error.ts'

test.each([
  ['not-permitted', {}, 'not-permitted'],
  ['not-permitted', { message: 'Audit logging is not available in this region' }, 'region-not-supported'],
  ['not-permitted', { sigmaCode: 'not_provisioned' }, 'not-provisioned'],
  ['not-found', {}, 'not-provisioned'],
  ['not-supported', {}, 'not-provisioned'],
  ['invalid-input', { message: 'Unsupported Region' }, 'region-not-supported'],
  ['invalid-input', { status: 409, message: 'Audit logging is being disabled' }, undefined],
  ['unreachable', {}, undefined],
  ['server-fault', { status: 500 }, undefined],
  ['credential-refused', {}, undefined]
] as const)('%s with %o means %s', (code, params, reason) => {
  expect(refusalReason(new AppError(code, params))).toBe(reason)
})

test('every error is either tried again, waits for a credential, or is decided', () => {
  const kinds = Object.groupBy(appErrorCodes, failureKind)
  expect(kinds.credential).toEqual([
    'credential-missing',
    'credential-refused',
    'keychain-locked',
    'keychain-unavailable',
    'keychain-unreadable'
  ])
  expect(kinds.final).toContain('not-permitted')
  expect(kinds.final).toContain('conflict')
  expect(kinds.later).toContain('offline')
  expect(kinds.later).toContain('server-fault')
})

test('what cannot be reached is always tried again', () => {
  for (const code of appErrorCodes.filter(isUnreachable)) expect(failureKind(code)).toBe('later')
})
