import type { KeyObject } from 'node:crypto'
import { AppError } from '../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import { Secret } from '../../shared/kit/secret.ts'
import { newArchiveKey, publicBytesOf, readArchiveKey } from '../archive/chain/archive-key.ts'
import type { SecretVault } from '../ports/secret-vault.port.ts'
import { Turns } from './turns.ts'

/** The key that an organization's archive signs with, Ed25519. */
export interface ArchiveKey {
  readonly key: KeyObject
  /** Its 32 public bytes. */
  readonly publicKey: Uint8Array
}

/** The keys that archives sign with; each is made when it is first needed, and only the system's keychain ever holds it. */
export class ArchiveKeys {
  readonly #vault: Pick<SecretVault, 'read' | 'store'>
  readonly #turns = new Turns()

  constructor(vault: Pick<SecretVault, 'read' | 'store'>) {
    this.#vault = vault
  }

  /** @throws AppError `keychain-locked | keychain-unavailable | keychain-unreadable` */
  need(id: OrganizationId): Promise<ArchiveKey> {
    return this.#turns.run(id, async () => (await this.#read(id)) ?? (await this.#make(id)))
  }

  /** The key, where there is one and the keychain gives it out. */
  async find(id: OrganizationId): Promise<ArchiveKey | undefined> {
    try {
      return await this.#read(id)
    } catch {
      return undefined
    }
  }

  async #read(id: OrganizationId): Promise<ArchiveKey | undefined> {
    try {
      return keyOf((await this.#vault.read(id, 'archive-key')).reveal())
    } catch (thrown) {
      if (thrown instanceof AppError && thrown.code === 'credential-missing') return undefined
      throw thrown
    }
  }

  async #make(id: OrganizationId): Promise<ArchiveKey> {
    const text = newArchiveKey()
    await this.#vault.store(id, 'archive-key', new Secret(text), 'keychain')
    return keyOf(text)
  }
}

function keyOf(text: string): ArchiveKey {
  try {
    const key = readArchiveKey(text)
    return { key, publicKey: publicBytesOf(key) }
  } catch (cause) {
    throw new AppError('keychain-unreadable', {}, { cause })
  }
}
