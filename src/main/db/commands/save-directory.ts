import type {
  AccountTypeRecord,
  MemberRecord,
  StoredPage,
  TeamMemberRecord,
  TeamRecord,
  TenantRecord
} from '../../../shared/domain/directory-records.ts'
import { foldForSearch, personKeyOf } from '../../../shared/domain/people.ts'
import type { SqlParams, WriteDb } from '../handle.ts'
import { command } from '../operation.ts'

/** Begins a reading of the directory: pages of those before are refused from now on. @returns its number */
export const beginDirectoryReading = command('org', (db): number => {
  db.run(
    `INSERT INTO directory_readings (id, reading) VALUES (1, 1)
     ON CONFLICT (id) DO UPDATE SET reading = reading + 1`
  )
  return db.get<{ reading: number }>('SELECT reading FROM directory_readings WHERE id = 1')?.reading ?? 1
})

/** Whether pages of this reading still count. */
export function isCurrentReading(db: WriteDb, reading: number): boolean {
  return db.get<{ reading: number }>('SELECT reading FROM directory_readings WHERE id = 1')?.reading === reading
}

interface Page<Entry> {
  readonly reading: number
  readonly entries: readonly Entry[]
}

export const saveMembersPage = command(
  'org',
  (db, page: Page<MemberRecord>): StoredPage =>
    savePage(db, page, 'members', 'member_id', (member) => ({
      member_id: member.memberId,
      person_key: personKeyOf(member),
      search_text: foldForSearch(`${member.name}\n${member.email}\n${member.accountType}`),
      name: member.name,
      email: member.email,
      account_type: member.accountType,
      is_admin: member.isAdmin,
      user_kind: member.userKind,
      is_deactivated: member.isDeactivated,
      is_inactive: member.isInactive,
      created_at_ms: member.createdAtMs,
      updated_at_ms: member.updatedAtMs
    }))
)

export const saveTeamsPage = command(
  'org',
  (db, page: Page<TeamRecord>): StoredPage =>
    savePage(db, page, 'teams', 'team_id', (team) => ({
      team_id: team.teamId,
      name: team.name,
      name_key: foldForSearch(team.name),
      description: team.description,
      visibility: team.visibility,
      created_at_ms: team.createdAtMs,
      updated_at_ms: team.updatedAtMs
    }))
)

/** `position`: that of the page's first entry in the list. */
export const saveAccountTypesPage = command(
  'org',
  (db, page: Page<AccountTypeRecord> & { readonly position: number }): StoredPage =>
    savePage(db, page, 'account_types', 'account_type_id', (type, index) => ({
      account_type_id: type.accountTypeId,
      position: page.position + index,
      name: type.name,
      description: type.description,
      is_custom: type.isCustom,
      permissions: JSON.stringify(type.permissions)
    }))
)

export const saveTenantsPage = command(
  'org',
  (db, page: Page<TenantRecord>): StoredPage =>
    savePage(db, page, 'tenants', 'tenant_id', (tenant) => ({
      tenant_id: tenant.tenantSigmaOrganizationId,
      parent_id: tenant.parentSigmaOrganizationId,
      name: tenant.name,
      name_key: foldForSearch(tenant.name),
      slug: tenant.slug,
      cloud_provider: tenant.cloudProvider,
      region: tenant.region,
      api_url: tenant.apiUrl,
      created_at_ms: tenant.createdAtMs
    }))
)

/** Replaces who is in a team. `isComplete`: false keeps those who are not named, since entries were errors. */
export const saveTeamMembers = command(
  'org',
  (
    db,
    params: {
      readonly reading: number
      readonly teamId: string
      readonly members: readonly TeamMemberRecord[]
      readonly isComplete: boolean
      readonly readAtMs: number
    }
  ): StoredPage => {
    const { reading, teamId, members, isComplete, readAtMs } = params
    if (!isCurrentReading(db, reading)) return { isCurrent: false, changed: 0 }
    let changed = 0
    for (const { memberId, isTeamAdmin } of members)
      changed += db.run(
        `INSERT INTO team_members (team_id, member_id, is_team_admin) VALUES (:teamId, :memberId, :isTeamAdmin)
         ON CONFLICT (team_id, member_id) DO UPDATE SET is_team_admin = excluded.is_team_admin, removed_at_ms = NULL
         WHERE is_team_admin <> excluded.is_team_admin OR removed_at_ms IS NOT NULL`,
        { teamId, memberId, isTeamAdmin }
      ).changes
    if (isComplete)
      changed += db.run(
        `UPDATE team_members SET removed_at_ms = :readAtMs WHERE team_id = :teamId AND removed_at_ms IS NULL
           AND member_id NOT IN (SELECT value FROM json_each(:seen))`,
        { teamId, readAtMs, seen: JSON.stringify(members.map((member) => member.memberId)) }
      ).changes
    return { isCurrent: true, changed }
  }
)

/** Stores what is other than before. Table and columns are names of this file, never what was read. */
function savePage<Entry>(
  db: WriteDb,
  { reading, entries }: Page<Entry>,
  table: string,
  key: string,
  rowOf: (entry: Entry, index: number) => SqlParams
): StoredPage {
  if (!isCurrentReading(db, reading)) return { isCurrent: false, changed: 0 }
  let changed = 0
  for (const [index, entry] of entries.entries()) {
    const row = rowOf(entry, index)
    const columns = Object.keys(row)
    const others = columns.filter((column) => column !== key)
    changed += db.run(
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((column) => `:${column}`).join(', ')})
       ON CONFLICT (${key}) DO UPDATE SET ${others.map((column) => `${column} = excluded.${column}`).join(', ')},
         removed_at_ms = NULL
       WHERE removed_at_ms IS NOT NULL
         OR (${others.join(', ')}) IS NOT (${others.map((column) => `excluded.${column}`).join(', ')})`,
      row
    ).changes
  }
  return { isCurrent: true, changed }
}
