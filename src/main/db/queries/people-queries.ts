import type { MemberStatus } from '../../../shared/contract/directory.ts'
import { type MemberPosition, statusBits } from '../../../shared/domain/directory-records.ts'
import { foldForSearch } from '../../../shared/domain/people.ts'
import type { SqlParams } from '../handle.ts'
import { memberColumns, type MemberRow, readMember, type StoredMember } from '../member-row.ts'
import { query } from '../operation.ts'

const isListed = 'm.removed_at_ms IS NULL'
const conditions: Readonly<Record<MemberStatus, string>> = {
  all: isListed,
  admins: `${isListed} AND m.is_admin = 1`,
  inactive: `${isListed} AND (m.is_deactivated = 1 OR m.is_inactive = 1)`,
  guests: `${isListed} AND m.user_kind = 'guest'`,
  removed: 'm.removed_at_ms IS NOT NULL'
}

const foundBySearch = `(instr(m.search_text, :search) > 0 OR m.member_id IN (
  SELECT tm.member_id FROM team_members tm JOIN teams t ON t.team_id = tm.team_id
  WHERE tm.removed_at_ms IS NULL AND t.removed_at_ms IS NULL AND instr(t.name_key, :search) > 0))`

/** A page of members by (personKey, memberId). An empty search finds all. */
export const listMembersPage = query(
  'org',
  (
    db,
    params: {
      readonly status: MemberStatus
      readonly search?: string
      readonly after?: MemberPosition
      readonly limit: number
    }
  ): readonly MemberRow[] =>
    db
      .all<StoredMember>(
        `SELECT ${memberColumns} FROM members m
         WHERE (m.person_key, m.member_id) > (:personKey, :memberId) AND ${conditions[params.status]}
           ${searched(params.search)}
         ORDER BY m.person_key, m.member_id LIMIT :limit`,
        {
          personKey: params.after?.personKey ?? '',
          memberId: params.after?.memberId ?? '',
          limit: params.limit,
          ...searchParams(params.search)
        }
      )
      .map(readMember)
)

/** The memberships of these people, by key. `hasRemoved`: with those that Sigma no longer lists. */
export const listMembershipsOf = query(
  'org',
  (db, params: { readonly personKeys: readonly string[]; readonly hasRemoved: boolean }): readonly MemberRow[] =>
    db
      .all<StoredMember>(
        `SELECT ${memberColumns} FROM members m
         WHERE m.person_key IN (SELECT value FROM json_each(:keys)) ${params.hasRemoved ? '' : `AND ${isListed}`}
         ORDER BY m.person_key, m.member_id`,
        { keys: JSON.stringify(params.personKeys) }
      )
      .map(readMember)
)

/**
 * The keys of all members that a search finds, a line each, and a character each with their `statusBits` above a space.
 * Two texts, since many thousands of them are counted and each object would be copied between threads.
 */
export const markPeople = query(
  'org',
  (db, params: { readonly search?: string }): { readonly keys: string; readonly marks: string } => {
    const bits = Object.entries(statusBits).map(([status, bit]) => `${bit} * (${conditions[status as MemberStatus]})`)
    const row = db.get<{ keys: string | null; marks: string | null }>(
      `SELECT group_concat(person_key, char(10)) AS keys, group_concat(mark, '') AS marks FROM (
         SELECT m.person_key, char(32 + ${bits.map((bit) => `coalesce(${bit}, 0)`).join(' + ')}) AS mark
         FROM members m WHERE TRUE ${searched(params.search)})`,
      searchParams(params.search)
    )
    return { keys: row?.keys ?? '', marks: row?.marks ?? '' }
  }
)

function searched(search: string | undefined): string {
  return isSearch(search) ? `AND ${foundBySearch}` : ''
}

function searchParams(search: string | undefined): SqlParams {
  return isSearch(search) ? { search: foldForSearch(search.trim()) } : {}
}

function isSearch(search: string | undefined): search is string {
  return search !== undefined && search.trim() !== ''
}
