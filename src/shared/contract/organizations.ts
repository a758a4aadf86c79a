import { z } from 'zod'
import { regions } from '../domain/regions.ts'
import { call } from './call.ts'
import {
  appErrorSchema,
  nothing,
  ofOrganization,
  organizationIdSchema,
  timeMsSchema,
  savedFileSchema
} from './primitives.ts'
import { auditLoggingStateSchema } from './audit-logging.ts'
import { syncPhases } from '../domain/sync-phases.ts'
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
/** How an organization is marked at a glance, besides its label; words and meaning are the person's. */
export const organizationColorSchema = z.enum(['gray', 'red', 'orange', 'yellow', 'green', 'teal', 'blue', 'purple'])
export type OrganizationColor = z.infer<typeof organizationColorSchema>
/** Where a secret may live. `session-only`: in memory until Vigil quits. */
export const secretStorageSchema = z.enum(['keychain', 'session-only'])
export type SecretStorage = z.infer<typeof secretStorageSchema>

export const healthSchema = z.enum(['good', 'working', 'attention', 'offline', 'paused', 'never-read'])
export type OrganizationHealth = z.infer<typeof healthSchema>

export const organizationSchema = z.object({
  id: organizationIdSchema,
  name: z.string(),
  kind: z.enum(['sigma', 'sandbox']),
  label: labelSchema,
  color: organizationColorSchema,
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
  /** Changes made here that Sigma does not have yet, those that wait for a person included. */
  pendingChanges: z.number().int(),
  /** Those of them that Sigma refused, or that meet a conflict: they wait for a person. */
  refusedChanges: z.number().int(),
  /** The account type of the member whom the credentials belong to. */
  accountType: z.string().optional(),
  /** Nothing runs for it until it is resumed. */
  pausedAtMs: timeMsSchema.optional(),
  syncPhase: z.enum(syncPhases),
  /** When it is read next by itself. */
  nextSyncAtMs: timeMsSchema.optional(),
  /** The newest audit event that is kept. */
  lastEventAtMs: timeMsSchema.optional(),
  /** When the audit log was last read to its end. */
  auditLogReadAtMs: timeMsSchema.optional(),
  /**
   * The earliest time from which Sigma may hold rows that are not kept here: they leave Sigma 30 days after it. Undefined
   * where audit logging is off or was never seen.
   */
  unarchivedSinceMs: timeMsSchema.optional(),
  /** Sigma's own id of it, once Sigma has told. */
  sigmaOrganizationId: z.string().optional(),
  /** The organization of which it is a tenant, as Sigma's id. */
  parentSigmaOrganizationId: z.string().optional()
})
/** An organization as the list and the fleet show it. */
export type Organization = z.infer<typeof organizationSchema>

/** What the person types to connect an organization. The client secret goes to the main process once and never returns. */
export const organizationDraftSchema = z
  .object({
    name: organizationNameSchema,
    label: labelSchema.default('none'),
    /** Sigma's id of the organization of which this one is a tenant. */
    parentSigmaOrganizationId: z.string().max(200).optional(),
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
  /** All in the person's order, or those that are named, without those that are gone. Local: answers offline. */
  listOrganizations: call(
    z.object({ organizationIds: z.array(organizationIdSchema).max(10_000).optional() }).strict(),
    z.array(organizationSchema)
  ),
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
        color: organizationColorSchema.optional(),
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
  refreshOrganization: call(ofOrganization, nothing),
  /** Ends what runs for it and lets nothing new run. Repeated calls are harmless. */
  pauseOrganization: call(ofOrganization, organizationSchema),
  resumeOrganization: call(ofOrganization, organizationSchema),
  /** Which organization is on screen, so that it is read more often than the others; absent: none. */
  setOnScreen: call(z.object({ organizationId: organizationIdSchema.optional() }).strict(), nothing),
  /** Asks where to save, then writes these organizations as CSV with these columns, in this order. */
  exportFleet: call(
    z
      .object({
        columns: z.array(z.string().max(100)).min(1).max(50),
        /** The words of the cells as on screen, one array a row. */
        rows: z.array(z.array(z.string().max(2000)).max(50)).max(10_000)
      })
      .strict(),
    savedFileSchema
  )
}
