import type { Secret } from '../../shared/kit/secret.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { HttpClient } from '../ports/http-client.port.ts'
import type { Logger } from '../ports/logger.port.ts'
import { createApi } from './http/api.ts'
import { createLimits } from './http/limits.ts'
import { createTokenManager } from './http/token-manager.ts'
import { accountTypesResource, type AccountTypesResource } from './resources/account-types.ts'
import { connectionsResource, type ConnectionsResource } from './resources/connections.ts'
import {
  filesResource,
  type FilesResource,
  tagsResource,
  type TagsResource,
  workspacesResource,
  type WorkspacesResource
} from './resources/content.ts'
import {
  connectionGrantsResource,
  type GrantsOnResource,
  grantsResource,
  type GrantsResource,
  pathGrantsResource
} from './resources/grants.ts'
import { membersResource, type MembersResource } from './resources/members.ts'
import { queriesResource, type QueriesResource } from './resources/queries.ts'
import { settingsResource, type SettingsResource } from './resources/settings.ts'
import { teamsResource, type TeamsResource } from './resources/teams.ts'
import { tenantsResource, type TenantsResource } from './resources/tenants.ts'
import { whoamiResource } from './resources/whoami.ts'
import { workbooksResource, type WorkbooksResource } from './resources/workbooks.ts'
import type { Whoami } from './wire/identity.ts'

export interface SigmaClientOptions {
  /** Base of the API, such as `https://aws-api.sigmacomputing.com`; a trailing slash or `/v2` is taken off. */
  readonly apiUrl: string
  readonly httpClient: HttpClient
  readonly clock: Clock
  readonly logger: Logger
  readonly clientId: string
  /** Asked for each token request, so that a rotated secret is used at once. May throw the vault's errors. */
  readonly readSecret: () => Promise<Secret>
  /** 0 ≤ x < 1, for jitter. */
  readonly random?: () => number
}

/**
 * Sigma's REST API for one organization. Every call takes a signal, retries what may be retried, and throws AppError:
 * `offline | name-not-resolved | unreachable | tls-failed | wrong-host | credential-missing | credential-refused |
 * keychain-* | not-permitted | not-found | not-supported | invalid-input | rate-limited | server-fault | timed-out |
 * contract-breach | cancelled`.
 */
export interface SigmaClient {
  /** Whom the credentials belong to. */
  whoami(signal?: AbortSignal): Promise<Whoami>
  readonly members: MembersResource
  readonly accountTypes: AccountTypesResource
  readonly teams: TeamsResource
  readonly connections: ConnectionsResource
  readonly grants: GrantsResource
  readonly connectionGrants: GrantsOnResource
  readonly pathGrants: GrantsOnResource
  readonly workbooks: WorkbooksResource
  readonly queries: QueriesResource
  readonly settings: SettingsResource
  readonly workspaces: WorkspacesResource
  readonly files: FilesResource
  readonly tags: TagsResource
  readonly tenants: TenantsResource
}

/**
 * Makes a client. Nothing is sent before the first call; the access token lives in this object only.
 * One client per organization, since its limits (four requests at a time, exports and downloads a minute) are counted
 * in it.
 */
export function createSigmaClient(options: SigmaClientOptions): SigmaClient {
  const { httpClient, clock, clientId, readSecret, random = Math.random } = options
  const apiUrl = normalizeApiUrl(options.apiUrl)
  const logger = options.logger.child('sigma')
  const tokens = createTokenManager({ apiUrl, httpClient, clock, logger, clientId, readSecret, random })
  const api = createApi({ apiUrl, httpClient, clock, logger, random, tokens, limits: createLimits(clock) })
  return {
    whoami: whoamiResource(api),
    members: membersResource(api),
    accountTypes: accountTypesResource(api),
    teams: teamsResource(api),
    connections: connectionsResource(api),
    grants: grantsResource(api),
    connectionGrants: connectionGrantsResource(api),
    pathGrants: pathGrantsResource(api),
    workbooks: workbooksResource(api),
    queries: queriesResource(api, clock),
    settings: settingsResource(api),
    workspaces: workspacesResource(api),
    files: filesResource(api),
    tags: tagsResource(api),
    tenants: tenantsResource(api)
  }
}

/** The base of an API address without trailing slashes and without `/v2`, which people copy along. */
export function normalizeApiUrl(apiUrl: string): string {
  return apiUrl.trim().replace(/\/+$/, '').replace(/\/v2$/, '').replace(/\/+$/, '')
}
