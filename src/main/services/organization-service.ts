import type { Organization, OrganizationDraft, SecretStorage } from '../../shared/contract/organizations.ts'
import type { JournalAction, JournalDetail } from '../../shared/domain/journal.ts'
import { labelColors } from '../../shared/domain/label-colors.ts'
import { findRegion } from '../../shared/domain/regions.ts'
import { AppError } from '../../shared/kit/app-error.ts'
import { newOrganizationId, type OrganizationId } from '../../shared/kit/ids.ts'
import { Secret } from '../../shared/kit/secret.ts'
import type { Announce } from '../ports/announcer.port.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { SecretVault } from '../ports/secret-vault.port.ts'
import type {
  NewOrganizationRecord,
  OrganizationChange,
  OrganizationRecord,
  OrganizationStore
} from '../stores/organization-store.ts'
import type { SettingsStore } from '../stores/settings-store.ts'
import type { OrganizationListing } from './organization-listing.ts'
import { forgetPlace, keepOrder, type ListPreferences } from './organization-order.ts'

/** What a new sandbox organization is reached with. The secret is shown by the sandbox once, when it is made. */
export interface SandboxAccess {
  readonly apiUrl: string
  readonly clientId: string
  readonly clientSecret: Secret
}

/** What starts and ends with an organization: its engine, its clients, its embedded server. */
export interface OrganizationLifecycle {
  /** Begins to keep the organization up to date. */
  started(record: OrganizationRecord): void
  /** Name, credentials or address changed. */
  changed(record: OrganizationRecord): void
  /** Ends everything of the organization and waits until it has ended. */
  ended(id: OrganizationId): Promise<void>
  /** Ends everything of an organization that could not be added, and deletes what was made for it. */
  discarded(id: OrganizationId): Promise<void>
  /** Ends what runs for it, waits for that end, and lets nothing new run. */
  paused(id: OrganizationId): Promise<void>
  resumed(record: OrganizationRecord): void
}

export interface OrganizationServiceOptions {
  readonly organizations: OrganizationStore
  readonly settings: Pick<SettingsStore, 'appendJournal'>
  readonly listing: OrganizationListing
  readonly vault: SecretVault
  readonly preferences: ListPreferences
  readonly clock: Clock
  readonly announce: Announce
  readonly lifecycle: OrganizationLifecycle
  /** Makes the embedded server of a sandbox organization. */
  readonly createSandbox: (id: OrganizationId, name: string) => Promise<SandboxAccess>
}

/** The list of organizations and their coming and going. */
export class OrganizationService {
  readonly #options: OrganizationServiceOptions

  constructor(options: OrganizationServiceOptions) {
    this.#options = options
  }

  /** Every organization in the person's order, or those that are named. An error in one never hides it. */
  list(ids?: readonly OrganizationId[]): Promise<Organization[]> {
    return this.#options.listing.list(ids)
  }

  /**
   * Adds an organization and stores its secret. When the secret cannot be stored, nothing is added.
   * @throws AppError `name-taken`, `keychain-*`
   */
  async add(draft: OrganizationDraft, storage: SecretStorage): Promise<Organization> {
    const region = draft.endpoint.kind === 'region' ? findRegion(draft.endpoint.regionId) : undefined
    const apiUrl =
      draft.endpoint.kind === 'custom' ? customUrl(draft.endpoint.apiUrl) : `https://${region?.apiHost ?? ''}`
    return this.#store(
      {
        id: newOrganizationId(),
        name: draft.name,
        kind: 'sigma',
        label: draft.label,
        ...(region ? { regionId: region.id } : {}),
        apiUrl,
        ...(draft.slug === undefined ? {} : { slug: draft.slug }),
        clientId: draft.clientId,
        ...(draft.parentSigmaOrganizationId ? { parentSigmaOrganizationId: draft.parentSigmaOrganizationId } : {}),
        addedAtMs: this.#options.clock.nowMs()
      },
      new Secret(draft.clientSecret),
      storage
    )
  }

  /** Adds an embedded sandbox organization, which behaves like a Sigma organization. */
  async addSandbox(name: string | undefined, storage: SecretStorage): Promise<Organization> {
    const id = newOrganizationId()
    const chosenName = name ?? (await this.#freeName('Sandbox'))
    const access = await this.#options.createSandbox(id, chosenName)
    return this.#store(
      {
        id,
        name: chosenName,
        kind: 'sandbox',
        label: 'none',
        apiUrl: access.apiUrl,
        clientId: access.clientId,
        addedAtMs: this.#options.clock.nowMs()
      },
      access.clientSecret,
      storage
    )
  }

  /** Its color follows its label until a person has chosen one. @throws AppError `not-found | name-taken` */
  async update(
    id: OrganizationId,
    change: Pick<OrganizationChange, 'name' | 'label' | 'color' | 'slug'>
  ): Promise<Organization> {
    const before = await this.get(id)
    const hasColorOfLabel = before.color === labelColors[before.label]
    const color = change.color ?? (change.label && hasColorOfLabel ? labelColors[change.label] : undefined)
    const record = await this.#options.organizations.update(id, { ...change, ...(color ? { color } : {}) })
    await this.#note(id, 'organization-changed', {
      ...(change.name ? { name: change.name } : {}),
      ...(change.label ? { label: change.label } : {}),
      ...(change.color ? { color: change.color } : {}),
      ...(change.slug === undefined ? {} : { slug: change.slug ?? '' })
    })
    // Label and color concern nobody but the list.
    if (record.name !== before.name || record.slug !== before.slug) this.#options.lifecycle.changed(record)
    this.#options.announce('organizationsChanged', { organizationIds: [id] })
    return this.#options.listing.one(id)
  }

  /** Ends what runs for it and lets nothing new run, also after a restart. @throws AppError `not-found` */
  async pause(id: OrganizationId): Promise<Organization> {
    const record = await this.get(id)
    if (record.pausedAtMs === undefined) {
      await this.#options.organizations.update(id, { pausedAtMs: this.#options.clock.nowMs() })
      await this.#note(id, 'organization-paused', {})
    }
    await this.#options.lifecycle.paused(id)
    this.#options.announce('organizationsChanged', { organizationIds: [id] })
    return this.#options.listing.one(id)
  }

  /** @throws AppError `not-found` */
  async resume(id: OrganizationId): Promise<Organization> {
    const record = await this.get(id)
    if (record.pausedAtMs !== undefined) {
      const resumed = await this.#options.organizations.update(id, { pausedAtMs: null })
      await this.#note(id, 'organization-resumed', {})
      this.#options.lifecycle.resumed(resumed)
    }
    this.#options.announce('organizationsChanged', { organizationIds: [id] })
    return this.#options.listing.one(id)
  }

  /** @throws AppError `invalid-input` when the ids are not exactly the known ones */
  async reorder(ids: readonly OrganizationId[]): Promise<void> {
    const known = (await this.#options.organizations.list()).map((record) => record.id)
    keepOrder(this.#options.preferences, known, ids)
    this.#options.announce('organizationsChanged', {})
  }

  /**
   * Removes the organization with everything that Vigil keeps of it.
   * @throws AppError `name-mismatch`; `keychain-locked` when its secret cannot be forgotten now, in which case nothing is
   * removed
   */
  async remove(id: OrganizationId, typedName: string): Promise<void> {
    const record = await this.get(id)
    if (typedName.trim() !== record.name) throw new AppError('name-mismatch', { name: record.name })
    await this.#options.vault.forget(id, 'archive-key')
    await this.#options.vault.clear(id).catch((error: unknown) => {
      // Without a working keychain there is nothing to clear, or nothing that could: that must not keep the rest here.
      if (!(error instanceof AppError) || error.code === 'keychain-locked') throw error
    })
    await this.#options.lifecycle.ended(id)
    await this.#options.organizations.remove(id)
    forgetPlace(this.#options.preferences, id)
    this.#options.announce('organizationsChanged', {})
  }

  /** @throws AppError `not-found` */
  async get(id: OrganizationId): Promise<OrganizationRecord> {
    const record = await this.#options.organizations.get(id)
    if (record === undefined) throw new AppError('not-found', { what: 'organization' })
    return record
  }

  async #store(record: NewOrganizationRecord, secret: Secret, storage: SecretStorage): Promise<Organization> {
    const taken = (await this.#options.organizations.list()).some((one) => sameName(one.name, record.name))
    if (taken) {
      await this.#options.lifecycle.discarded(record.id)
      throw new AppError('name-taken', { name: record.name })
    }
    try {
      await this.#options.vault.store(record.id, 1, secret, storage)
    } catch (error) {
      await this.#options.lifecycle.discarded(record.id)
      throw error
    }
    let added: OrganizationRecord
    try {
      added = await this.#options.organizations.add(record, { storage })
    } catch (error) {
      await this.#options.vault.clear(record.id)
      await this.#options.lifecycle.discarded(record.id)
      throw error
    }
    this.#options.lifecycle.started(added)
    this.#options.announce('organizationsChanged', {})
    return this.#options.listing.one(added.id)
  }

  async #note(id: OrganizationId, action: JournalAction, detail: JournalDetail): Promise<void> {
    const atMs = this.#options.clock.nowMs()
    await this.#options.settings.appendJournal(id, { action, outcome: 'done', detail, atMs })
  }

  async #freeName(base: string): Promise<string> {
    const names = (await this.#options.organizations.list()).map((record) => record.name)
    if (!names.some((name) => sameName(name, base))) return base
    let number = 2
    while (names.some((name) => sameName(name, `${base} ${number}`))) number += 1
    return `${base} ${number}`
  }
}

function sameName(one: string, other: string): boolean {
  return one.trim().toLocaleLowerCase() === other.trim().toLocaleLowerCase()
}

/** The API address without path, query and trailing slash. @throws AppError `invalid-input` for http outside loopback */
export function customUrl(text: string): string {
  const url = new URL(text)
  const isLoopback = url.hostname === '127.0.0.1' || url.hostname === 'localhost' || url.hostname === '[::1]'
  if (url.protocol !== 'https:' && !isLoopback)
    throw new AppError('invalid-input', { field: 'apiUrl', reason: 'https-needed' })
  if (url.username !== '' || url.password !== '')
    throw new AppError('invalid-input', { field: 'apiUrl', reason: 'no-user-info' })
  return url.origin
}
