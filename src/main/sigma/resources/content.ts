import type { Api } from '../http/api.ts'
import { leftOutOf, listAll } from '../http/paging.ts'
import {
  fileSchema,
  type SigmaFile,
  tagSchema,
  type VersionTag,
  type Workspace,
  workspaceSchema
} from '../wire/content.ts'

export interface WorkspacesResource {
  /** @param query `name`: a part of it; `exactName`: the whole */
  list(query?: { readonly name?: string; readonly exactName?: string }, signal?: AbortSignal): Promise<Workspace[]>
}

export interface FilesResource {
  /**
   * What the owner of the credentials can find in Sigma's search, and nothing else, even for Admins; new files lag.
   * @returns `errorEntries`: how many entries were errors instead of files. A file that is missing from a list with such
   * entries is not proven to be gone.
   */
  list(
    query?: {
      readonly name?: string
      readonly typeFilters?: readonly string[]
      readonly permissionFilter?: string
      readonly parentId?: string
      /** Only what is in the folder itself, not in the folders below. */
      readonly directChildFilter?: boolean
    },
    signal?: AbortSignal
  ): Promise<{ readonly files: readonly SigmaFile[]; readonly errorEntries: number }>
}

export interface TagsResource {
  list(query?: { readonly search?: string }, signal?: AbortSignal): Promise<VersionTag[]>
}

/** Workspaces of the organization. */
export function workspacesResource(api: Api): WorkspacesResource {
  return {
    list: (query = {}, signal) =>
      listAll(
        api,
        { method: 'GET', endpoint: '/v2/workspaces', query, signal },
        { style: 'page', entry: workspaceSchema, keyOf: (workspace) => workspace.workspaceId }
      )
  }
}

/** Documents and folders. */
export function filesResource(api: Api): FilesResource {
  return {
    async list(query = {}, signal) {
      const files = await listAll(
        api,
        { method: 'GET', endpoint: '/v2/files', query, signal },
        {
          style: 'page',
          entry: fileSchema,
          keyOf: (file) => file.id
        }
      )
      return { files, errorEntries: leftOutOf(files) }
    }
  }
}

/** Version tags of the organization. */
export function tagsResource(api: Api): TagsResource {
  return {
    list: (query = {}, signal) =>
      listAll(
        api,
        { method: 'GET', endpoint: '/v2/tags', query, signal },
        { style: 'page', entry: tagSchema, keyOf: (tag) => tag.versionTagId }
      )
  }
}
