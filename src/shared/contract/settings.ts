import { z } from 'zod'
import { settingKeys } from '../domain/setting-keys.ts'
import { auditLoggingStateSchema } from './audit-logging.ts'
import { call } from './call.ts'
import {
  appErrorSchema,
  freshnessSchema,
  nothing,
  ofOrganization,
  organizationIdSchema,
  pendingChangeIdSchema,
  timeMsSchema
} from './primitives.ts'

export const settingKeySchema = z.enum(settingKeys)
export type { BooleanSettingKey, SettingKey } from '../domain/setting-keys.ts'

export const settingValueSchema = z.union([z.boolean(), z.string().max(100)])
export type SettingValue = z.infer<typeof settingValueSchema>

/** A change made here that Sigma does not have yet. */
export const pendingChangeSchema = z.object({
  id: pendingChangeIdSchema,
  key: z.union([settingKeySchema, z.literal('auditLogging')]),
  value: settingValueSchema,
  madeAtMs: timeMsSchema,
  attempts: z.number().int(),
  /** `waiting`: sent as soon as possible. `refused`: Sigma said no; it waits for a person. */
  state: z.enum(['waiting', 'sending', 'refused']),
  lastError: appErrorSchema.optional(),
  nextAttemptAtMs: timeMsSchema.optional(),
  /** The value when the change was made; undefined where it was not known. */
  baseValue: settingValueSchema.optional(),
  /** Sigma's value had changed meanwhile to this one: a person chooses. Only in state `refused`. */
  conflict: z.object({ theirs: settingValueSchema.optional(), seenAtMs: timeMsSchema }).optional()
})
export type PendingChange = z.infer<typeof pendingChangeSchema>

export const settingSchema = z.object({
  key: settingKeySchema,
  /** As Sigma last said; undefined where it was never read or where this organization does not have it. */
  value: settingValueSchema.optional(),
  readAtMs: timeMsSchema.optional(),
  /** Why it could not be read, e.g. `not-permitted` or `not-found`. */
  unavailable: appErrorSchema.optional(),
  pending: pendingChangeSchema.optional()
})
export type Setting = z.infer<typeof settingSchema>

export const generalSettingsSchema = z.object({
  organizationId: organizationIdSchema,
  freshness: freshnessSchema,
  settings: z.array(settingSchema),
  auditLogging: z.object({
    state: auditLoggingStateSchema,
    /** Undefined until it has been read. Only an Admin may switch audit logging. */
    isAdmin: z.boolean().optional(),
    accountType: z.string().optional(),
    pending: pendingChangeSchema.optional(),
    /** How long earlier activations took, ms, over all organizations; newest first, at most 10. */
    earlierActivationsMs: z.array(z.number()),
    nextCheckAtMs: timeMsSchema.optional()
  }),
  /** The member whom the credentials belong to. */
  actingMember: z.object({ name: z.string(), email: z.string() }).optional()
})
export type GeneralSettings = z.infer<typeof generalSettingsSchema>

export const settingsCalls = {
  getGeneralSettings: call(ofOrganization, generalSettingsSchema),
  /** Reads the settings from Sigma now. */
  refreshSettings: call(ofOrganization, generalSettingsSchema),
  /** Keeps the change, shows it as pending, sends it when it can. */
  changeSetting: call(
    z.object({ organizationId: organizationIdSchema, key: settingKeySchema, value: settingValueSchema }).strict(),
    generalSettingsSchema
  ),
  retryPendingChange: call(
    z.object({ organizationId: organizationIdSchema, changeId: pendingChangeIdSchema }).strict(),
    generalSettingsSchema
  ),
  discardPendingChange: call(
    z.object({ organizationId: organizationIdSchema, changeId: pendingChangeIdSchema }).strict(),
    generalSettingsSchema
  ),
  /** Repeated calls send one request. */
  enableAuditLogging: call(ofOrganization, generalSettingsSchema),
  disableAuditLogging: call(ofOrganization, generalSettingsSchema),
  /** Takes back a request that was not sent yet. */
  withdrawAuditLoggingRequest: call(ofOrganization, generalSettingsSchema),
  dismissAuditLoggingRefusal: call(ofOrganization, generalSettingsSchema),
  /** Opens a page of the organization in the browser; the address is built here, from an allow-list. */
  openInSigma: call(
    z
      .object({
        organizationId: organizationIdSchema,
        page: z.enum([
          'home',
          'general-settings',
          'connections',
          'audit-connection',
          'audit-connection-lineage',
          'scheduled-exports',
          'developer-access',
          'users'
        ])
      })
      .strict(),
    nothing
  )
}
