import type { Clock } from '../ports/clock.port.ts'
import type { HttpClient } from '../ports/http-client.port.ts'
import { type AccessLogEntry, makeSandboxApp } from './app.ts'
import { inProcessClient } from './in-process-client.ts'
import { type ClientCredentials, makeCredentials, ownerOfClient, storeCredentials } from './state/credentials.ts'
import { oneRow, openSandboxDatabase, run, type SandboxDatabase } from './state/database.ts'
import type { Sandbox, SandboxConfig } from './state/sandbox.ts'
import { seedOrganization } from './state/seed.ts'
import { makeWorld } from './world/world.ts'

/** The base URL under which the in-process client reaches a sandbox organization; the name can never be resolved. */
export const sandboxBaseUrl = 'https://sandbox.vigil.invalid'

const defaults: SandboxConfig = {
  seed: 1,
  members: 40,
  events: 2_000,
  activationMs: 90_000,
  disablingMs: 20_000,
  eventDelayMs: 4_000,
  name: undefined,
  region: 'supported',
  auditLogging: 'provisioned',
  adminAccountType: 'Admin',
  tokenLifetimeMs: 3_600_000,
  exportRunMs: 400,
  tenants: [],
  domain: undefined,
  visitors: [],
  dormantShare: 0,
  settings: {}
}

/** What an organization is made of stays as it was made; the rest may be changed when it is opened again. */
export interface SandboxOptions extends Partial<SandboxConfig> {
  /** Path of the sandbox's own SQLite file, or ':memory:'. */
  readonly file: string
  readonly clock: Clock
  /** Credentials to be accepted: those kept in the keychain. Made up for a new organization when absent. */
  readonly credentials?: ClientCredentials
  readonly accessLog?: (entry: AccessLogEntry) => void
  /** Told of failures inside the sandbox; the API itself answers 500. */
  readonly onFault?: (error: Error) => void
  /** For a new organization: how long audit logging has been on already, ms. Absent or 0: it is off. */
  readonly backfilledHistoryMs?: number
}

export interface SandboxOrganization {
  /** Calls the API in this process, under `sandboxBaseUrl`. */
  readonly httpClient: HttpClient
  /** The same API for a server. */
  fetch(request: Request): Promise<Response>
  readonly baseUrl: string
  readonly host: string
  /** Name of the organization. */
  readonly name: string
  /** The part of Sigma's URLs that names the organization. */
  readonly slug: string
  readonly clientId: string
  /** Known when the organization is made or when the caller gave it; only its hash is stored. */
  readonly clientSecret: string | undefined
  readonly organizationId: string
  readonly workbookId: string
  readonly elementId: string
  /** What an admin does under Developer Access: further credentials of the same member; those before stay valid. */
  addCredentials(credentials: ClientCredentials): void
  close(): void
}

function given(options: SandboxOptions): Partial<SandboxConfig> {
  const names = Object.keys(defaults) as (keyof SandboxConfig)[]
  return Object.fromEntries(names.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])))
}

/** Configuration of an existing file, with what may be changed on opening. */
function reopenedConfig(stored: SandboxConfig, options: SandboxOptions): SandboxConfig {
  const { seed, members, name, adminAccountType, domain, visitors, dormantShare, settings } = stored
  const made = { seed, members, name, adminAccountType, domain, visitors, dormantShare, settings }
  return { ...stored, ...given(options), ...made }
}

function storedConfig(database: SandboxDatabase): SandboxConfig | undefined {
  const row = oneRow<{ config_json: string }>(database, 'SELECT config_json FROM organization WHERE id = 1')
  // JSON has no undefined: a name that was not given is absent.
  return row === undefined ? undefined : { ...defaults, ...(JSON.parse(row.config_json) as Partial<SandboxConfig>) }
}

function acceptCredentials(
  sandbox: Sandbox,
  options: SandboxOptions,
  isNew: boolean
): { clientId: string; clientSecret: string | undefined } {
  const apiUserId = sandbox.world.members[0]?.memberId ?? ''
  const credentials = options.credentials ?? (isNew ? makeCredentials() : undefined)
  if (credentials !== undefined) {
    storeCredentials(sandbox, ownerOfClient(sandbox, credentials.clientId) ?? apiUserId, credentials)
    return credentials
  }
  const row = oneRow<{ client_id: string }>(
    sandbox.database,
    'SELECT client_id FROM credentials ORDER BY rowid LIMIT 1'
  )
  return { clientId: row?.client_id ?? '', clientSecret: undefined }
}

/**
 * Opens a sandbox organization, and makes it first where its file is new.
 * @throws RangeError when the file was made by another layout of the sandbox; SqliteError when it cannot be opened
 */
export function openSandboxOrganization(options: SandboxOptions): SandboxOrganization {
  const database = openSandboxDatabase(options.file)
  try {
    const stored = storedConfig(database)
    const config = stored === undefined ? { ...defaults, ...given(options) } : reopenedConfig(stored, options)
    const world = makeWorld(config.seed, config.members, config.adminAccountType, config)
    const sandbox: Sandbox = { database, clock: options.clock, world, config }
    if (stored === undefined) seedOrganization(sandbox, options.clock.nowMs(), options.backfilledHistoryMs ?? 0)
    else run(database, 'UPDATE organization SET config_json = ? WHERE id = 1', JSON.stringify(config))
    const credentials = acceptCredentials(sandbox, options, stored === undefined)
    const app = makeSandboxApp(sandbox, options.accessLog, options.onFault)
    const answer = async (request: Request): Promise<Response> => app.fetch(request)
    return {
      httpClient: inProcessClient(sandboxBaseUrl, options.clock, answer),
      fetch: answer,
      baseUrl: sandboxBaseUrl,
      host: new URL(sandboxBaseUrl).host,
      name: world.name,
      slug: world.slug,
      clientId: credentials.clientId,
      clientSecret: credentials.clientSecret,
      organizationId: world.organizationId,
      workbookId: world.explorerWorkbookId,
      elementId: world.explorerElementId,
      addCredentials: (further) =>
        storeCredentials(sandbox, ownerOfClient(sandbox, credentials.clientId) ?? '', further),
      close: () => database.close()
    }
  } catch (error) {
    database.close()
    throw error
  }
}
