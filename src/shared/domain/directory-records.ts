/** A member as Sigma lists it. Times are epoch ms. */
export interface MemberRecord {
  readonly memberId: string
  readonly name: string
  readonly email: string
  readonly accountType: string
  readonly isAdmin: boolean
  readonly userKind?: string | undefined
  readonly isDeactivated: boolean
  readonly isInactive: boolean
  readonly createdAtMs?: number | undefined
  readonly updatedAtMs?: number | undefined
}

/** Exclusive: members behind this one, by (personKey, memberId). */
export interface MemberPosition {
  readonly personKey: string
  readonly memberId: string
}

export interface TeamRecord {
  readonly teamId: string
  readonly name: string
  readonly description?: string | undefined
  readonly visibility?: string | undefined
  readonly createdAtMs?: number | undefined
  readonly updatedAtMs?: number | undefined
}

export interface TeamMemberRecord {
  readonly memberId: string
  readonly isTeamAdmin: boolean
}

export interface AccountTypeRecord {
  readonly accountTypeId: string
  readonly name: string
  readonly description?: string | undefined
  readonly isCustom: boolean
  readonly permissions: readonly { readonly permission: string; readonly description: string }[]
}

export interface TenantRecord {
  readonly tenantSigmaOrganizationId: string
  readonly parentSigmaOrganizationId: string
  readonly name: string
  readonly slug: string
  readonly cloudProvider?: string | undefined
  readonly region?: string | undefined
  readonly apiUrl?: string | undefined
  readonly createdAtMs?: number | undefined
}

/** The lists of the directory that are read on their own, in the order in which they are read. */
export const directoryLists = ['members', 'teams', 'account-types', 'tenants'] as const
export type DirectoryListName = (typeof directoryLists)[number]

/** What storing a part of a reading did. `isCurrent`: false when a later reading has begun; then nothing was stored. */
export interface StoredPage {
  readonly isCurrent: boolean
  /** Rows that are other than before. */
  readonly changed: number
}

/** What a bit of a member's mark says: which of the statuses of the window it has. */
export const statusBits = { all: 1, admins: 2, inactive: 4, guests: 8, removed: 16 } as const
