import { expect, test } from 'vitest'
import { organizationHealth } from '../../../../src/main/services/organization-health.ts'
import type { OrganizationRecord } from '../../../../src/main/stores/organization-store.ts'
import type { AppErrorCode } from '../../../../src/shared/kit/app-error.ts'
import { newOrganizationId } from '../../../../src/shared/kit/ids.ts'

const record: OrganizationRecord = {
  id: newOrganizationId(),
  name: 'Acme',
  kind: 'sigma',
  label: 'none',
  apiUrl: 'https://aws-api.sigmacomputing.com',
  clientId: 'client',
  position: 0,
  addedAtMs: 0,
  lastContactAtMs: 1
}
const vault = { state: 'keychain', isRefused: false } as const
const known = { state: { kind: 'disabled' }, lastError: undefined, lastReadAtMs: 1, changes: [] } as const
const facts = { record, vault, known, isBusy: false }

test('an organization that answered and waits for nothing is good', () => {
  expect(organizationHealth(facts)).toBe('good')
})

test('what needs a person comes before everything else', () => {
  const offline = { ...known, lastError: { code: 'offline', params: {} } as const }
  expect(organizationHealth({ ...facts, known: offline, vault: { state: 'locked', isRefused: false } })).toBe(
    'attention'
  )
  expect(organizationHealth({ ...facts, known: offline, vault: { state: 'keychain', isRefused: true } })).toBe(
    'attention'
  )
  expect(organizationHealth({ ...facts, known: undefined })).toBe('attention')
})

test('out of reach comes before working', () => {
  const state = { kind: 'pending', requestedAtMs: 0 } as const
  expect(
    organizationHealth({ ...facts, known: { ...known, state, lastError: { code: 'timed-out', params: {} } } })
  ).toBe('offline')
  expect(organizationHealth({ ...facts, known: { ...known, state } })).toBe('working')
})

test('an organization that never answered is not called good', () => {
  expect(organizationHealth({ ...facts, record: { ...record, lastContactAtMs: undefined } })).toBe('never-read')
})

test('what does not pass by itself needs a person and is not called offline', () => {
  const after = (code: AppErrorCode) =>
    organizationHealth({ ...facts, known: { ...known, lastError: { code, params: {} } } })
  expect(['offline', 'timed-out', 'server-fault', 'rate-limited'].map((code) => after(code as AppErrorCode))).toEqual(
    Array(4).fill('offline')
  )
  expect(
    ['contract-breach', 'wrong-host', 'tls-failed', 'disk-full'].map((code) => after(code as AppErrorCode))
  ).toEqual(Array(4).fill('attention'))
})
