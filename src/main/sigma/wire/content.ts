import { z } from 'zod'

const stamps = {
  createdBy: z.string().nullish(),
  updatedBy: z.string().nullish(),
  createdAt: z.string().nullish(),
  updatedAt: z.string().nullish()
}

export const workspaceSchema = z.object({
  workspaceId: z.string().min(1),
  workspaceUrlId: z.string().nullish(),
  name: z.string(),
  ...stamps
})
export type Workspace = z.infer<typeof workspaceSchema>

/** A document or a folder. `type` is workspace, folder, workbook, dataset, data-model … and kept open. */
export const fileSchema = z.object({
  id: z.string().min(1),
  urlId: z.string().nullish(),
  name: z.string(),
  type: z.string(),
  parentId: z.string().nullish(),
  permission: z.string().nullish(),
  path: z.string().nullish(),
  badge: z.string().nullish(),
  isArchived: z.boolean().nullish(),
  description: z.string().nullish(),
  ownerId: z.string().nullish(),
  ...stamps
})
export type SigmaFile = z.infer<typeof fileSchema>

/** A version tag. */
export const tagSchema = z.object({
  versionTagId: z.string().min(1),
  name: z.string(),
  ownerId: z.string().nullish(),
  color: z.string().nullish(),
  description: z.string().nullish(),
  isArchived: z.boolean().nullish(),
  ...stamps
})
export type VersionTag = z.infer<typeof tagSchema>
