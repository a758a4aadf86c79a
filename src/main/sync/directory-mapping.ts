import type {
  AccountTypeRecord,
  MemberRecord,
  TeamRecord,
  TenantRecord
} from '../../shared/domain/directory-records.ts'
import { isAdminAccountType } from '../../shared/domain/people.ts'
import type { AccountType, AccountTypePermission, Member } from '../sigma/wire/identity.ts'
import type { Team } from '../sigma/wire/teams.ts'
import type { Tenant } from '../sigma/wire/tenants.ts'
import { timeOf } from './connection-mapping.ts'

/** A member as Vigil keeps it. Times that cannot be read are left out. */
export function memberOf(wire: Member): MemberRecord {
  return {
    memberId: wire.memberId,
    name: `${wire.firstName} ${wire.lastName}`.trim(),
    email: wire.email.trim(),
    accountType: wire.memberType,
    isAdmin: isAdminAccountType(wire.memberType),
    isDeactivated: wire.isArchived === true,
    isInactive: wire.isInactive === true,
    ...given('userKind', wire.userKind),
    ...given('createdAtMs', timeOf(wire.createdAt)),
    ...given('updatedAtMs', timeOf(wire.updatedAt))
  }
}

/** A team as Vigil keeps it. */
export function teamOf(wire: Team): TeamRecord {
  return {
    teamId: wire.teamId,
    name: wire.name,
    ...given('description', wire.description),
    ...given('visibility', wire.visibility),
    ...given('createdAtMs', timeOf(wire.createdAt)),
    ...given('updatedAtMs', timeOf(wire.updatedAt))
  }
}

/** An account type as Vigil keeps it, its permissions by name so that another order is no change. */
export function accountTypeOf(wire: AccountType, permissions: readonly AccountTypePermission[]): AccountTypeRecord {
  return {
    accountTypeId: wire.accountTypeId,
    name: wire.accountTypeName,
    isCustom: wire.isCustom === true,
    permissions: permissions
      .map(({ permission, description }) => ({ permission, description }))
      .sort((left, right) => (left.permission < right.permission ? -1 : 1)),
    ...given('description', wire.description)
  }
}

/** A tenant as Vigil keeps it. @param parentId where Sigma does not name the parent */
export function tenantOf(wire: Tenant, parentId: string): TenantRecord {
  return {
    tenantSigmaOrganizationId: wire.tenantOrganizationId,
    parentSigmaOrganizationId: wire.parentOrganizationId ?? parentId,
    name: wire.tenantOrganizationName,
    slug: wire.tenantOrganizationSlug ?? '',
    ...given('cloudProvider', wire.tenantCloudProvider),
    ...given('region', wire.tenantRegion),
    ...given('apiUrl', wire.tenantApiUrl),
    ...given('createdAtMs', timeOf(wire.createdAt))
  }
}

function given<Name extends string, Value>(
  name: Name,
  value: Value | null | undefined
): { readonly [Key in Name]?: Value } {
  return (value === null || value === undefined ? {} : { [name]: value }) as { readonly [Key in Name]?: Value }
}
