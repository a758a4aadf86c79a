import type { KeychainStatus } from '../../shared/contract/credentials.ts'
import type { SecretPlace } from '../../shared/domain/secret-slot.ts'
import { AppError } from '../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import { redactText } from '../../shared/kit/redact.ts'
import { Secret } from '../../shared/kit/secret.ts'
import type { Logger } from '../ports/logger.port.ts'
import type { SecretStatus, SecretVault } from '../ports/secret-vault.port.ts'
import { type KeychainAccess, keychainTimeoutMs } from './keychain-access.ts'
import { messageOf, troubleError, troubleOf } from './keychain-errors.ts'
import type { SecretService } from './secret-service.ts'

const probeAccount = 'vigil-probe'

export interface KeychainVaultOptions {
  readonly platform: KeychainStatus['platform']
  readonly keychain: KeychainAccess
  /** On Linux alone: what D-Bus says of the store. */
  readonly secretService?: SecretService
  readonly logger: Logger
  /** How long an unlock prompt is waited for; it stays open after that, ms. */
  readonly unlockWaitMs?: number
}

/** Client secrets in the operating system's keychain, or in memory where the person chose that. */
export class KeychainVault implements SecretVault {
  readonly #options: KeychainVaultOptions
  readonly #session = new Map<string, Secret>()
  /** Whether the keychain holds a secret under an account, as last seen; it saves reading a secret to know. */
  readonly #isStored = new Map<string, boolean>()
  readonly #listeners = new Set<() => void>()
  #lastState: KeychainStatus['state'] | undefined
  #unlocking: Promise<void> | undefined
  #hasPrompted = false
  #askingFacts: Promise<KeychainStatus> | undefined

  constructor(options: KeychainVaultOptions) {
    this.#options = options
  }

  async keychainStatus(): Promise<KeychainStatus> {
    const status = await this.#probe()
    this.#note(status.state)
    return status
  }

  async retry(): Promise<KeychainStatus> {
    this.#isStored.clear()
    const status = await this.keychainStatus()
    if (status.state !== 'locked') return status
    await this.#unlock()
    return await this.keychainStatus()
  }

  async status(organizationId: OrganizationId, slot: SecretPlace): Promise<SecretStatus> {
    const account = accountOf(organizationId, slot)
    if (this.#session.has(account)) return { state: 'session-only' }
    const keychain = await this.#sharedFacts()
    const named = keychain.storeName === undefined ? {} : { storeName: keychain.storeName }
    if (keychain.state !== 'keychain') {
      this.#note(keychain.state)
      return { state: keychain.state, ...named }
    }
    try {
      const isStored = this.#isStored.get(account) ?? (await this.#get(account)) !== undefined
      this.#note('keychain')
      return { state: isStored ? 'keychain' : 'missing', ...named }
    } catch (error) {
      return { state: this.#noteTrouble(error), ...named }
    }
  }

  async read(organizationId: OrganizationId, slot: SecretPlace): Promise<Secret> {
    const account = accountOf(organizationId, slot)
    const inMemory = this.#session.get(account)
    if (inMemory) return inMemory
    // The prompt is opened by itself once: a program that works in the background must not nag.
    await this.#require(!this.#hasPrompted)
    const value = await this.#guarded(() => this.#get(account))
    if (value === undefined) throw new AppError('credential-missing')
    return new Secret(value)
  }

  async store(
    organizationId: OrganizationId,
    slot: SecretPlace,
    secret: Secret,
    storage: 'keychain' | 'session-only'
  ): Promise<void> {
    const account = accountOf(organizationId, slot)
    if (storage === 'session-only') {
      this.#session.set(account, secret)
      await this.#forgetStored(account)
      return
    }
    await this.#require(true)
    await this.#guarded(() => this.#options.keychain.set(account, secret.reveal()))
    const readBack = await this.#guarded(() => this.#get(account))
    if (readBack !== secret.reveal()) {
      await this.#options.keychain.delete(account).catch(() => false)
      this.#isStored.delete(account)
      this.#note('unreadable')
      throw troubleError('unreadable')
    }
    this.#session.delete(account)
  }

  async clear(organizationId: OrganizationId): Promise<void> {
    const accounts = [accountOf(organizationId, 1), accountOf(organizationId, 2)]
    try {
      await this.#require(true)
      for (const account of accounts) {
        await this.#guarded(() => this.#options.keychain.delete(account))
        this.#isStored.set(account, false)
      }
    } catch (error) {
      // Without any keychain the secret in memory is all there is. With a locked one nothing is forgotten by halves.
      const isAllThereIs = error instanceof AppError && error.code === 'keychain-unavailable'
      if (!isAllThereIs || !accounts.some((account) => this.#session.has(account))) throw error
    }
    for (const account of accounts) this.#session.delete(account)
  }

  async forget(organizationId: OrganizationId, slot: SecretPlace): Promise<boolean> {
    const account = accountOf(organizationId, slot)
    this.#session.delete(account)
    return await this.#forgetStored(account)
  }

  onChanged(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The list asks for hundreds of secrets at once: the store is asked one time for all of them. */
  #sharedFacts(): Promise<KeychainStatus> {
    this.#askingFacts ??= this.#facts().finally(() => {
      this.#askingFacts = undefined
    })
    return this.#askingFacts
  }

  /** What is known without touching a secret: on Linux from D-Bus; elsewhere the store is part of the system. */
  async #facts(): Promise<KeychainStatus> {
    const { platform, secretService } = this.#options
    if (platform !== 'linux' || !secretService) {
      return {
        state: 'keychain',
        platform,
        storeName: platform === 'macos' ? 'Keychain' : 'Windows Credential Manager'
      }
    }
    const { state, storeName, detail } = await secretService.facts()
    return {
      platform,
      state: state === 'open' ? 'keychain' : state === 'locked' ? 'locked' : 'unavailable',
      ...(storeName === undefined ? {} : { storeName }),
      ...(detail === undefined ? {} : { detail: redactText(detail) })
    }
  }

  async #probe(): Promise<KeychainStatus> {
    const facts = await this.#facts()
    if (facts.state !== 'keychain') return facts
    try {
      await this.#options.keychain.get(probeAccount)
      return facts
    } catch (error) {
      return { ...facts, state: troubleOf(error), detail: redactText(messageOf(error)) }
    }
  }

  /** @throws AppError unless the keychain can be used; a locked one is given the time to be unlocked, if asked to */
  async #require(mayPrompt: boolean): Promise<void> {
    let { state } = await this.#facts()
    if (state === 'locked' && mayPrompt) {
      await this.#unlock()
      state = (await this.#facts()).state
    }
    this.#note(state)
    if (state !== 'keychain') throw troubleError(state)
  }

  /** Opens the unlock prompt and waits for it for a while. What comes later is heard through `onChanged`. */
  async #unlock(): Promise<void> {
    const { secretService, unlockWaitMs = keychainTimeoutMs } = this.#options
    if (!secretService) return
    this.#hasPrompted = true
    this.#unlocking ??= new Promise<void>((resolve) => {
      secretService.requestUnlock(resolve).catch((error: unknown) => {
        this.#options.logger.warn('keychain did not open its prompt', { error })
        resolve()
      })
    }).finally(() => {
      this.#unlocking = undefined
      void this.keychainStatus()
    })
    let timer: NodeJS.Timeout | undefined
    const enough = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, unlockWaitMs)
    })
    await Promise.race([this.#unlocking, enough])
    clearTimeout(timer)
  }

  async #get(account: string): Promise<string | undefined> {
    const value = await this.#options.keychain.get(account)
    this.#isStored.set(account, value !== null)
    return value ?? undefined
  }

  /** Takes an entry from the keychain if that can be used now: an older secret would come back at the next start. */
  async #forgetStored(account: string): Promise<boolean> {
    if ((await this.#facts()).state !== 'keychain') return false
    try {
      await this.#options.keychain.delete(account)
      this.#isStored.set(account, false)
      return true
    } catch (error) {
      this.#options.logger.warn('older secret not removed from the keychain', { error })
      return false
    }
  }

  async #guarded<Value>(call: () => Promise<Value>): Promise<Value> {
    try {
      const value = await call()
      this.#note('keychain')
      return value
    } catch (error) {
      throw troubleError(this.#noteTrouble(error), error)
    }
  }

  #noteTrouble(error: unknown): 'locked' | 'unavailable' | 'unreadable' {
    const trouble = troubleOf(error)
    this.#options.logger.warn('keychain trouble', { trouble, detail: messageOf(error) })
    this.#note(trouble)
    return trouble
  }

  #note(state: KeychainStatus['state']): void {
    const isNew = this.#lastState !== undefined && this.#lastState !== state
    this.#lastState = state
    if (isNew) for (const listener of this.#listeners) listener()
  }
}

/** The first slot is named as all were before there were two. */
function accountOf(organizationId: OrganizationId, slot: SecretPlace): string {
  return slot === 1 ? organizationId : `${organizationId}#${slot}`
}
