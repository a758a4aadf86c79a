import { z } from 'zod'

/**
 * A grant to a member or a team. `permission` and `inodeType` are kept open, since Sigma adds words. `inodeType` comes
 * with the list over all things only, where `inodeId` may be the thing's url id instead.
 */
export const grantSchema = z.object({
  grantId: z.string().min(1),
  inodeId: z.string(),
  inodeType: z.string().nullish(),
  memberId: z.string().nullish(),
  teamId: z.string().nullish(),
  permission: z.string(),
  createdBy: z.string().nullish(),
  updatedBy: z.string().nullish(),
  createdAt: z.string().nullish(),
  updatedAt: z.string().nullish()
})
export type Grant = z.infer<typeof grantSchema>
