import { allRows, oneRow } from './database.ts'
import type { Sandbox, Stamps } from './sandbox.ts'
import { stampsOf } from './sandbox.ts'

export interface MemberRow extends Stamps {
  readonly member_id: string
  readonly email: string
  readonly first_name: string
  readonly last_name: string
  readonly member_type: string
  readonly user_kind: string
  readonly profile_img_url: string | null
  readonly home_folder_id: string
  readonly is_archived: number
  readonly is_inactive: number
}

/** All members in the order in which they joined the list. */
export function listMembers(sandbox: Sandbox): MemberRow[] {
  return allRows(sandbox.database, 'SELECT * FROM members ORDER BY position')
}

/** The member of an id. */
export function findMember(sandbox: Sandbox, memberId: string): MemberRow | undefined {
  return oneRow(sandbox.database, 'SELECT * FROM members WHERE member_id = ?', memberId)
}

/** A member in the API's shape. */
export function memberJson(sandbox: Sandbox, row: MemberRow) {
  return {
    organizationId: sandbox.world.organizationId,
    memberId: row.member_id,
    memberType: row.member_type,
    firstName: row.first_name,
    lastName: row.last_name,
    email: row.email,
    profileImgUrl: row.profile_img_url,
    homeFolderId: row.home_folder_id,
    userKind: row.user_kind,
    isArchived: row.is_archived === 1,
    isInactive: row.is_inactive === 1,
    ...stampsOf(row)
  }
}
