import { z } from 'zod'
import { call } from './call.ts'
import { tablePathSchema } from './connections.ts'
import { appErrorSchema, organizationIdSchema, savedFileSchema, timeMsSchema } from './primitives.ts'

const ofTable = z.object({ organizationId: organizationIdSchema, path: tablePathSchema })

/** Something that is not as it was archived. */
export const integrityFindingSchema = z.object({
  kind: z.enum([
    'row-changed',
    'rows-missing',
    'rows-added',
    'rows-moved',
    'block-unreadable',
    'day-altered',
    'commit-altered',
    'commit-missing',
    'head-not-found'
  ]),
  /** UTC day, `YYYY-MM-DD` or `untimed`. */
  day: z.string().optional(),
  /** Rows of the day's chain that it is about, from 0, both ends within. */
  firstSeq: z.number().int().optional(),
  lastSeq: z.number().int().optional(),
  rowId: z.string().optional(),
  commitId: z.number().int().optional()
})
export type IntegrityFinding = z.infer<typeof integrityFindingSchema>

export const integrityStatusSchema = z.object({
  state: z.enum(['never', 'running', 'intact', 'altered', 'cancelled', 'failed']),
  startedAtMs: timeMsSchema.optional(),
  finishedAtMs: timeMsSchema.optional(),
  rowsChecked: z.number().int(),
  rowsTotal: z.number().int(),
  rowsPerSecond: z.number().optional(),
  msLeft: z.number().int().optional(),
  /** The first ones, at most 200, and how many there are. */
  findings: z.array(integrityFindingSchema),
  findingsTotal: z.number().int(),
  error: appErrorSchema.optional(),
  /** The archive's last commit: what an exported head says. */
  head: z
    .object({ commitId: z.number().int(), hash: z.string(), atMs: timeMsSchema, rows: z.number().int() })
    .optional()
})
export type IntegrityStatus = z.infer<typeof integrityStatusSchema>

export const integrityCalls = {
  getIntegrity: call(ofTable.strict(), integrityStatusSchema),
  /** Recomputes everything from the stored rows. Progress arrives as `integrityChanged`. */
  verify: call(ofTable.strict(), integrityStatusSchema),
  cancelVerify: call(ofTable.strict(), integrityStatusSchema),
  /** Saves the head, to be kept where Vigil's machine cannot reach it. */
  exportHead: call(ofTable.strict(), savedFileSchema),
  /** Asks for a head that was exported before, and compares the archive with it. */
  checkHead: call(
    ofTable.strict(),
    z.discriminatedUnion('outcome', [
      z.object({ outcome: z.literal('cancelled') }),
      z.object({
        outcome: z.literal('checked'),
        fileName: z.string(),
        exportedAtMs: timeMsSchema,
        isIntact: z.boolean(),
        findings: z.array(integrityFindingSchema)
      })
    ])
  )
}
