import { acknowledged } from '../http/acknowledged.ts'
import type { Api } from '../http/api.ts'
import { listAll } from '../http/paging.ts'
import { type Grant, grantSchema } from '../wire/grants.ts'

/** Sigma lists the grants on one thing, to one team or to one member; it has no list of all. */
export type GrantFilter =
  | { readonly inodeId: string }
  | { readonly teamId: string }
  /** Id of a member. */
  | { readonly userId: string }

export interface GrantsResource {
  /** @param options `directGrantsOnly`: without those that come through teams or from folders above */
  list(
    filter: GrantFilter,
    options?: { readonly directGrantsOnly?: boolean; readonly signal?: AbortSignal }
  ): Promise<Grant[]>
}

export interface NewGrant {
  readonly grantee: { readonly memberId: string } | { readonly teamId: string }
  readonly permission: 'usage' | 'annotate'
}

/** Grants on one kind of thing. @throws AppError `not-permitted` for credentials that are not an Admin's */
export interface GrantsOnResource {
  list(id: string, signal?: AbortSignal): Promise<Grant[]>
  /** Not repeated when it is unknown whether it arrived. */
  add(id: string, grants: readonly NewGrant[], signal?: AbortSignal): Promise<void>
  remove(id: string, grantId: string, signal?: AbortSignal): Promise<void>
}

/** Grants over all things. */
export function grantsResource(api: Api): GrantsResource {
  return {
    list: (filter, { directGrantsOnly, signal } = {}) =>
      listAll(
        api,
        { method: 'GET', endpoint: '/v2/grants', query: { ...filter, directGrantsOnly }, signal },
        { style: 'page', entry: grantSchema, keyOf: (grant) => grant.grantId }
      )
  }
}

/** Grants on connections, by the connection's id. */
export function connectionGrantsResource(api: Api): GrantsOnResource {
  return grantsOn(api, '/v2/connections/', '{connectionId}')
}

/** Grants on databases, schemas and tables of a connection, by the id of the inode as `connections.lookup` gives it. */
export function pathGrantsResource(api: Api): GrantsOnResource {
  return grantsOn(api, '/v2/connections/paths/', '{connectionPathId}')
}

function grantsOn(api: Api, base: string, placeholder: string): GrantsOnResource {
  const endpoint = `${base}${placeholder}/grants`
  const at = (id: string): string => `${base}${encodeURIComponent(id)}/grants`
  return {
    list: (id, signal) =>
      listAll(
        api,
        { method: 'GET', endpoint, path: at(id), signal },
        { style: 'page', entry: grantSchema, keyOf: (grant) => grant.grantId }
      ),
    async add(id, grants, signal) {
      await acknowledged(api, { method: 'POST', endpoint, path: at(id), body: { grants }, signal })
    },
    async remove(id, grantId, signal) {
      await acknowledged(api, {
        method: 'DELETE',
        endpoint: `${endpoint}/{grantId}`,
        path: `${at(id)}/${encodeURIComponent(grantId)}`,
        signal
      })
    }
  }
}
