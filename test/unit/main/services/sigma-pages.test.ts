import { expect, test } from 'vitest'
import { sigmaPageUrl } from '../../../../src/main/services/sigma-pages.ts'

test('every page is on the host of the portal, inside the organization', () => {
  for (const page of [
    'home',
    'general-settings',
    'connections',
    'audit-connection',
    'audit-connection-lineage',
    'scheduled-exports',
    'developer-access',
    'users'
  ] as const) {
    const url = new URL(sigmaPageUrl(page, 'acme', 'abc'))
    expect(url.origin).toBe('https://app.sigmacomputing.com')
    expect(url.pathname.startsWith('/acme')).toBe(true)
  }
})

test('the audit connection is opened by its id, and the list where the id is not known', () => {
  expect(sigmaPageUrl('audit-connection', 'acme', 'c-1')).toBe('https://app.sigmacomputing.com/acme/connection/c-1')
  expect(sigmaPageUrl('audit-connection', 'acme')).toBe('https://app.sigmacomputing.com/acme/admin/connections')
})

test('what comes from outside cannot leave its place in the address', () => {
  const url = new URL(sigmaPageUrl('audit-connection', 'acme', '../../evil?x=1#y'))
  expect(url.pathname).toBe('/acme/connection/..%2F..%2Fevil%3Fx%3D1%23y')
  expect(url.search).toBe('')
})

test('without a slug the sign-in page is opened', () => {
  expect(sigmaPageUrl('users', undefined)).toBe('https://app.sigmacomputing.com')
})
