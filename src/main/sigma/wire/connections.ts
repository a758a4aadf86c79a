import { z } from 'zod'

/**
 * A connection. `isAuditLog` marks the Sigma Audit Logs connection; nothing else identifies it, since names can be
 * changed. Absent counts as false: an organization without audit logging may not send the field.
 */
export const connectionSchema = z.object({
  connectionId: z.string().min(1),
  name: z.string(),
  type: z.string().nullish(),
  isAuditLog: z.boolean().nullish(),
  isSample: z.boolean().nullish(),
  isArchived: z.boolean().nullish(),
  createdAt: z.string().nullish(),
  updatedAt: z.string().nullish(),
  lastActiveAt: z.string().nullish()
})
export type SigmaConnection = z.infer<typeof connectionSchema>

/** `read`: SUCCESS or FAILED; `write`: those or DISABLED. Kept open, since Sigma may add words. */
export const connectionTestSchema = z.object({ read: z.string(), write: z.string() })
export type ConnectionTest = z.infer<typeof connectionTestSchema>

export const connectionPathSchema = z.object({
  connectionId: z.string().min(1),
  urlId: z.string().nullish(),
  path: z.array(z.string())
})
export type ConnectionPath = z.infer<typeof connectionPathSchema>

/** A table's place, by its inode. */
export const tablePathSchema = z.object({ connectionId: z.string().min(1), path: z.array(z.string()) })
export type TablePath = z.infer<typeof tablePathSchema>

/** What a path is: scope, table, semanticView, metricView or stored-procedure. */
export const pathLookupSchema = z.object({ kind: z.string(), inodeId: z.string().min(1), url: z.string().nullish() })
export type PathLookup = z.infer<typeof pathLookupSchema>

export const tableColumnSchema = z
  .object({
    name: z.string().min(1),
    type: z.unknown().optional(),
    visibility: z.string().nullish(),
    description: z.string().nullish()
  })
  .transform((column) => ({
    name: column.name,
    type: printColumnType(column.type),
    visibility: visibilityOf(column.visibility),
    description: column.description ?? undefined
  }))
export type TableColumn = z.infer<typeof tableColumnSchema>

function visibilityOf(value: string | null | undefined): 'included' | 'hidden' | 'removed' {
  return value === 'hidden' || value === 'removed' ? value : 'included'
}

/**
 * A column type in a word. Sigma's description says only that it is an object; seen are `{type: "text"}`, nested item
 * types, and plain strings.
 */
export function printColumnType(type: unknown): string {
  if (typeof type === 'string' && type !== '') return type
  if (typeof type === 'object' && type !== null) {
    if ('type' in type) return printColumnType(type.type)
    if ('kind' in type) return printColumnType(type.kind)
    if ('name' in type) return printColumnType(type.name)
  }
  return 'unknown'
}
