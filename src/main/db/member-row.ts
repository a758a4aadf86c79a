import type { Member } from '../../shared/contract/directory.ts'
import { fromJson, withoutNulls } from './json-column.ts'

/** A member with the key that tells whose membership it is. */
export type MemberRow = Member & { readonly personKey: string }

/** Columns of a member `m`, with the names of the teams that it is in. */
export const memberColumns = `m.member_id AS memberId, m.person_key AS personKey, m.name, m.email,
  m.account_type AS accountType, m.is_admin AS isAdmin, m.user_kind AS userKind, m.is_deactivated AS isDeactivated,
  m.is_inactive AS isInactive, m.created_at_ms AS createdAtMs, m.updated_at_ms AS updatedAtMs,
  m.removed_at_ms AS removedAtMs,
  (SELECT json_group_array(name) FROM (
    SELECT t.name FROM team_members tm JOIN teams t ON t.team_id = tm.team_id
    WHERE tm.member_id = m.member_id AND tm.removed_at_ms IS NULL AND t.removed_at_ms IS NULL
    ORDER BY t.name_key, t.team_id)) AS teams`

export interface StoredMember {
  readonly memberId: string
  readonly personKey: string
  readonly name: string
  readonly email: string
  readonly accountType: string
  readonly isAdmin: 0 | 1
  readonly userKind: string | null
  readonly isDeactivated: 0 | 1
  readonly isInactive: 0 | 1
  readonly createdAtMs: number | null
  readonly updatedAtMs: number | null
  readonly removedAtMs: number | null
  readonly teams: string
}

/** A member as it leaves the database. */
export function readMember(row: StoredMember): MemberRow {
  return withoutNulls({
    ...row,
    isAdmin: row.isAdmin === 1,
    isDeactivated: row.isDeactivated === 1,
    isInactive: row.isInactive === 1,
    teams: fromJson<string[]>(row.teams)
  }) as MemberRow
}
