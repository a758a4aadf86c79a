import { z } from 'zod'
import { call } from './call.ts'
import { appErrorSchema, nothing, organizationIdSchema, timeMsSchema } from './primitives.ts'
import { pendingChangeSchema, settingKeySchema, settingValueSchema } from './settings.ts'

/** The settings that are compared: those of General Settings, and audit logging. */
export const comparedKeySchema = z.union([settingKeySchema, z.literal('auditLogging')])
export type ComparedKey = z.infer<typeof comparedKeySchema>

export const settingCellSchema = z.object({
  /** As Sigma last said; undefined where it was never read or where this organization does not have it. */
  value: settingValueSchema.optional(),
  readAtMs: timeMsSchema.optional(),
  unavailable: appErrorSchema.optional(),
  /** When Vigil first saw the value that it has now. */
  firstSeenAtMs: timeMsSchema.optional(),
  /** The machine user, where it was Vigil that changed it to this value. */
  changedBy: z.string().optional(),
  pending: pendingChangeSchema.optional()
})
export type SettingCell = z.infer<typeof settingCellSchema>

export const settingsRowSchema = z.object({
  organizationId: organizationIdSchema,
  cells: z.partialRecord(comparedKeySchema, settingCellSchema)
})
export type SettingsRow = z.infer<typeof settingsRowSchema>

export const settingsMatrixSchema = z.object({
  /** In the person's order of organizations. */
  rows: z.array(settingsRowSchema),
  /** Organizations whose settings could not be read; the rows are without them. */
  unreadable: z.array(organizationIdSchema)
})
export type SettingsMatrix = z.infer<typeof settingsMatrixSchema>

export const settingValueSeenSchema = z.object({
  /** Undefined: the setting was not available. */
  value: settingValueSchema.optional(),
  firstSeenAtMs: timeMsSchema,
  /** When it was last seen so, before the next value. */
  lastSeenAtMs: timeMsSchema,
  changedBy: z.string().optional()
})
export type SettingValueSeen = z.infer<typeof settingValueSeenSchema>

export const driftCalls = {
  /** Local: answers offline. */
  getSettingsMatrix: call(nothing, settingsMatrixSchema),
  /** Every value that Vigil has seen of a setting, newest first. */
  getSettingHistory: call(
    z.object({ organizationId: organizationIdSchema, key: comparedKeySchema }).strict(),
    z.array(settingValueSeenSchema)
  )
}
