import { z } from 'zod'
import { call } from './call.ts'
import { nothing, organizationIdSchema } from './primitives.ts'

export const preferencesSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  /** Width of the organization list, CSS px. */
  sidebarWidth: z.number().int().min(180).max(480),
  /** The person's order of the list; organizations that it does not name come last. */
  organizationOrder: z.array(organizationIdSchema).max(10_000),
  /** The organization that was open last. */
  lastOrganizationId: organizationIdSchema.optional()
})
export type Preferences = z.infer<typeof preferencesSchema>

export const preferenceCalls = {
  getPreferences: call(nothing, preferencesSchema),
  setPreferences: call(preferencesSchema.partial().strict(), preferencesSchema)
}
