import { z } from 'zod'

/** `GET /v2/whoami`: the member whom the credentials belong to. */
export const whoamiSchema = z.object({ userId: z.string().min(1), organizationId: z.string().min(1) })
export type Whoami = z.infer<typeof whoamiSchema>

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '')

/** A member of the organization. `memberType` is the name of the account type, such as Admin. */
export const memberSchema = z.object({
  memberId: z.string().min(1),
  memberType: text,
  firstName: text,
  lastName: text,
  email: text,
  userKind: z.string().nullish(),
  homeFolderId: z.string().nullish(),
  createdAt: z.string().nullish(),
  updatedAt: z.string().nullish(),
  /** Deactivated. */
  isArchived: z.boolean().nullish(),
  /** Archived by SCIM. */
  isInactive: z.boolean().nullish()
})
export type Member = z.infer<typeof memberSchema>

export const accountTypeSchema = z.object({
  accountTypeId: z.string().min(1),
  accountTypeName: z.string(),
  description: z.string().nullish(),
  isCustom: z.boolean().nullish()
})
export type AccountType = z.infer<typeof accountTypeSchema>

/** One thing that an account type may do, such as `view-worksheet`, and Sigma's words for it. */
export const accountTypePermissionSchema = z.object({ permission: z.string().min(1), description: text })
export type AccountTypePermission = z.infer<typeof accountTypePermissionSchema>

/** What revoking a member's tokens did. */
export const revokedSchema = z
  .object({ results: z.object({ oauth: z.object({ tokensRevoked: z.number() }).nullish() }).nullish() })
  .transform((body) => ({ tokensRevoked: body.results?.oauth?.tokensRevoked ?? undefined }))
export type Revoked = z.infer<typeof revokedSchema>
