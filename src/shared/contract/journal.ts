import { z } from 'zod'
import { journalOutcomes } from '../domain/journal.ts'
import { call } from './call.ts'
import { organizationIdSchema, timeMsSchema } from './primitives.ts'

/** An act in Vigil, as it was written down when it happened. */
export const journalEntrySchema = z.object({
  /** Unique over all organizations. */
  id: z.string(),
  atMs: timeMsSchema,
  /** Absent for acts that concern no organization. It may have been removed since. */
  organizationId: organizationIdSchema.optional(),
  organizationName: z.string().optional(),
  /** One of `journalActions`, or of another version of Vigil. */
  action: z.string(),
  outcome: z.enum(journalOutcomes),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  /** The account of the machine under which Vigil ran; absent in entries of earlier versions. */
  machineUser: z.string().optional()
})
export type JournalEntry = z.infer<typeof journalEntrySchema>

export const journalPageSchema = z.object({
  entries: z.array(journalEntrySchema),
  nextCursor: z.string().optional(),
  /** Organizations whose journal could not be read; the page is without them. */
  unreadable: z.array(organizationIdSchema),
  /** Organizations that were removed, whose entries are kept. */
  removedOrganizations: z.array(z.object({ organizationId: organizationIdSchema, name: z.string() }))
})
export type JournalPage = z.infer<typeof journalPageSchema>

export const journalExportSchema = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('cancelled') }),
  z.object({ outcome: z.literal('saved'), fileName: z.string(), entries: z.number().int() })
])
export type JournalExport = z.infer<typeof journalExportSchema>

const selection = z.object({
  organizationId: organizationIdSchema.optional(),
  search: z
    .object({
      text: z.string().max(200),
      /** Names of acts, outcomes and values whose words on screen hold the text. */
      names: z.array(z.string().max(100)).max(200)
    })
    .strict()
    .optional()
})

export const journalCalls = {
  /** A page of what was done in Vigil, newest first. Local: answers offline. */
  listEntries: call(
    selection.extend({ cursor: z.string().max(200).optional(), limit: z.number().int().min(1).max(500) }).strict(),
    journalPageSchema
  ),
  /** Asks where to save, then writes all selected entries there. */
  exportEntries: call(selection.extend({ format: z.enum(['csv', 'ndjson']) }).strict(), journalExportSchema)
}
