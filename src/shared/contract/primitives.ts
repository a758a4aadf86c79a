import { z } from 'zod'
import { appErrorCodes } from '../kit/app-error.ts'
import { type InboxEntryId, isUuid, type OrganizationId, type PendingChangeId } from '../kit/ids.ts'

const uuidOf = <Id extends string>() => z.custom<Id>((value) => typeof value === 'string' && isUuid(value))

export const organizationIdSchema = uuidOf<OrganizationId>()
export const pendingChangeIdSchema = uuidOf<PendingChangeId>()
export const inboxEntryIdSchema = uuidOf<InboxEntryId>()
/** Epoch ms, UTC. */
export const timeMsSchema = z.number().int()
export const nothing = z.object({}).strict()
export const ofOrganization = z.object({ organizationId: organizationIdSchema }).strict()

export const appErrorSchema = z.object({
  code: z.enum(appErrorCodes),
  params: z.record(z.string(), z.union([z.string(), z.number()]))
})

/** When data was read from Sigma, and why the last try to read it anew failed, if it did. */
export const freshnessSchema = z.object({
  readAtMs: timeMsSchema.optional(),
  isReading: z.boolean(),
  lastError: appErrorSchema.optional(),
  lastErrorAtMs: timeMsSchema.optional()
})
export type Freshness = z.infer<typeof freshnessSchema>

/** What became of a question where to save. */
export const savedFileSchema = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('cancelled') }),
  z.object({ outcome: z.literal('saved'), fileName: z.string(), entries: z.number().int() })
])
export type SavedFile = z.infer<typeof savedFileSchema>
