import type { VaultStatus } from '../../shared/contract/credentials.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import type { Announce } from '../ports/announcer.port.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { SecretVault } from '../ports/secret-vault.port.ts'
import type { OrganizationRecord } from '../stores/organization-store.ts'
import { vaultStatusOf } from './vault-reading.ts'

export interface VaultStatusesOptions {
  readonly vault: SecretVault
  readonly clock: Clock
  readonly announce: Announce
}

/**
 * Where the secrets of many organizations are. A keychain answers one question after another and may have to be woken:
 * a list does not wait for 200 answers. Those that are late are taken for what is usual and announced when they differ.
 */
export class VaultStatuses {
  readonly #options: VaultStatusesOptions
  readonly #asked = new Map<OrganizationId, Promise<VaultStatus>>()
  /** The last answers. Never told by themselves: only what a late one is taken for. */
  readonly #last = new Map<OrganizationId, VaultStatus['state']>()

  constructor(options: VaultStatusesOptions) {
    this.#options = options
  }

  /** @param patienceMs how long answers are waited for */
  async of(
    records: readonly OrganizationRecord[],
    patienceMs: number
  ): Promise<ReadonlyMap<OrganizationId, VaultStatus>> {
    const answers = new Map<OrganizationId, VaultStatus>()
    const asked = records.map(async (record) => {
      answers.set(record.id, await this.#ask(record))
    })
    const givesUp = new AbortController()
    const isLate = this.#options.clock.sleep(patienceMs, givesUp.signal).catch(() => undefined)
    await Promise.race([Promise.all(asked), isLate])
    givesUp.abort()
    const told = new Map(answers)
    for (const record of records) if (!told.has(record.id)) told.set(record.id, this.#assume(record, answers))
    return told
  }

  forget(id: OrganizationId): void {
    this.#last.delete(id)
  }

  #ask(record: OrganizationRecord): Promise<VaultStatus> {
    const known = this.#asked.get(record.id)
    if (known !== undefined) return known
    const asking = vaultStatusOf(this.#options.vault, record)
      .then((status) => {
        this.#last.set(record.id, status.state)
        return status
      })
      .finally(() => this.#asked.delete(record.id))
    this.#asked.set(record.id, asking)
    return asking
  }

  /** What was so the last time; else what the keychain is for the others. Announced when the answer is another one. */
  #assume(record: OrganizationRecord, answers: ReadonlyMap<OrganizationId, VaultStatus>): VaultStatus {
    const others = [...answers.values()].find(({ state }) => state !== 'missing' && state !== 'session-only')
    const state = this.#last.get(record.id) ?? others?.state ?? 'keychain'
    const tellIfOther = (status: VaultStatus) => {
      if (status.state !== state) this.#options.announce('organizationsChanged', { organizationIds: [record.id] })
    }
    this.#ask(record).then(tellIfOther, () => undefined)
    return {
      state,
      ...(others?.storeName === undefined ? {} : { storeName: others.storeName }),
      isRefused: record.credentialRefusedAtMs !== undefined
    }
  }
}
