import { z } from 'zod'
import { call } from './call.ts'
import { freshnessSchema, ofOrganization, organizationIdSchema, timeMsSchema } from './primitives.ts'

export const connectionSchema = z.object({
  connectionId: z.string(),
  name: z.string(),
  type: z.string(),
  isAuditLog: z.boolean(),
  isSample: z.boolean(),
  isArchived: z.boolean(),
  createdAtMs: timeMsSchema.optional(),
  updatedAtMs: timeMsSchema.optional(),
  /** No longer listed by Sigma since then; kept because rows of it are kept. */
  removedAtMs: timeMsSchema.optional()
})
export type Connection = z.infer<typeof connectionSchema>

/** A table in a connection: database, schema and table name, as many as Sigma gives. */
export const tablePathSchema = z.array(z.string()).min(1).max(10)

export const tableColumnSchema = z.object({
  name: z.string(),
  /** Sigma's type, printed: text, number, datetime, boolean, variant … */
  type: z.string(),
  visibility: z.enum(['included', 'hidden', 'removed']),
  description: z.string().optional()
})
export type TableColumn = z.infer<typeof tableColumnSchema>

const ofTable = z
  .object({ organizationId: organizationIdSchema, connectionId: z.string(), path: tablePathSchema })
  .strict()
const ofConnection = z.object({ organizationId: organizationIdSchema, connectionId: z.string() }).strict()

export const connectionListSchema = z.object({ freshness: freshnessSchema, connections: z.array(connectionSchema) })
export const connectionPathsSchema = z.object({ freshness: freshnessSchema, paths: z.array(tablePathSchema) })
export const tableDetailSchema = z.object({
  freshness: freshnessSchema,
  columns: z.array(tableColumnSchema),
  /** Whether Vigil keeps this table's rows: AUDIT_LOGS and SIGMA_SHARED of the audit connection. */
  hasRows: z.boolean()
})
export type ConnectionList = z.infer<typeof connectionListSchema>
export type ConnectionPaths = z.infer<typeof connectionPathsSchema>
export type TableDetail = z.infer<typeof tableDetailSchema>

export const connectionCalls = {
  /** What is known locally; a read from Sigma starts in the background where it is stale and ends in `connectionsChanged`. */
  listConnections: call(ofOrganization, connectionListSchema),
  listPaths: call(ofConnection, connectionPathsSchema),
  getTable: call(ofTable, tableDetailSchema),
  refreshConnections: call(ofOrganization, connectionListSchema),
  refreshPaths: call(ofConnection, connectionPathsSchema),
  refreshTable: call(ofTable, tableDetailSchema),
  /** Sigma's own test of the connection, run as the owner of the credentials. */
  testConnection: call(ofConnection, z.object({ read: z.string(), write: z.string(), testedAtMs: timeMsSchema }))
}
