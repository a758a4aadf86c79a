import type { AccountType, Member, Team, Tenant } from '../../../shared/contract/directory.ts'
import { fromJson, withoutNulls } from '../json-column.ts'
import { query } from '../operation.ts'
import { memberColumns, readMember, type StoredMember } from '../member-row.ts'

/** By name; those that Sigma no longer lists come last. */
export const listTeams = query('org', (db): readonly Team[] =>
  db
    .all<Team>(
      `SELECT t.team_id AS teamId, t.name, t.description, t.visibility, t.created_at_ms AS createdAtMs,
         t.updated_at_ms AS updatedAtMs, t.removed_at_ms AS removedAtMs,
         (SELECT count(*) FROM team_members tm LEFT JOIN members m ON m.member_id = tm.member_id
          WHERE tm.team_id = t.team_id AND tm.removed_at_ms IS NULL AND m.removed_at_ms IS NULL) AS memberCount
       FROM teams t ORDER BY t.removed_at_ms IS NOT NULL, t.name_key, t.team_id`
    )
    .map(withoutNulls)
)

/** Who is in a team, by e-mail address. One whom the list of members does not name has an id alone. */
export const listTeamMembers = query(
  'org',
  (db, params: { readonly teamId: string }): readonly (Member & { readonly isTeamAdmin: boolean })[] =>
    db
      .all<(StoredMember | { [Column in keyof StoredMember]: null }) & { teamMemberId: string; isTeamAdmin: 0 | 1 }>(
        `SELECT tm.member_id AS teamMemberId, tm.is_team_admin AS isTeamAdmin, ${memberColumns}
         FROM team_members tm LEFT JOIN members m ON m.member_id = tm.member_id
         WHERE tm.team_id = :teamId AND tm.removed_at_ms IS NULL AND m.removed_at_ms IS NULL
         ORDER BY m.person_key IS NULL, m.person_key, tm.member_id`,
        params
      )
      .map(({ teamMemberId, isTeamAdmin, ...row }) => {
        const { personKey: _key, ...member } =
          row.memberId === null ? { ...unknownMember(teamMemberId), personKey: '' } : readMember(row)
        return { ...member, isTeamAdmin: isTeamAdmin === 1 }
      })
)

/** When the members of each listed team were last read, and the time of the team's last change at that reading. */
export const listTeamReadings = query(
  'org',
  (db): readonly { readonly teamId: string; readonly readAtMs: number; readonly updatedAtMs?: number }[] =>
    db
      .all<{ teamId: string; readAtMs: number; updatedAtMs?: number }>(
        `SELECT team_id AS teamId, members_read_at_ms AS readAtMs, members_read_of_ms AS updatedAtMs
         FROM teams WHERE members_read_at_ms IS NOT NULL AND removed_at_ms IS NULL`
      )
      .map(withoutNulls)
)

type StoredAccountType = Omit<AccountType, 'isCustom' | 'permissions'> & {
  readonly isCustom: 0 | 1
  readonly permissions: string
}

/** In Sigma's order, with how many members have each; those that Sigma no longer lists come last. */
export const listAccountTypes = query('org', (db): readonly AccountType[] =>
  db
    .all<StoredAccountType>(
      `SELECT a.account_type_id AS accountTypeId, a.name, a.description, a.is_custom AS isCustom, a.permissions,
         a.removed_at_ms AS removedAtMs,
         (SELECT count(*) FROM members m WHERE m.account_type = a.name AND m.removed_at_ms IS NULL) AS memberCount
       FROM account_types a ORDER BY a.removed_at_ms IS NOT NULL, a.position, a.account_type_id`
    )
    .map((row) => ({
      ...withoutNulls(row),
      isCustom: row.isCustom === 1,
      permissions: fromJson<AccountType['permissions']>(row.permissions)
    }))
)

/** By name; those that Sigma no longer lists come last. */
export const listTenants = query('org', (db): readonly Omit<Tenant, 'organizationId'>[] =>
  db
    .all<Omit<Tenant, 'organizationId'>>(
      `SELECT tenant_id AS tenantSigmaOrganizationId, parent_id AS parentSigmaOrganizationId, name, slug,
         cloud_provider AS cloudProvider, region, api_url AS apiUrl, created_at_ms AS createdAtMs,
         removed_at_ms AS removedAtMs
       FROM tenants ORDER BY removed_at_ms IS NOT NULL, name_key, tenant_id`
    )
    .map(withoutNulls)
)

function unknownMember(memberId: string): Member {
  return {
    memberId,
    name: '',
    email: '',
    accountType: '',
    isAdmin: false,
    isDeactivated: false,
    isInactive: false,
    teams: []
  }
}
