import { z } from 'zod'
import { regions } from '../domain/regions.ts'
import { call } from './call.ts'
import { appErrorSchema, nothing, ofOrganization, organizationIdSchema, timeMsSchema } from './primitives.ts'
import { auditLoggingStateSchema } from './audit-logging.ts'
import { vaultStatusSchema } from './credentials.ts'

export const organizationNameSchema = z.string().trim().min(1).max(80)
/** The path segment of https://app.sigmacomputing.com/SLUG. */
export const slugSchema = z
  .string()
  .trim()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/)
export const regionIdSchema = z.enum(regions.map((region) => region.id))
/** For an API host that is not in the table of regions: another host, or a loopback address for the sandbox server. */
export const customApiUrlSchema = z.url({ protocol: /^https?$/ }).max(300)
export const labelSchema = z.enum(['none', 'production', 'staging', 'development', 'customer'])
/** Where a secret may live. `session-only`: in memory until Vigil quits. */
export const secretStorageSchema = z.enum(['keychain', 'session-only'])
export type SecretStorage = z.infer<typeof secretStorageSchema>

export const healthSchema = z.enum(['good', 'working', 'attention', 'offline', 'never-read'])
export type OrganizationHealth = z.infer<typeof healthSchema>

export const organizationSchema = z.object({
  id: organizationIdSchema,
  name: z.string(),
  kind: z.enum(['sigma', 'sandbox']),
  label: labelSchema,
  /** Undefined for the sandbox and for a custom API URL. */
  regionId: regionIdSchema.optional(),
  apiUrl: z.string(),
  slug: z.string().optional(),
  clientId: z.string(),
  position: z.number().int(),
  addedAtMs: timeMsSchema,
  vault: vaultStatusSchema,
  auditLogging: auditLoggingStateSchema,
  health: healthSchema,
  /** When Sigma last answered. */
  lastContactAtMs: timeMsSchema.optional(),
  /** When everything of it was last read whole: the age of what is on screen. */
  lastReadAtMs: timeMsSchema.optional(),
  /** Why the last try to read it failed. */
  lastError: appErrorSchema.optional(),
  pendingChanges: z.number().int()
})
/** An organization as the list shows it. */
export type Organization = z.infer<typeof organizationSchema>

/** What the person types to connect an organization. The client secret goes to the main process once and never returns. */
export const organizationDraftSchema = z
  .object({
    name: organizationNameSchema,
    label: labelSchema.default('none'),
    endpoint: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('region'), regionId: regionIdSchema }).strict(),
      z.object({ kind: z.literal('custom'), apiUrl: customApiUrlSchema }).strict()
    ]),
    slug: slugSchema.optional(),
    clientId: z.string().trim().min(1).max(200),
    clientSecret: z.string().min(1).max(1000)
  })
  .strict()
export type OrganizationDraft = z.infer<typeof organizationDraftSchema>

export const organizationCalls = {
  listOrganizations: call(nothing, z.array(organizationSchema)),
  /** Stores the organization and its secret. Fails with `keychain-*` rather than storing the secret anywhere else. */
  addOrganization: call(
    z.object({ draft: organizationDraftSchema, storage: secretStorageSchema }).strict(),
    organizationSchema
  ),
  addSandboxOrganization: call(
    z.object({ name: organizationNameSchema.optional(), storage: secretStorageSchema }).strict(),
    organizationSchema
  ),
  updateOrganization: call(
    z
      .object({
        organizationId: organizationIdSchema,
        name: organizationNameSchema.optional(),
        label: labelSchema.optional(),
        slug: slugSchema.nullable().optional()
      })
      .strict(),
    organizationSchema
  ),
  /** The complete list of ids in their new order. */
  reorderOrganizations: call(z.object({ organizationIds: z.array(organizationIdSchema) }).strict(), nothing),
  /** Closes its files, clears its keychain entry and deletes its folder. `typedName` must equal the name. */
  removeOrganization: call(z.object({ organizationId: organizationIdSchema, typedName: z.string() }).strict(), nothing),
  /** Reads everything of the organization from Sigma now. Answers when done. */
  refreshOrganization: call(ofOrganization, nothing)
}
