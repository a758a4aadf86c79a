import { z } from 'zod'
import { eventFilterSchema, timeZoneSchema } from './audit-events.ts'
import { call } from './call.ts'
import { tablePathSchema } from './connections.ts'
import { appErrorSchema, ofOrganization, organizationIdSchema, timeMsSchema } from './primitives.ts'

export const evidencePackSchema = z.object({
  packId: z.string(),
  state: z.enum(['writing', 'complete', 'cancelled', 'failed']),
  fileName: z.string(),
  format: z.enum(['zip', 'folder']),
  startedAtMs: timeMsSchema,
  finishedAtMs: timeMsSchema.optional(),
  rowsWritten: z.number().int(),
  rowsTotal: z.number().int().optional(),
  bytesWritten: z.number().int(),
  msLeft: z.number().int().optional(),
  isSigned: z.boolean().optional(),
  error: appErrorSchema.optional()
})
export type EvidencePack = z.infer<typeof evidencePackSchema>

/** What a check of a pack found first. */
export const packFindingSchema = z.object({
  kind: z.enum([
    'file-missing',
    'file-altered',
    'row-changed',
    'row-missing',
    'row-added',
    'row-moved',
    'csv-differs',
    'chain-altered',
    'manifest-altered',
    'signature-wrong',
    'head-differs'
  ]),
  file: z.string().optional(),
  /** Line of `events.ndjson`, from 1. */
  line: z.number().int().optional(),
  rowId: z.string().optional(),
  detail: z.string().optional()
})
export type PackFinding = z.infer<typeof packFindingSchema>

export const packVerdictSchema = z.object({
  fileName: z.string(),
  isIntact: z.boolean(),
  isSigned: z.boolean(),
  rows: z.number().int(),
  organization: z.string().optional(),
  madeAtMs: timeMsSchema.optional(),
  findings: z.array(packFindingSchema)
})
export type PackVerdict = z.infer<typeof packVerdictSchema>

export const evidenceCalls = {
  /** Asks where to save, then writes in the background. Progress arrives as `evidenceChanged`. */
  makePack: call(
    z
      .object({
        organizationId: organizationIdSchema,
        path: tablePathSchema,
        filter: eventFilterSchema,
        fromMs: timeMsSchema.optional(),
        toMs: timeMsSchema.optional(),
        timeZone: timeZoneSchema,
        format: z.enum(['zip', 'folder']),
        /** Columns of the CSV, in order; absent: all. The NDJSON always has all. */
        columns: z.array(z.string().max(500)).max(2_000).optional(),
        /** Puts a quote before cells that a spreadsheet would take for a formula. */
        isSpreadsheetSafe: z.boolean()
      })
      .strict(),
    z.discriminatedUnion('outcome', [
      z.object({ outcome: z.literal('cancelled') }),
      z.object({ outcome: z.literal('started'), pack: evidencePackSchema })
    ])
  ),
  cancelPack: call(ofOrganization.extend({ packId: z.string().max(100) }).strict(), evidencePackSchema),
  /** Packs of this run of Vigil, newest first; the journal has those of before. */
  listPacks: call(ofOrganization, z.array(evidencePackSchema)),
  /** Asks for a pack, of any organization, and checks it. */
  verifyPack: call(
    z.object({ kind: z.enum(['file', 'folder']) }).strict(),
    z.discriminatedUnion('outcome', [
      z.object({ outcome: z.literal('cancelled') }),
      z.object({ outcome: z.literal('checked'), verdict: packVerdictSchema })
    ])
  )
}
