import { z } from 'zod'
import { call } from './call.ts'
import { nothing, organizationIdSchema } from './primitives.ts'
import { settingKeySchema, settingValueSchema } from './settings.ts'

export const fleetViewSchema = z.object({
  /** Names of columns in their order; those that are not named are hidden. */
  columns: z.array(z.string().max(50)).max(50),
  widths: z.record(z.string().max(50), z.number().int().min(40).max(2000)),
  sort: z.object({ column: z.string().max(50), isDescending: z.boolean() }).optional(),
  groupBy: z.enum(['none', 'label', 'region'])
})
export type FleetView = z.infer<typeof fleetViewSchema>

export const settingsBaselineSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('organization'), organizationId: organizationIdSchema }),
  /** Settings that are not named may have any value. */
  z.object({ kind: z.literal('values'), values: z.partialRecord(settingKeySchema, settingValueSchema) })
])
export type SettingsBaseline = z.infer<typeof settingsBaselineSchema>

export const preferencesSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  /** Width of the organization list, CSS px. */
  sidebarWidth: z.number().int().min(180).max(480),
  /** The person's order of the list; organizations that it does not name come last. */
  organizationOrder: z.array(organizationIdSchema).max(10_000),
  /** The organization that was open last. */
  lastOrganizationId: organizationIdSchema.optional(),
  /** How the table of all organizations is arranged. */
  fleetView: fleetViewSchema.optional(),
  /** What the settings of organizations are compared with. */
  settingsBaseline: settingsBaselineSchema.optional()
})
export type Preferences = z.infer<typeof preferencesSchema>

export const preferenceCalls = {
  getPreferences: call(nothing, preferencesSchema),
  setPreferences: call(preferencesSchema.partial().strict(), preferencesSchema)
}
