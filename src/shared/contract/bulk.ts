import { z } from 'zod'
import { call } from './call.ts'
import { secretStorageSchema } from './organizations.ts'
import { appErrorSchema, nothing, organizationIdSchema, timeMsSchema } from './primitives.ts'
import { settingKeySchema, settingValueSchema } from './settings.ts'

/** What can be done in many organizations at once. */
export const bulkActionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('enable-audit-logging') }).strict(),
  z.object({ kind: z.literal('sync') }).strict(),
  z.object({ kind: z.literal('test') }).strict(),
  z.object({ kind: z.literal('pause') }).strict(),
  z.object({ kind: z.literal('resume') }).strict(),
  /** Only what differs is changed, through pending changes. */
  z
    .object({ kind: z.literal('apply-settings'), values: z.partialRecord(settingKeySchema, settingValueSchema) })
    .strict(),
  /** New credentials out of a credential list that is held in the main process. */
  z.object({ kind: z.literal('rotate'), listId: z.uuid(), storage: secretStorageSchema }).strict()
])
export type BulkAction = z.infer<typeof bulkActionSchema>

const organizationIds = z.array(organizationIdSchema).min(1).max(10_000)

export const settingDifferenceSchema = z.object({
  key: settingKeySchema,
  from: settingValueSchema.optional(),
  to: settingValueSchema
})

/** What would happen in one organization. `change` alone is done; the others are told why nothing is. */
export const bulkPlanItemSchema = z.object({
  organizationId: organizationIdSchema,
  name: z.string(),
  verdict: z.enum(['change', 'nothing-to-do', 'not-possible']),
  /** Why nothing is done, or a doubt about what is, such as `offline`: it waits as a pending change. */
  reason: z
    .enum([
      'already-on',
      'already-waiting',
      'already-paused',
      'already-running',
      'already-so',
      'no-credentials-given',
      'not-admin',
      'not-provisioned',
      'not-read-yet',
      'offline',
      'paused',
      'region-not-supported',
      'setting-not-available',
      'credential-refused',
      'keychain'
    ])
    .optional(),
  /** For `apply-settings`: what differs. */
  differences: z.array(settingDifferenceSchema).optional()
})
export type BulkPlanItem = z.infer<typeof bulkPlanItemSchema>

export const bulkPlanSchema = z.object({ action: bulkActionSchema, items: z.array(bulkPlanItemSchema) })
export type BulkPlan = z.infer<typeof bulkPlanSchema>

export const bulkItemSchema = z.object({
  organizationId: organizationIdSchema,
  name: z.string(),
  /** `done`: what was asked is done, or, for changes, kept and on its way (`isWaiting`). `skipped`: nothing to do. */
  state: z.enum(['waiting', 'running', 'done', 'failed', 'skipped', 'cancelled']),
  isWaiting: z.boolean().optional(),
  reason: bulkPlanItemSchema.shape.reason,
  error: appErrorSchema.optional(),
  startedAtMs: timeMsSchema.optional(),
  endedAtMs: timeMsSchema.optional()
})
export type BulkItem = z.infer<typeof bulkItemSchema>

export const bulkRunSchema = z.object({
  runId: z.uuid(),
  action: bulkActionSchema,
  state: z.enum(['running', 'cancelling', 'ended']),
  startedAtMs: timeMsSchema,
  endedAtMs: timeMsSchema.optional(),
  items: z.array(bulkItemSchema)
})
export type BulkRun = z.infer<typeof bulkRunSchema>

/** New credentials that were typed or read from a file; their secrets stay in the main process. */
export const credentialListSchema = z.object({
  listId: z.uuid(),
  entries: z.array(
    z.object({
      /** The name as it was given. */
      name: z.string(),
      organizationId: organizationIdSchema.optional(),
      clientId: z.string(),
      problem: z.enum(['no-such-organization', 'twice', 'no-client-id', 'no-client-secret']).optional(),
      /** Line of the file, from 1. */
      line: z.number().int().optional()
    })
  )
})
export type CredentialList = z.infer<typeof credentialListSchema>

const ofRun = z.object({ runId: z.uuid() }).strict()

export const bulkCalls = {
  /** A dry run: says what would happen in each, and does nothing. Local: answers offline. */
  planBulk: call(z.object({ action: bulkActionSchema, organizationIds }).strict(), bulkPlanSchema),
  /** Starts. What has nothing to do is skipped. Progress comes as `bulkRunChanged`. Fails with `busy` while another runs. */
  startBulk: call(z.object({ action: bulkActionSchema, organizationIds }).strict(), bulkRunSchema),
  getBulk: call(ofRun, bulkRunSchema),
  /** Runs since Vigil started, newest first, at most 20. */
  listBulk: call(nothing, z.array(bulkRunSchema)),
  /** Lets what is running end and starts nothing more. */
  cancelBulk: call(ofRun, bulkRunSchema),
  /** Does again what failed or was cancelled, as a run of its own. */
  retryBulk: call(ofRun, bulkRunSchema),
  /**
   * Asks for a CSV file with the columns organization, client_id and client_secret and reads it. The secrets stay in the
   * main process until they are used or dropped. `null` when no file was chosen.
   */
  chooseCredentialFile: call(nothing, credentialListSchema.nullable()),
  /** The same from typed credentials. */
  keepCredentials: call(
    z
      .object({
        entries: z
          .array(
            z
              .object({
                organizationId: organizationIdSchema,
                clientId: z.string().trim().min(1).max(200),
                clientSecret: z.string().min(1).max(1000)
              })
              .strict()
          )
          .min(1)
          .max(10_000)
      })
      .strict(),
    credentialListSchema
  ),
  /** Forgets a list and its secrets. */
  dropCredentials: call(z.object({ listId: z.uuid() }).strict(), nothing)
}
