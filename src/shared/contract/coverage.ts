import { z } from 'zod'
import { coverageKinds, readingSources } from '../domain/coverage.ts'
import { call } from './call.ts'
import { tablePathSchema } from './connections.ts'
import { organizationIdSchema, timeMsSchema } from './primitives.ts'

const ofTable = z.object({ organizationId: organizationIdSchema, path: tablePathSchema })

/** A stretch of time, `fromMs` within and `toMs` not, of which one and the same is known. */
export const stretchSchema = z.object({ kind: z.enum(coverageKinds), fromMs: timeMsSchema, toMs: timeMsSchema })
export type Stretch = z.infer<typeof stretchSchema>

export const coverageSchema = z.object({
  /** When this was worked out. It changes by itself as time goes on: ask again after a while. */
  nowMs: timeMsSchema,
  fromMs: timeMsSchema,
  toMs: timeMsSchema,
  /** Oldest first, without holes, from `fromMs` to `toMs`; empty where the range is empty or in the future. */
  stretches: z.array(stretchSchema)
})
export type Coverage = z.infer<typeof coverageSchema>

export const coverageStatusSchema = z.object({
  nowMs: timeMsSchema,
  isAuditLoggingOn: z.boolean(),
  /** Since when Sigma writes audit events for the organization, where that is known. */
  enabledSinceMs: timeMsSchema.optional(),
  /** Everything before this, back to the first reading or to the enablement, is here without a hole. */
  completeToMs: timeMsSchema.optional(),
  /** When the newest complete reading was asked for. */
  lastCompleteAtMs: timeMsSchema.optional(),
  /** The oldest time that Sigma still has and that was not read completely. */
  oldestUnreadMs: timeMsSchema.optional(),
  /** When rows of `oldestUnreadMs` leave Sigma for good. */
  leavesSigmaAtMs: timeMsSchema.optional(),
  /** Present when the last complete reading is 25 days old or older, or there was none for that long. */
  warning: z
    .object({ lastCompleteAtMs: timeMsSchema.optional(), daysLeft: z.number().int(), leavesSigmaAtMs: timeMsSchema })
    .optional(),
  /** Holes that Sigma can still fill, oldest first, at most 100. */
  gaps: z.array(stretchSchema),
  /** What Sigma deleted before it was read, oldest first, at most 100. */
  lost: z.array(stretchSchema)
})
export type CoverageStatus = z.infer<typeof coverageStatusSchema>

/** An entry of the ledger: what was asked of a source, and how it answered. */
export const readingSchema = z.object({
  readingId: z.number().int(),
  source: z.enum(readingSources),
  /** The window that was asked for, `toMs` not within. For a file: from its oldest to its newest row. */
  fromMs: timeMsSchema,
  toMs: timeMsSchema,
  askedAtMs: timeMsSchema,
  answeredAtMs: timeMsSchema,
  rows: z.number().int(),
  rowsAdded: z.number().int(),
  /** Of a file: its name. */
  fileName: z.string().optional()
})
export type Reading = z.infer<typeof readingSchema>

export const coverageCalls = {
  /** What is known of a table's times. `fromMs` absent: from the first thing known; `toMs` absent: until now. Local. */
  getCoverage: call(
    ofTable.extend({ fromMs: timeMsSchema.optional(), toMs: timeMsSchema.optional() }).strict(),
    coverageSchema
  ),
  getCoverageStatus: call(ofTable.strict(), coverageStatusSchema),
  /** The ledger, newest first. `before`: the `nextBefore` of the page before. */
  listReadings: call(
    ofTable.extend({ before: z.number().int().optional(), limit: z.number().int().min(1).max(500) }).strict(),
    z.object({ readings: z.array(readingSchema), nextBefore: z.number().int().optional() })
  )
}
