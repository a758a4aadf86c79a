import { z } from 'zod'
import { quarantineReasons } from '../domain/quarantine.ts'
import { call } from './call.ts'
import { tablePathSchema } from './connections.ts'
import { appErrorSchema, ofOrganization, organizationIdSchema, timeMsSchema } from './primitives.ts'

/** The table that the rows belong to; absent: the organization's AUDIT_LOGS. */
const intoTable = z.object({ organizationId: organizationIdSchema, path: tablePathSchema.optional() })

/** What the window holds of a file that was dropped on it. A `File` is one. */
export interface DroppedFile {
  readonly name: string
  readonly size: number
  readonly lastModified: number
}

/**
 * A dropped file. The window gives the `File` itself and never names a path: the preload script alone asks the system for
 * the path of a real file, and what is not one does not pass.
 */
export const droppedFileSchema = z
  .custom<DroppedFile>((value) => typeof value === 'string' && value !== '' && value.length <= 4096)
  .transform((value) => value as unknown as string)

export const importStates = ['waiting', 'reading', 'complete', 'cancelled', 'failed'] as const

export const importRecordSchema = z.object({
  importId: z.number().int(),
  path: tablePathSchema,
  fileName: z.string(),
  fileBytes: z.number().int(),
  origin: z.enum(['dialog', 'drop', 'folder']),
  state: z.enum(importStates),
  addedAtMs: timeMsSchema,
  startedAtMs: timeMsSchema.optional(),
  finishedAtMs: timeMsSchema.optional(),
  /** Rows that are new in the archive, that were there already, and lines that are no good row. */
  rowsAdded: z.number().int(),
  rowsKnown: z.number().int(),
  rowsQuarantined: z.number().int(),
  /** How many lines went to quarantine, by reason. */
  quarantined: z.array(z.object({ reason: z.enum(quarantineReasons), lines: z.number().int() })),
  oldestEventAtMs: timeMsSchema.optional(),
  newestEventAtMs: timeMsSchema.optional(),
  /** Why it failed, where it did. */
  error: appErrorSchema.optional(),
  /** While it is read. */
  progress: z
    .object({
      bytesRead: z.number().int(),
      rowsRead: z.number().int(),
      rowsPerSecond: z.number().optional(),
      msLeft: z.number().int().optional()
    })
    .optional()
})
export type ImportRecord = z.infer<typeof importRecordSchema>

export const startedImportsSchema = z.object({
  /** The files that are now waiting or being read. */
  imports: z.array(importRecordSchema),
  /** Files that are no files Vigil can read, or could not be looked at. */
  refused: z.array(z.object({ fileName: z.string(), error: appErrorSchema }))
})
export type StartedImports = z.infer<typeof startedImportsSchema>

export const watchedFolderSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('none') }),
  z.object({
    /** `missing`: the folder is not there (a disk that is not connected); it is looked for again by itself. */
    state: z.enum(['watching', 'missing', 'not-readable']),
    folderName: z.string(),
    path: tablePathSchema,
    sinceMs: timeMsSchema,
    lastLookAtMs: timeMsSchema.optional(),
    /** Files in it with a name that Vigil reads, and those whose size still changes. */
    files: z.number().int(),
    filesSettling: z.number().int()
  })
])
export type WatchedFolder = z.infer<typeof watchedFolderSchema>

export const quarantinedLineSchema = z.object({
  id: z.number().int(),
  atMs: timeMsSchema,
  /** The file's name; absent for a line of an export from Sigma. */
  fileName: z.string().optional(),
  /** Absent for a row whose event id is in the archive with other content. */
  line: z.number().int().optional(),
  reason: z.enum(quarantineReasons),
  detail: z.string().optional(),
  excerpt: z.string()
})
export type QuarantinedLineRecord = z.infer<typeof quarantinedLineSchema>

export const importCalls = {
  /** Asks for files with the system's dialog and begins to read them. */
  chooseImportFiles: call(
    intoTable.strict(),
    z.discriminatedUnion('outcome', [
      z.object({ outcome: z.literal('cancelled') }),
      startedImportsSchema.extend({ outcome: z.literal('started') })
    ])
  ),
  /** Begins to read files that were dropped on the window. */
  importDropped: call(
    intoTable.extend({ files: z.array(droppedFileSchema).min(1).max(500) }).strict(),
    startedImportsSchema
  ),
  /** Imports, newest first. `before`: the `nextBefore` of the page before. */
  listImports: call(
    ofOrganization.extend({ before: z.number().int().optional(), limit: z.number().int().min(1).max(500) }).strict(),
    z.object({ imports: z.array(importRecordSchema), nextBefore: z.number().int().optional() })
  ),
  /** Ends an import; the rows that are in stay. */
  cancelImport: call(ofOrganization.extend({ importId: z.number().int() }).strict(), importRecordSchema),
  /** Reads a cancelled or failed file again from its start; rows that are in do not come in twice. */
  retryImport: call(ofOrganization.extend({ importId: z.number().int() }).strict(), importRecordSchema),
  getWatchedFolder: call(ofOrganization, watchedFolderSchema),
  /** Asks for a folder with the system's dialog and watches it from then on, instead of another. */
  chooseWatchedFolder: call(intoTable.strict(), watchedFolderSchema),
  /** Watches no folder any more; what was read stays. */
  clearWatchedFolder: call(ofOrganization, watchedFolderSchema),
  /** Lines in quarantine, newest first; `importId`: of one file only. */
  listQuarantine: call(
    z
      .object({
        organizationId: organizationIdSchema,
        path: tablePathSchema.optional(),
        importId: z.number().int().optional(),
        before: z.number().int().optional(),
        limit: z.number().int().min(1).max(500)
      })
      .strict(),
    z.object({
      lines: z.array(quarantinedLineSchema),
      total: z.number().int(),
      nextBefore: z.number().int().optional()
    })
  )
}
