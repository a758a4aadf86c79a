import { z } from 'zod'
import { call } from './call.ts'
import { freshnessSchema, ofOrganization, organizationIdSchema, savedFileSchema, timeMsSchema } from './primitives.ts'

export const memberSchema = z.object({
  memberId: z.string(),
  name: z.string(),
  email: z.string(),
  accountType: z.string(),
  isAdmin: z.boolean(),
  /** `internal`, `guest` or `embed`; another word where Sigma has a new one; undefined where it says none. */
  userKind: z.string().optional(),
  /** Deactivated by an Admin. */
  isDeactivated: z.boolean(),
  /** Made inactive by SCIM. */
  isInactive: z.boolean(),
  /** Names of the teams that the member is in. */
  teams: z.array(z.string()),
  createdAtMs: timeMsSchema.optional(),
  updatedAtMs: timeMsSchema.optional(),
  /** No longer listed by Sigma since then. */
  removedAtMs: timeMsSchema.optional()
})
export type Member = z.infer<typeof memberSchema>

export const teamSchema = z.object({
  teamId: z.string(),
  name: z.string(),
  description: z.string().optional(),
  visibility: z.string().optional(),
  memberCount: z.number().int(),
  createdAtMs: timeMsSchema.optional(),
  updatedAtMs: timeMsSchema.optional(),
  removedAtMs: timeMsSchema.optional()
})
export type Team = z.infer<typeof teamSchema>

export const accountTypeSchema = z.object({
  accountTypeId: z.string(),
  name: z.string(),
  description: z.string().optional(),
  isCustom: z.boolean(),
  memberCount: z.number().int(),
  permissions: z.array(z.object({ permission: z.string(), description: z.string() })),
  removedAtMs: timeMsSchema.optional()
})
export type AccountType = z.infer<typeof accountTypeSchema>

export const tenantSchema = z.object({
  tenantSigmaOrganizationId: z.string(),
  parentSigmaOrganizationId: z.string(),
  name: z.string(),
  slug: z.string(),
  cloudProvider: z.string().optional(),
  region: z.string().optional(),
  apiUrl: z.string().optional(),
  createdAtMs: timeMsSchema.optional(),
  removedAtMs: timeMsSchema.optional(),
  /** The organization of Vigil that it was added as. */
  organizationId: organizationIdSchema.optional()
})
export type Tenant = z.infer<typeof tenantSchema>

/** Admins (by account type), members who cannot sign in, guests; `all` is without those no longer listed. */
export const memberStatusSchema = z.enum(['all', 'admins', 'inactive', 'guests', 'removed'])
export type MemberStatus = z.infer<typeof memberStatusSchema>

const page = { cursor: z.string().max(500).optional(), limit: z.number().int().min(1).max(500) }

/**
 * A person, recognised by their e-mail address whatever its case, with their memberships in all organizations: found by one
 * of them, shown with all. Those no longer listed are there only where the status `removed` is looked for.
 */
export const personSchema = z.object({
  email: z.string(),
  name: z.string(),
  memberships: z.array(memberSchema.extend({ organizationId: organizationIdSchema, organizationName: z.string() }))
})
export type Person = z.infer<typeof personSchema>

const peopleSelection = z.object({
  /** Found anywhere in name, e-mail address, account type or team, whatever its case. */
  search: z.string().max(200).optional(),
  status: memberStatusSchema,
  /** Only people who are members of one of these. */
  organizationIds: z.array(organizationIdSchema).max(10_000).optional()
})

export const directoryCalls = {
  /** A page of people over all organizations by e-mail address. Local: answers offline. */
  listPeople: call(
    peopleSelection.extend(page).strict(),
    z.object({
      people: z.array(personSchema),
      nextCursor: z.string().optional(),
      unreadable: z.array(organizationIdSchema)
    })
  ),
  /** How many people each status finds with this search. */
  countPeople: call(
    peopleSelection.omit({ status: true }).strict(),
    z.object({
      all: z.number().int(),
      admins: z.number().int(),
      inactive: z.number().int(),
      guests: z.number().int(),
      removed: z.number().int()
    })
  ),
  /** Asks where to save, then writes a line for each membership of the people found. */
  exportPeople: call(peopleSelection.extend({ format: z.enum(['csv', 'ndjson']) }).strict(), savedFileSchema),
  listMembers: call(
    z
      .object({
        organizationId: organizationIdSchema,
        search: z.string().max(200).optional(),
        status: memberStatusSchema,
        ...page
      })
      .strict(),
    z.object({ freshness: freshnessSchema, members: z.array(memberSchema), nextCursor: z.string().optional() })
  ),
  listTeams: call(ofOrganization, z.object({ freshness: freshnessSchema, teams: z.array(teamSchema) })),
  listTeamMembers: call(
    z.object({ organizationId: organizationIdSchema, teamId: z.string().max(200) }).strict(),
    z.array(memberSchema.extend({ isTeamAdmin: z.boolean() }))
  ),
  listAccountTypes: call(
    ofOrganization,
    z.object({ freshness: freshnessSchema, accountTypes: z.array(accountTypeSchema) })
  ),
  /** Tenant organizations of this one, as last read. `freshness.lastError` says where Sigma has none or shows none. */
  listTenants: call(ofOrganization, z.object({ freshness: freshnessSchema, tenants: z.array(tenantSchema) })),
  /** Reads members, teams, account types and tenants from Sigma now. Answers when done. */
  refreshDirectory: call(ofOrganization, z.object({}).strict())
}
