import { z } from 'zod'
import { call } from './call.ts'
import { nothing, organizationIdSchema, pendingChangeIdSchema } from './primitives.ts'
import { generalSettingsSchema, pendingChangeSchema } from './settings.ts'

/** A change that waits, with the organization that it is for. */
export const waitingChangeSchema = z.object({
  organizationId: organizationIdSchema,
  organizationName: z.string(),
  change: pendingChangeSchema
})
export type WaitingChange = z.infer<typeof waitingChangeSchema>

export const waitingChangesSchema = z.object({
  /** Those that wait for a person first, then oldest first. */
  changes: z.array(waitingChangeSchema),
  /** Organizations whose changes could not be read; the list is without them. */
  unreadable: z.array(organizationIdSchema)
})
export type WaitingChanges = z.infer<typeof waitingChangesSchema>

export const changeCalls = {
  /** Every change of every organization that Sigma does not have yet. Local: answers offline. */
  listChanges: call(nothing, waitingChangesSchema),
  /**
   * Ends a conflict: `mine` is sent over Sigma's value as it was shown, `theirs` drops the change. Fails with `conflict`,
   * and shows the newer value, when Sigma's value has changed once more.
   */
  resolveConflict: call(
    z
      .object({
        organizationId: organizationIdSchema,
        changeId: pendingChangeIdSchema,
        choice: z.enum(['mine', 'theirs'])
      })
      .strict(),
    generalSettingsSchema
  )
}
