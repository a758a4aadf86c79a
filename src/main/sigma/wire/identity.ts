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
