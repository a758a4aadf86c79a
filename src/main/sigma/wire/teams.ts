import { z } from 'zod'

/** A team. `visibility` is public, private or null. */
export const teamSchema = z.object({
  teamId: z.string().min(1),
  name: z.string(),
  description: z.string().nullish(),
  visibility: z.string().nullish(),
  createdBy: z.string().nullish(),
  updatedBy: z.string().nullish(),
  createdAt: z.string().nullish(),
  updatedAt: z.string().nullish(),
  isArchived: z.boolean().nullish()
})
export type Team = z.infer<typeof teamSchema>

/** One team alone comes with the ids of its members. */
export const teamWithMembersSchema = teamSchema.extend({ members: z.array(z.string()) })
export type TeamWithMembers = z.infer<typeof teamWithMembersSchema>

/** `userId` is what other answers call memberId. */
export const teamMemberSchema = z.object({
  userId: z.string().min(1),
  isTeamAdmin: z.boolean().nullish(),
  addedBy: z.string().nullish()
})
export type TeamMember = z.infer<typeof teamMemberSchema>

/** A team among those of a member. */
export const memberTeamSchema = teamSchema.extend({ isTeamAdmin: z.boolean().nullish() })
export type MemberTeam = z.infer<typeof memberTeamSchema>
