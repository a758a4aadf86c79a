import type { ConnectionTestStep, KeychainStatus, VaultStatus } from '../../shared/contract/credentials.ts'
import type { SecretStorage } from '../../shared/contract/organizations.ts'
import { findRegion, findRegionByHost, type Region } from '../../shared/domain/regions.ts'
import { AppError, toAppError } from '../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import { Secret } from '../../shared/kit/secret.ts'
import type { Announce } from '../ports/announcer.port.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { SecretVault } from '../ports/secret-vault.port.ts'
import type { OrganizationRecord, OrganizationStore } from '../stores/organization-store.ts'
import type { JournalStore } from '../stores/journal-store.ts'
import type { SettingsStore } from '../stores/settings-store.ts'
import type { CredentialRotation, NewCredentials } from './credential-rotation.ts'
import { customUrl } from './organization-service.ts'
import { journalled } from './journalled.ts'
import type { Turns } from './turns.ts'
import { vaultStatusOf } from './vault-reading.ts'

/** What a connection test is run against. */
export interface ConnectionTestTarget {
  readonly apiUrl: string
  readonly region: Region | undefined
  readonly clientId: string
  readonly secret: Secret
  /** For a stored organization: its own way to the API, which for a sandbox is not the network. */
  readonly organizationId?: OrganizationId
  readonly signal: AbortSignal
  readonly onStep: (step: ConnectionTestStep) => void
}

export interface CredentialServiceOptions {
  readonly organizations: OrganizationStore
  readonly settings: SettingsStore
  readonly journal: Pick<JournalStore, 'append'>
  readonly vault: SecretVault
  readonly clock: Clock
  readonly announce: Announce
  /** Shared with the rotation: a secret is not cleared while another one is being stored. */
  readonly turns: Turns
  readonly rotation: CredentialRotation
  readonly runConnectionTest: (target: ConnectionTestTarget) => Promise<ConnectionTestStep[]>
  /** The credentials of an organization changed: forget tokens and try again. */
  readonly credentialsChanged: (record: OrganizationRecord) => void
}

type Endpoint =
  | { readonly kind: 'region'; readonly regionId: string }
  | { readonly kind: 'custom'; readonly apiUrl: string }

/** Secrets of organizations: stored, tested, replaced, forgotten; never given back. */
export class CredentialService {
  readonly #options: CredentialServiceOptions
  readonly #tests = new Map<string, AbortController>()

  constructor(options: CredentialServiceOptions) {
    this.#options = options
  }

  keychainStatus(): Promise<KeychainStatus> {
    return this.#options.vault.keychainStatus()
  }

  /** Asks the keychain anew and, when it can be used now, lets every organization go on. */
  async retryKeychain(): Promise<KeychainStatus> {
    const status = await this.#options.vault.retry()
    await this.#options.journal.append({
      action: 'keychain-retried',
      outcome: status.state === 'keychain' ? 'done' : 'failed',
      detail: { state: status.state },
      atMs: this.#options.clock.nowMs()
    })
    if (status.state === 'keychain') {
      await this.#options.rotation.forgetLeftovers()
      for (const record of await this.#options.organizations.list()) this.#options.credentialsChanged(record)
    }
    this.#options.announce('keychainChanged', {})
    this.#options.announce('organizationsChanged', {})
    return status
  }

  /** Tests credentials that are stored nowhere, and stores nothing. */
  testDraft(
    testId: string,
    draft: { readonly endpoint: Endpoint; readonly clientId: string; readonly clientSecret: string }
  ): Promise<ConnectionTestStep[]> {
    const region = draft.endpoint.kind === 'region' ? findRegion(draft.endpoint.regionId) : undefined
    if (draft.endpoint.kind === 'region' && region === undefined)
      throw new AppError('invalid-input', { field: 'regionId' })
    const apiUrl =
      draft.endpoint.kind === 'custom' ? customUrl(draft.endpoint.apiUrl) : `https://${region?.apiHost ?? ''}`
    return this.#run(testId, {
      apiUrl,
      region: region ?? findRegionByHost(new URL(apiUrl).hostname),
      clientId: draft.clientId,
      secret: new Secret(draft.clientSecret)
    })
  }

  /** Tests the stored credentials of an organization. @throws AppError `not-found`, `credential-missing`, `keychain-*` */
  async testOrganization(testId: string, organizationId: OrganizationId): Promise<ConnectionTestStep[]> {
    const record = await this.#get(organizationId)
    return this.#run(testId, {
      apiUrl: record.apiUrl,
      region:
        record.regionId === undefined ? findRegionByHost(new URL(record.apiUrl).hostname) : findRegion(record.regionId),
      clientId: record.clientId,
      secret: await this.#options.vault.read(organizationId, record.secretSlot),
      organizationId
    })
  }

  cancelTest(testId: string): void {
    this.#tests.get(testId)?.abort()
  }

  /** Replaces client ID and secret. @throws AppError as `rotate` */
  setCredentials(input: {
    readonly organizationId: OrganizationId
    readonly clientId: string
    readonly clientSecret: string
    readonly storage: SecretStorage
  }): Promise<VaultStatus> {
    const { organizationId, clientId, storage } = input
    return this.rotate(organizationId, { clientId, storage, secret: new Secret(input.clientSecret) })
  }

  /**
   * Tests the new credentials, then puts them in the place of the old ones, which are forgotten last.
   * @throws AppError why they were not taken; the old ones count then as before
   */
  async rotate(organizationId: OrganizationId, given: NewCredentials): Promise<VaultStatus> {
    const { rotation, settings, vault, clock, announce } = this.#options
    try {
      const record = await rotation.rotate(organizationId, given)
      announce('organizationsChanged', { organizationIds: [organizationId] })
      return await vaultStatusOf(vault, record)
    } catch (thrown) {
      const detail = { storage: given.storage, code: toAppError(thrown).code }
      // What went wrong is what the person must hear, also where it cannot be written down.
      await settings
        .appendJournal(organizationId, {
          action: 'credentials-replaced',
          outcome: 'failed',
          detail,
          atMs: clock.nowMs()
        })
        .catch(() => undefined)
      throw thrown
    }
  }

  /** Forgets the secret; the organization and everything read from it stay. */
  async clearCredentials(organizationId: OrganizationId): Promise<VaultStatus> {
    const { settings, vault, clock, announce, turns } = this.#options
    const record = await turns.run(organizationId, async () => {
      const found = await this.#get(organizationId)
      await journalled({ settings, clock }, organizationId, 'credentials-cleared', {}, () =>
        vault.clear(organizationId)
      )
      return found
    })
    this.#options.credentialsChanged(record)
    announce('organizationsChanged', { organizationIds: [organizationId] })
    return vaultStatusOf(vault, record)
  }

  async #get(id: OrganizationId): Promise<OrganizationRecord> {
    const record = await this.#options.organizations.get(id)
    if (record === undefined) throw new AppError('not-found', { what: 'organization' })
    return record
  }

  async #run(testId: string, target: Omit<ConnectionTestTarget, 'signal' | 'onStep'>): Promise<ConnectionTestStep[]> {
    if (this.#tests.has(testId)) throw new AppError('busy', {})
    const controller = new AbortController()
    this.#tests.set(testId, controller)
    try {
      const steps = await this.#options.runConnectionTest({
        ...target,
        signal: controller.signal,
        onStep: (step) => this.#options.announce('connectionTestStepChanged', { testId, step })
      })
      const failed = steps.find((step) => step.outcome === 'failed')
      await this.#noteTest(target, failed?.error?.code, failed?.name)
      return steps
    } catch (thrown) {
      await this.#noteTest(target, toAppError(thrown).code).catch(() => undefined)
      throw thrown
    } finally {
      this.#tests.delete(testId)
    }
  }

  /** Credentials that are stored nowhere belong to no organization yet. */
  async #noteTest(
    { organizationId, apiUrl }: { organizationId?: OrganizationId; apiUrl: string },
    code?: string,
    step?: string
  ) {
    const { settings, journal, clock } = this.#options
    const entry = {
      action: 'credentials-tested',
      outcome: code === undefined && step === undefined ? ('done' as const) : ('failed' as const),
      detail: {
        host: new URL(apiUrl).host,
        ...(step === undefined ? {} : { step }),
        ...(code === undefined ? {} : { code })
      },
      atMs: clock.nowMs()
    }
    await (organizationId === undefined ? journal.append(entry) : settings.appendJournal(organizationId, entry))
  }
}
