import type { KeychainStatus, VaultStatus } from '../../shared/contract/credentials.ts'
import type { SecretPlace } from '../../shared/domain/secret-slot.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import type { Secret } from '../../shared/kit/secret.ts'

/** What the vault knows about one secret; `isRefused` is Sigma's verdict and not the vault's. */
export type SecretStatus = Omit<VaultStatus, 'isRefused'>

/**
 * Secrets of organizations: client secrets, and the key that signs what leaves an archive. The only holder of secrets at rest: the operating system's keychain, or memory until
 * Vigil quits when the person chose that. Nothing here ever falls back to another place by itself. An organization has two
 * slots; which of them counts is the registry's to say.
 */
export interface SecretVault {
  /** What the keychain of this machine can do now. Never throws. */
  keychainStatus(): Promise<KeychainStatus>
  /** Asks anew, waking the unlock prompt where the system has one. Never throws. */
  retry(): Promise<KeychainStatus>
  /** What is known of an organization's secret, without reading it where that can be avoided. Never throws. */
  status(organizationId: OrganizationId, slot: SecretPlace): Promise<SecretStatus>
  /**
   * The secret, for a token request.
   * @throws AppError `credential-missing | keychain-locked | keychain-unavailable | keychain-unreadable`
   */
  read(organizationId: OrganizationId, slot: SecretPlace): Promise<Secret>
  /**
   * Stores a secret and reads it back to be sure.
   * @param storage `keychain`, or `session-only`: memory until Vigil quits
   * @throws AppError `keychain-locked | keychain-unavailable | keychain-unreadable`; nothing is stored then
   */
  store(
    organizationId: OrganizationId,
    slot: SecretPlace,
    secret: Secret,
    storage: 'keychain' | 'session-only'
  ): Promise<void>
  /**
   * Forgets the client secrets of both slots, in the keychain and in memory. Not an error when there is none.
   * @throws AppError `keychain-locked | keychain-unavailable`
   */
  clear(organizationId: OrganizationId): Promise<void>
  /**
   * Forgets what a slot holds as far as that is possible now, without waking a prompt. Never throws.
   * @returns whether it is gone for sure
   */
  forget(organizationId: OrganizationId, slot: SecretPlace): Promise<boolean>
  /** Calls back when the keychain's state changed as seen by any of the calls above. */
  onChanged(listener: () => void): () => void
}
