import { z } from 'zod'
import { findingKinds } from '../domain/archive-verification.ts'
import { call } from './call.ts'
import { appErrorSchema, ofOrganization, savedFileSchema, timeMsSchema } from './primitives.ts'

/** Something that is not as it was archived. Rows are named by their permanent ids, both ends within. */
export const integrityFindingSchema = z.object({
  kind: z.enum(findingKinds),
  path: z.array(z.string()).readonly().optional(),
  /** UTC day counted from 1970-01-01; -1 for rows without a time. */
  day: z.number().int().optional(),
  firstRowId: z.string().optional(),
  lastRowId: z.string().optional(),
  rowCount: z.number().int().optional(),
  /** A value that all of these rows have and no other row beside them: its text was likely changed. */
  suspect: z.object({ column: z.string(), text: z.string() }).optional(),
  commitId: z.number().int().optional(),
  lastCommitId: z.number().int().optional()
})
export type IntegrityFinding = z.infer<typeof integrityFindingSchema>

/** How a verification of the whole archive ended. */
export const integrityResultSchema = z.object({
  startedAtMs: timeMsSchema,
  finishedAtMs: timeMsSchema,
  rowsChecked: z.number().int(),
  commitsChecked: z.number().int(),
  /** The first ones, and how many there are. */
  findings: z.array(integrityFindingSchema),
  findingsTotal: z.number().int(),
  /** Whether a person asked for it, or Vigil did it by itself. */
  isAsked: z.boolean()
})
export type IntegrityResult = z.infer<typeof integrityResultSchema>

export const integrityStatusSchema = z.object({
  /** The last one that came to its end. */
  last: integrityResultSchema.optional(),
  /** While one is going on. */
  progress: z
    .object({
      startedAtMs: timeMsSchema,
      rowsChecked: z.number().int(),
      rowsTotal: z.number().int(),
      rowsPerSecond: z.number().optional(),
      msLeft: z.number().int().optional(),
      findingsTotal: z.number().int(),
      isAsked: z.boolean()
    })
    .optional(),
  /** Why the last one could not be carried out, where it could not. */
  error: appErrorSchema.optional()
})
export type IntegrityStatus = z.infer<typeof integrityStatusSchema>

export const headDifferenceSchema = z.object({
  kind: z.enum([
    'other-organization',
    'commit-differs',
    'commit-missing',
    'table-missing',
    'day-missing',
    'day-shorter',
    'day-differs'
  ]),
  path: z.array(z.string()).readonly().optional(),
  day: z.number().int().optional(),
  rowCount: z.number().int().optional(),
  commitId: z.number().int().optional()
})
export type HeadDifferenceRecord = z.infer<typeof headDifferenceSchema>

export const integrityCalls = {
  getIntegrity: call(ofOrganization, integrityStatusSchema),
  /** Recomputes everything from the stored rows. Progress arrives as `integrityChanged`. */
  verify: call(ofOrganization, integrityStatusSchema),
  cancelVerify: call(ofOrganization, integrityStatusSchema),
  /** Saves the archive's head, to be kept where nobody who can change the archive can change it. */
  exportHead: call(ofOrganization, savedFileSchema),
  /** Asks for a head that was exported before, and compares the archive with it. */
  checkHead: call(
    ofOrganization,
    z.discriminatedUnion('outcome', [
      z.object({ outcome: z.literal('cancelled') }),
      z.object({
        outcome: z.literal('checked'),
        fileName: z.string(),
        commitCount: z.number().int(),
        differences: z.array(headDifferenceSchema)
      })
    ])
  )
}
