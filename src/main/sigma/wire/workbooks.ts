import { z } from 'zod'
import { printColumnType } from './connections.ts'

export const workbookSchema = z.object({
  workbookId: z.string().min(1),
  workbookUrlId: z.string().nullish(),
  name: z.string(),
  url: z.string().nullish(),
  path: z.string().nullish(),
  ownerId: z.string().nullish(),
  description: z.string().nullish(),
  latestVersion: z.number().nullish(),
  tags: z.array(z.object({ versionTagId: z.string(), name: z.string().nullish() })).nullish(),
  createdAt: z.string().nullish(),
  updatedAt: z.string().nullish(),
  isArchived: z.boolean().nullish()
})
export type Workbook = z.infer<typeof workbookSchema>

export const workbookPageSchema = z.object({
  pageId: z.string().min(1),
  name: z.string().nullish(),
  hidden: z.boolean().nullish()
})
export type WorkbookPage = z.infer<typeof workbookPageSchema>

const things = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((value) => value ?? {})

/** Each part is keyed by id. What is behind the keys is not described by Sigma, and left as it is. */
export const workbookSchemaSchema = z.object({
  workbookId: z.string().min(1),
  pages: things,
  sheets: things,
  variables: things,
  elements: things,
  /** SQL by element, when it was asked for. */
  sqlQueries: z
    .record(z.string(), z.string())
    .nullish()
    .transform((value) => value ?? {}),
  sqlQueryErrors: z
    .record(z.string(), z.object({ message: z.string() }))
    .nullish()
    .transform((value) => value ?? {})
})
export type WorkbookSchema = z.infer<typeof workbookSchemaSchema>

export const workbookElementSchema = z.object({
  elementId: z.string().min(1),
  name: z.string().nullish(),
  type: z.string().nullish(),
  columns: z.array(z.string()).nullish(),
  error: z.string().nullish()
})
export type WorkbookElement = z.infer<typeof workbookElementSchema>

export const elementColumnSchema = z
  .object({ columnId: z.string(), label: z.string(), formula: z.string().nullish(), type: z.unknown().optional() })
  .transform(({ columnId, label, formula, type }) => ({
    columnId,
    label,
    formula: formula ?? undefined,
    type: printColumnType(type)
  }))
export type ElementColumn = z.infer<typeof elementColumnSchema>

/** A control of a workbook; `name` is the control ID that export parameters use. */
export const workbookControlSchema = z.object({ name: z.string(), valueType: z.string().nullish() })
export type WorkbookControl = z.infer<typeof workbookControlSchema>

/** What creating a workbook answers; only the ID is relied on. */
export const createdWorkbookSchema = z.object({ workbookId: z.string().min(1), name: z.string().nullish() })
export type CreatedWorkbook = z.infer<typeof createdWorkbookSchema>

export const exportStartedSchema = z.object({
  queryId: z.string().min(1),
  jobComplete: z.boolean().nullish(),
  message: z.string().nullish()
})
export type ExportStarted = z.infer<typeof exportStartedSchema>
