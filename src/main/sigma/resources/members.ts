import { acknowledged } from '../http/acknowledged.ts'
import type { Api } from '../http/api.ts'
import { listAll, type ListPage, listPages } from '../http/paging.ts'
import { type Member, memberSchema, type Revoked, revokedSchema } from '../wire/identity.ts'
import { type MemberTeam, memberTeamSchema } from '../wire/teams.ts'

export interface NewMember {
  readonly email: string
  readonly firstName: string
  readonly lastName: string
  /** Name of an account type. */
  readonly memberType?: string
  readonly userKind?: 'internal' | 'guest' | 'embed'
  readonly addToTeams?: readonly { readonly teamId: string; readonly isTeamAdmin?: boolean }[]
}

export interface MemberChange {
  /** Name of an account type. */
  readonly memberType?: string
  readonly firstName?: string
  readonly lastName?: string
  readonly email?: string
  /** Deactivated. */
  readonly isArchived?: boolean
  readonly userKind?: 'internal' | 'guest' | 'embed'
  /** Who gets the documents of a member who is deactivated. */
  readonly newOwnerId?: string
}

/** `includeArchived`: deactivated members too. `includeInactive`: those too that SCIM made inactive. */
export interface MembersQuery {
  readonly email?: string
  readonly includeArchived?: boolean
  readonly includeInactive?: boolean
}

export interface MembersResource {
  get(memberId: string, signal?: AbortSignal): Promise<Member>
  list(query?: MembersQuery, signal?: AbortSignal): Promise<Member[]>
  /** The same list, a page at a time; a member may come twice. */
  pages(query?: MembersQuery, signal?: AbortSignal): AsyncIterable<ListPage<Member>>
  /** The teams that a member is in. */
  teams(memberId: string, signal?: AbortSignal): Promise<MemberTeam[]>
  /** Invites a person. Not repeated when it is unknown whether it arrived. */
  create(member: NewMember, options?: { readonly sendInvite?: boolean; readonly signal?: AbortSignal }): Promise<Member>
  /** Sets values, so that sending it again is harmless. */
  update(memberId: string, change: MemberChange, signal?: AbortSignal): Promise<Member>
  deactivate(memberId: string, signal?: AbortSignal): Promise<void>
  /** Ends a member's sessions by OAuth. */
  revoke(memberId: string, signal?: AbortSignal): Promise<Revoked>
}

/** Members of the organization. */
export function membersResource(api: Api): MembersResource {
  const at = (memberId: string, rest = ''): string => `/v2/members/${encodeURIComponent(memberId)}${rest}`
  return {
    get: (memberId, signal) =>
      api.json({ method: 'GET', endpoint: '/v2/members/{memberId}', path: at(memberId), signal }, memberSchema),
    list: (query = {}, signal) =>
      listAll(
        api,
        { method: 'GET', endpoint: '/v2/members', query: { ...query }, signal },
        { style: 'page', entry: memberSchema, keyOf: (member) => member.memberId }
      ),
    pages: (query = {}, signal) =>
      listPages(
        api,
        { method: 'GET', endpoint: '/v2/members', query: { ...query }, signal },
        { style: 'page', entry: memberSchema }
      ),
    teams: (memberId, signal) =>
      listAll(
        api,
        { method: 'GET', endpoint: '/v2/members/{memberId}/teams', path: at(memberId, '/teams'), signal },
        { style: 'page', entry: memberTeamSchema, keyOf: (team) => team.teamId }
      ),
    create: (member, { sendInvite, signal } = {}) =>
      api.json({ method: 'POST', endpoint: '/v2/members', query: { sendInvite }, body: member, signal }, memberSchema),
    update: (memberId, change, signal) =>
      api.json(
        {
          method: 'PATCH',
          endpoint: '/v2/members/{memberId}',
          path: at(memberId),
          body: change,
          isIdempotent: true,
          signal
        },
        memberSchema
      ),
    async deactivate(memberId, signal) {
      await acknowledged(api, {
        method: 'DELETE',
        endpoint: '/v2/members/{memberId}',
        path: at(memberId),
        // It sets a mark: a member who is deactivated already is found and stays so.
        isIdempotent: true,
        signal
      })
    },
    revoke: (memberId, signal) =>
      api.json(
        {
          method: 'POST',
          endpoint: '/v2/members/{memberId}/revoke',
          path: at(memberId, '/revoke'),
          body: {},
          // A second time finds nothing left to revoke.
          isIdempotent: true,
          signal
        },
        revokedSchema
      )
  }
}
