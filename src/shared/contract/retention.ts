import { z } from 'zod'
import { call } from './call.ts'
import { tablePathSchema } from './connections.ts'
import { appErrorSchema, organizationIdSchema, timeMsSchema } from './primitives.ts'

const ofTable = z.object({ organizationId: organizationIdSchema, path: tablePathSchema })

/** How long archived events are kept. */
export const retentionPolicySchema = z.discriminatedUnion('keep', [
  z.object({ keep: z.literal('forever') }).strict(),
  z.object({ keep: z.literal('days'), days: z.number().int().min(1).max(36_500) }).strict(),
  /** As much as fits, the newest days first. */
  z.object({ keep: z.literal('bytes'), bytes: z.number().int().min(1_048_576) }).strict()
])
export type RetentionPolicy = z.infer<typeof retentionPolicySchema>

export const retentionPreviewSchema = z.object({
  policy: retentionPolicySchema,
  /** Nothing leaves while this is true, whatever the policy says. */
  isHeld: z.boolean(),
  /** What would leave now, whole UTC days. */
  days: z.number().int(),
  rows: z.number().int(),
  bytes: z.number().int(),
  oldestAtMs: timeMsSchema.optional(),
  newestAtMs: timeMsSchema.optional(),
  /** What would stay. */
  rowsKept: z.number().int(),
  bytesKept: z.number().int()
})
export type RetentionPreview = z.infer<typeof retentionPreviewSchema>

export const retentionStatusSchema = z.object({
  policy: retentionPolicySchema,
  legalHold: z.object({ sinceMs: timeMsSchema, note: z.string() }).optional(),
  rows: z.number().int(),
  /** The archive's file with its log. */
  bytes: z.number().int(),
  oldestAtMs: timeMsSchema.optional(),
  newestAtMs: timeMsSchema.optional(),
  lastPruneAtMs: timeMsSchema.optional(),
  /** While days are leaving. */
  progress: z
    .object({ daysDone: z.number().int(), daysTotal: z.number().int(), rowsPruned: z.number().int() })
    .optional(),
  lastError: appErrorSchema.optional(),
  /** The newest stubs of days that left, at most 100. */
  prunedDays: z.array(
    z.object({ day: z.string(), rows: z.number().int(), prunedAtMs: timeMsSchema, isSigned: z.boolean() })
  ),
  prunedDaysTotal: z.number().int()
})
export type RetentionStatus = z.infer<typeof retentionStatusSchema>

export const retentionCalls = {
  /** Rule and hold are the organization's and hold for all its tables of events. */
  getRetention: call(ofTable.strict(), retentionStatusSchema),
  /** What a policy would do now. Changes nothing. */
  previewRetention: call(ofTable.extend({ policy: retentionPolicySchema }).strict(), retentionPreviewSchema),
  /** From now on; days that are over leave in the background. */
  setRetention: call(ofTable.extend({ policy: retentionPolicySchema }).strict(), retentionStatusSchema),
  /** A hold keeps everything until it is lifted. `note`: why, for the journal. */
  setLegalHold: call(
    ofTable.extend({ isHeld: z.boolean(), note: z.string().trim().max(500) }).strict(),
    retentionStatusSchema
  ),
  /** Lets what is over leave now, instead of with the next daily round. Progress arrives as `retentionChanged`. */
  pruneNow: call(ofTable.strict(), retentionStatusSchema),
  cancelPrune: call(ofTable.strict(), retentionStatusSchema)
}
