import { z } from 'zod'
import { auditRoles } from '../domain/audit-schema.ts'
import { call } from './call.ts'
import { tablePathSchema } from './connections.ts'
import { organizationIdSchema, timeMsSchema } from './primitives.ts'

const ofTable = z.object({ organizationId: organizationIdSchema, path: tablePathSchema })

export const archivedColumnSchema = z.object({
  name: z.string(),
  firstSeenAtMs: timeMsSchema,
  /** Sigma's type, where the connection's columns were read. */
  type: z.string().optional(),
  /** Since when the column does not come any more; its old values stay. */
  vanishedAtMs: timeMsSchema.optional(),
  role: z.enum(auditRoles).optional()
})
export type ArchivedColumn = z.infer<typeof archivedColumnSchema>

export const columnRoleSchema = z.object({
  role: z.enum(auditRoles),
  /** Absent: no column has this role. */
  column: z.string().optional(),
  /** `found`: by name and type. `chosen`: by a person, and found again only when that choice is taken back. */
  origin: z.enum(['found', 'chosen'])
})
export type ColumnRole = z.infer<typeof columnRoleSchema>

export const columnChangeSchema = z.object({
  id: z.number().int(),
  atMs: timeMsSchema,
  change: z.enum(['added', 'vanished', 'returned', 'renamed']),
  name: z.string(),
  /** Of a renamed column. */
  earlierName: z.string().optional()
})
export type ColumnChange = z.infer<typeof columnChangeSchema>

export const tableColumnsSchema = z.object({
  columns: z.array(archivedColumnSchema),
  /** One entry a role, in the order of the contract. */
  roles: z.array(columnRoleSchema),
  hasRows: z.boolean()
})
export type TableColumns = z.infer<typeof tableColumnsSchema>

export const columnCalls = {
  getColumns: call(ofTable.strict(), tableColumnsSchema),
  /**
   * Says which column has a role: a column, `null` for none, absent to let Vigil find it. The time and the event id decide
   * how rows are placed and told apart; once there are rows, a change of these holds for rows that come from then on
   * (`appliesTo`), and those that are there stay as they are.
   */
  setRole: call(
    ofTable.extend({ role: z.enum(auditRoles), column: z.string().max(500).nullable().optional() }).strict(),
    tableColumnsSchema.extend({ appliesTo: z.enum(['all-rows', 'new-rows']) })
  ),
  /** New, vanished, returned and renamed columns, newest first. */
  listColumnChanges: call(
    ofTable.extend({ before: z.number().int().optional(), limit: z.number().int().min(1).max(500) }).strict(),
    z.object({ changes: z.array(columnChangeSchema), nextBefore: z.number().int().optional() })
  )
}
