import { AppError } from '../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import type { Secret } from '../../shared/kit/secret.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { HttpClient } from '../ports/http-client.port.ts'
import type { Logger } from '../ports/logger.port.ts'
import type { SecretVault } from '../ports/secret-vault.port.ts'
import { createSigmaClient, type SigmaClient } from '../sigma/sigma-client.ts'
import type { OrganizationRecord, OrganizationStore } from '../stores/organization-store.ts'

export interface OrganizationClientsOptions {
  readonly organizations: OrganizationStore
  readonly vault: SecretVault
  readonly clock: Clock
  readonly logger: Logger
  /** The way to an organization: the network, or its embedded sandbox, which is opened by this. */
  readonly httpClientOf: (record: OrganizationRecord) => Promise<HttpClient>
  /** Makes a new secret for an embedded organization whose old one was kept for a session only. */
  readonly renewSandboxSecret: (record: OrganizationRecord) => Promise<Secret>
}

/** One Sigma client an organization, so that its token and its limits are shared by all who call it. */
export class OrganizationClients {
  readonly #options: OrganizationClientsOptions
  readonly #clients = new Map<OrganizationId, Promise<SigmaClient>>()

  constructor(options: OrganizationClientsOptions) {
    this.#options = options
  }

  /** @throws AppError `not-found`; what opening a sandbox organization throws */
  get(id: OrganizationId): Promise<SigmaClient> {
    const known = this.#clients.get(id)
    if (known !== undefined) return known
    const made = this.#make(id)
    this.#clients.set(id, made)
    made.catch(() => this.#clients.delete(id))
    return made
  }

  /** Drops the client with its token: credentials or address changed. */
  forget(id: OrganizationId): void {
    this.#clients.delete(id)
  }

  async #readSecret(record: OrganizationRecord): Promise<Secret> {
    const { organizations, vault, renewSandboxSecret } = this.#options
    try {
      const now = await organizations.get(record.id)
      // A client from before a rotation: its ID does not go with the secret that counts now.
      if (now?.secretSlot !== record.secretSlot) throw new AppError('cancelled')
      return await vault.read(record.id, record.secretSlot)
    } catch (error) {
      const isGone =
        error instanceof AppError &&
        ['credential-missing', 'keychain-unavailable', 'keychain-unreadable'].includes(error.code)
      if (!isGone || record.kind !== 'sandbox') throw error
      const secret = await renewSandboxSecret(record)
      await vault.store(record.id, record.secretSlot, secret, 'session-only')
      return secret
    }
  }

  async #make(id: OrganizationId): Promise<SigmaClient> {
    const { organizations, clock, logger, httpClientOf } = this.#options
    const record = await organizations.get(id)
    if (record === undefined) throw new AppError('not-found', { what: 'organization' })
    return createSigmaClient({
      apiUrl: record.apiUrl,
      httpClient: await httpClientOf(record),
      clock,
      logger,
      clientId: record.clientId,
      readSecret: () => this.#readSecret(record)
    })
  }
}
