import type { OrganizationId } from '../../src/shared/kit/ids.ts'

/** Fixed ids, so that a test or an address can name an organization. */
export const fakeIds = {
  acme: '00000000-0000-4000-8000-000000000001' as OrganizationId,
  northwind: '00000000-0000-4000-8000-000000000002' as OrganizationId,
  sandbox: '00000000-0000-4000-8000-000000000003' as OrganizationId
}

export const auditConnectionId = 'audit-connection-1'
