import type { Api } from '../http/api.ts'
import { listAll } from '../http/paging.ts'
import { type Member, memberSchema } from '../wire/identity.ts'

export interface MembersResource {
  get(memberId: string, signal?: AbortSignal): Promise<Member>
  /** @param query `includeArchived`: deactivated members too */
  list(
    query?: { readonly email?: string; readonly includeArchived?: boolean; readonly includeInactive?: boolean },
    signal?: AbortSignal
  ): Promise<Member[]>
}

/** Members of the organization. */
export function membersResource(api: Api): MembersResource {
  return {
    get: (memberId, signal) =>
      api.json(
        {
          method: 'GET',
          endpoint: '/v2/members/{memberId}',
          path: `/v2/members/${encodeURIComponent(memberId)}`,
          signal
        },
        memberSchema
      ),
    list: (query = {}, signal) =>
      listAll(
        api,
        { method: 'GET', endpoint: '/v2/members', query, signal },
        { style: 'page', entry: memberSchema, keyOf: (member) => member.memberId }
      )
  }
}
