import { z } from 'zod'
import { call } from './call.ts'
import { inboxEntryIdSchema, nothing, organizationIdSchema, timeMsSchema } from './primitives.ts'

export const inboxEntrySchema = z.object({
  id: inboxEntryIdSchema,
  organizationId: organizationIdSchema.optional(),
  organizationName: z.string(),
  kind: z.enum([
    'audit-logging-activated',
    'audit-logging-disabled',
    'audit-logging-refused',
    'audit-logging-timed-out',
    'change-refused',
    'credential-refused',
    'preferences-set-aside',
    'database-restored'
  ]),
  atMs: timeMsSchema,
  isRead: z.boolean(),
  /** Facts for the words. */
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
  /** What became of the desktop notification. */
  notification: z.enum(['none', 'shown', 'failed'])
})
export type InboxEntry = z.infer<typeof inboxEntrySchema>

export const inboxCalls = {
  /** Newest first, at most 200. */
  listInbox: call(nothing, z.array(inboxEntrySchema)),
  markRead: call(z.object({ entryId: inboxEntryIdSchema }).strict(), nothing),
  markAllRead: call(nothing, nothing),
  removeEntry: call(z.object({ entryId: inboxEntryIdSchema }).strict(), nothing)
}
