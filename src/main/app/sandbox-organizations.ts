import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import { Secret } from '../../shared/kit/secret.ts'
import { secondMs } from '../../shared/kit/time.ts'
import type { AppPaths } from '../ports/app-paths.port.ts'
import type { HttpClient } from '../ports/http-client.port.ts'
import type { SandboxAccess } from '../services/organization-service.ts'
import { makeTenants } from '../sandbox/world/tenants.ts'
import { SandboxThread, sandboxApiUrl } from './sandbox-thread/client.ts'
import type { SandboxThreadOptions } from './sandbox-thread/protocol.ts'

/** How long Feature Pending lasts in a sandbox organization: long enough to be seen, short enough to be waited for. */
const usualActivationMs = 30 * secondMs

/** Of the members, how many can no longer sign in: a few, as everywhere. */
const usualDormantShare = 0.08

/** The embedded organizations, each with its file in its organization's folder. */
export class SandboxOrganizations {
  readonly #paths: AppPaths
  readonly #thread: SandboxThread
  readonly #activationMs: number
  readonly #open = new Set<OrganizationId>()

  /** @param activationMs how long Feature Pending lasts in those that are made from now on */
  constructor(paths: AppPaths, thread: SandboxThread, activationMs: number | undefined) {
    this.#paths = paths
    this.#thread = thread
    this.#activationMs = activationMs ?? usualActivationMs
  }

  /** Makes a sandbox organization. Its secret exists outside of it only in what this returns. */
  async create(id: OrganizationId, name: string): Promise<SandboxAccess> {
    const { clientId, clientSecret } = await this.#openOne(id, name, { tenants: makeTenants(seedOf(id), name) })
    if (clientSecret === undefined) throw new AppError('internal', { what: 'sandbox exists' })
    return { apiUrl: sandboxApiUrl, clientId, clientSecret }
  }

  /** The way to a sandbox organization, opened where it is not open yet. */
  async httpClient(id: OrganizationId, name: string): Promise<HttpClient> {
    if (!this.#open.has(id)) await this.#openOne(id, name)
    return this.#thread.httpClient(id)
  }

  /**
   * Gives a sandbox organization a new secret. Vigil is both sides of it, so that a secret that was kept for a session only
   * need not be asked of a person who never saw it.
   */
  async renewSecret(id: OrganizationId, name: string, clientId: string): Promise<Secret> {
    const clientSecret = randomBytes(32).toString('base64url')
    await this.close(id)
    await this.#openOne(id, name, { credentials: { clientId, clientSecret } })
    return new Secret(clientSecret)
  }

  async close(id: OrganizationId): Promise<void> {
    if (this.#open.delete(id)) await this.#thread.close(id)
  }

  async stop(): Promise<void> {
    this.#open.clear()
    await this.#thread.stop()
  }

  async #openOne(
    id: OrganizationId,
    name: string,
    more: Pick<SandboxThreadOptions, 'credentials' | 'tenants'> = {}
  ): ReturnType<SandboxThread['open']> {
    const folder = join(this.#paths.organizationsFolder, id)
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const opened = await this.#thread.open(id, {
      file: join(folder, 'sandbox.sqlite'),
      name,
      seed: seedOf(id),
      activationMs: this.#activationMs,
      disablingMs: this.#activationMs / 2,
      dormantShare: usualDormantShare,
      ...more
    })
    this.#open.add(id)
    return opened
  }
}

/** The organization's own id makes its world, so that two sandboxes are two different organizations. */
function seedOf(id: OrganizationId): number {
  return Number.parseInt(id.slice(0, 8), 16)
}
