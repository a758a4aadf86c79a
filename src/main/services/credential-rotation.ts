import type { SecretStorage } from '../../shared/contract/organizations.ts'
import type { SecretSlot } from '../../shared/domain/secret-slot.ts'
import { AppError, type AppErrorCode, toAppError } from '../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import type { Secret } from '../../shared/kit/secret.ts'
import { secondMs } from '../../shared/kit/time.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { Logger } from '../ports/logger.port.ts'
import type { SecretVault } from '../ports/secret-vault.port.ts'
import type { OrganizationRecord, OrganizationStore } from '../stores/organization-store.ts'
import type { SecretSlotStore } from '../stores/secret-slot-store.ts'
import type { Turns } from './turns.ts'

/** Longest test of new credentials: a server that hangs must not leave a person without an answer. */
const testLimitMs = 45 * secondMs

export interface NewCredentials {
  readonly clientId: string
  readonly secret: Secret
  readonly storage: SecretStorage
  /** Ends the test. Once the new secret is being stored, nothing is cut off any more. */
  readonly signal?: AbortSignal
}

export interface CredentialRotationOptions {
  readonly organizations: Pick<OrganizationStore, 'get'>
  readonly slots: SecretSlotStore
  readonly vault: SecretVault
  readonly clock: Clock
  readonly logger: Logger
  readonly turns: Turns
  /** Signs in with credentials that are stored nowhere, and tells whose they are. @throws AppError */
  readonly whoami: (
    record: OrganizationRecord,
    credentials: { readonly clientId: string; readonly secret: Secret },
    signal: AbortSignal
  ) => Promise<{ readonly organizationId: string }>
  /** The new credentials count: forget tokens and try again. */
  readonly credentialsChanged: (record: OrganizationRecord) => void
}

/**
 * Replaces credentials so that nothing is lost wherever it stops: the new ones are tested, stored beside the old ones,
 * made to count in one transaction, and only then are the old ones forgotten. What a crash leaves over is noted in the
 * registry before it exists and forgotten at the next start.
 */
export class CredentialRotation {
  readonly #options: CredentialRotationOptions

  constructor(options: CredentialRotationOptions) {
    this.#options = options
  }

  /**
   * @throws AppError what the test found (`credential-refused`, `other-organization`, `offline` …), `keychain-*`,
   * `not-found`; the old credentials count then as before
   */
  rotate(id: OrganizationId, given: NewCredentials): Promise<OrganizationRecord> {
    return this.#options.turns.run(id, async () => {
      const { slots, vault, clock, credentialsChanged } = this.#options
      const before = await this.#get(id)
      const isTested = await this.#test(before, given).catch((error: unknown) => {
        this.#options.logger.warn('new credentials were not taken', {
          organizationId: id,
          code: toAppError(error).code
        })
        throw error
      })
      const slot = await slots.begin(id)
      try {
        await vault.store(id, slot, given.secret, given.storage)
        await slots.swap(id, {
          slot,
          clientId: given.clientId,
          journalDetail: { storage: given.storage, isTested },
          atMs: clock.nowMs()
        })
      } catch (error) {
        await this.#forget(id, slot)
        // A thread that died may have done its work before: the registry alone says which secret counts.
        const now = await this.#options.organizations.get(id).catch(() => undefined)
        if (now?.secretSlot !== slot) throw error
      }
      const after = await this.#get(id)
      // Before the old secret goes, so that no client asks for it in between.
      credentialsChanged(after)
      await this.#forget(id, before.secretSlot)
      return after
    })
  }

  /** Forgets what rotations that were cut off left over. What cannot be forgotten now is tried again the next time. */
  async forgetLeftovers(): Promise<void> {
    const { slots, turns } = this.#options
    for (const { organizationId, slot } of await slots.leftovers())
      await turns.run(organizationId, () => this.#forget(organizationId, slot))
  }

  /**
   * @returns whether the credentials are known to work. Untested ones are taken where Sigma is out of reach and there is
   * nothing to lose: the present ones are refused, missing, or never worked.
   */
  async #test(record: OrganizationRecord, given: NewCredentials): Promise<boolean> {
    const { vault } = this.#options
    try {
      const { organizationId } = await this.#whoami(record, given)
      if (record.sigmaOrganizationId !== undefined && organizationId !== record.sigmaOrganizationId)
        throw new AppError('other-organization', { name: record.name })
      return true
    } catch (thrown) {
      const error = toAppError(thrown)
      if (given.signal?.aborted === true || !isOutOfReach(error.code)) throw error
      const isWorthless =
        record.credentialRefusedAtMs !== undefined ||
        record.sigmaOrganizationId === undefined ||
        (await vault.status(record.id, record.secretSlot)).state === 'missing'
      if (!isWorthless) throw error
      return false
    }
  }

  async #whoami(record: OrganizationRecord, given: NewCredentials): Promise<{ readonly organizationId: string }> {
    const { clock, whoami } = this.#options
    const limit = new AbortController()
    const done = new AbortController()
    clock.sleep(testLimitMs, done.signal).then(
      () => limit.abort(),
      () => undefined
    )
    const signal = given.signal === undefined ? limit.signal : AbortSignal.any([limit.signal, given.signal])
    try {
      return await whoami(record, given, signal)
    } catch (error) {
      if (given.signal?.aborted === true) throw new AppError('cancelled')
      throw limit.signal.aborted ? new AppError('timed-out', { host: new URL(record.apiUrl).host }) : error
    } finally {
      done.abort()
    }
  }

  /** Empties a slot, unless it counts. Never throws. */
  async #forget(id: OrganizationId, slot: SecretSlot): Promise<void> {
    const { organizations, slots, vault, logger } = this.#options
    try {
      if ((await organizations.get(id))?.secretSlot === slot) return
      if (await vault.forget(id, slot)) await slots.forgotten(id, slot)
    } catch (error) {
      logger.warn('a secret that does not count was not forgotten yet', { organizationId: id, error })
    }
  }

  async #get(id: OrganizationId): Promise<OrganizationRecord> {
    const record = await this.#options.organizations.get(id)
    if (record === undefined) throw new AppError('not-found', { what: 'organization' })
    return record
  }
}

/** Whether an error says nothing about the credentials. */
function isOutOfReach(code: AppErrorCode): boolean {
  switch (code) {
    case 'busy':
    case 'name-not-resolved':
    case 'offline':
    case 'rate-limited':
    case 'server-fault':
    case 'timed-out':
    case 'tls-failed':
    case 'unreachable':
      return true
    default:
      return false
  }
}
