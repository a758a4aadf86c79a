import type { VaultStatus } from '../../shared/contract/credentials.ts'
import type { SecretVault } from '../ports/secret-vault.port.ts'
import type { OrganizationRecord } from '../stores/organization-store.ts'

/** Where the secret of an organization is, with Sigma's last verdict on it. */
export async function vaultStatusOf(vault: SecretVault, record: OrganizationRecord): Promise<VaultStatus> {
  return {
    ...(await vault.status(record.id, record.secretSlot)),
    isRefused: record.credentialRefusedAtMs !== undefined
  }
}
