import { acknowledged } from '../http/acknowledged.ts'
import type { Api } from '../http/api.ts'
import { listAll, type ListPage, listPages } from '../http/paging.ts'
import {
  type Team,
  type TeamMember,
  type TeamWithMembers,
  teamMemberSchema,
  teamSchema,
  teamWithMembersSchema
} from '../wire/teams.ts'

export interface TeamsResource {
  /** Archived teams are not among them. */
  list(
    query?: {
      readonly name?: string
      readonly description?: string
      readonly visibility?: 'public' | 'private'
    },
    signal?: AbortSignal
  ): Promise<Team[]>
  /** The same list, a page at a time; a team may come twice. */
  pages(signal?: AbortSignal): AsyncIterable<ListPage<Team>>
  /** One team with the ids of its members. */
  get(teamId: string, signal?: AbortSignal): Promise<TeamWithMembers>
  /** Who is in a team, and who is a team admin. */
  members(teamId: string, signal?: AbortSignal): Promise<TeamMember[]>
  /** Adds and removes members by their ids. Says who shall be in it, so that sending it again is harmless. */
  changeMembers(
    teamId: string,
    change: { readonly add?: readonly string[]; readonly remove?: readonly string[] },
    signal?: AbortSignal
  ): Promise<void>
}

/** Teams of the organization. */
export function teamsResource(api: Api): TeamsResource {
  const at = (teamId: string, rest = ''): string => `/v2/teams/${encodeURIComponent(teamId)}${rest}`
  return {
    list: (query = {}, signal) =>
      listAll(
        api,
        { method: 'GET', endpoint: '/v2/teams', query, signal },
        { style: 'page', entry: teamSchema, keyOf: (team) => team.teamId }
      ),
    pages: (signal) =>
      listPages(api, { method: 'GET', endpoint: '/v2/teams', signal }, { style: 'page', entry: teamSchema }),
    get: (teamId, signal) =>
      api.json({ method: 'GET', endpoint: '/v2/teams/{teamId}', path: at(teamId), signal }, teamWithMembersSchema),
    members: (teamId, signal) =>
      listAll(
        api,
        { method: 'GET', endpoint: '/v2/teams/{teamId}/members', path: at(teamId, '/members'), signal },
        { style: 'page', entry: teamMemberSchema, keyOf: (member) => member.userId }
      ),
    async changeMembers(teamId, change, signal) {
      await acknowledged(api, {
        method: 'PATCH',
        endpoint: '/v2/teams/{teamId}/members',
        path: at(teamId, '/members'),
        body: change,
        isIdempotent: true,
        signal
      })
    }
  }
}
