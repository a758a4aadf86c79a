import type { VaultStatus } from '../../shared/contract/credentials.ts'
import type { Organization } from '../../shared/contract/organizations.ts'
import type { SyncPhase } from '../../shared/domain/sync-phases.ts'
import { AppError } from '../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import type { ListedOrganization, SummaryStore } from '../stores/summary-store.ts'
import { organizationHealth } from './organization-health.ts'
import { inOrder, type ListPreferences } from './organization-order.ts'
import type { OrganizationSummaries } from './organization-summaries.ts'
import { emptySummary } from './organization-summary.ts'
import type { VaultStatuses } from './vault-statuses.ts'

/** What an organization's engine is doing, and when it reads by itself next. */
export interface EngineActivity {
  readonly phase: SyncPhase
  readonly nextSyncAtMs?: number | undefined
}

export interface OrganizationListingOptions {
  readonly store: SummaryStore
  readonly summaries: Pick<OrganizationSummaries, 'settled'>
  readonly vaults: Pick<VaultStatuses, 'of'>
  readonly preferences: ListPreferences
  readonly activityOf: (id: OrganizationId) => EngineActivity
}

/**
 * How long the list waits for what changed a moment ago, and for the keychain, ms. The rest comes as an event. Who asks
 * for some wants to see what changed in them; who asks for all wants a list, however much is going on.
 */
const summaryPatienceMs = { some: 250, all: 100 } as const
const vaultPatienceMs = 100

/** Organizations as the list and the fleet show them, out of the registry: no file of an organization is opened. */
export class OrganizationListing {
  readonly #options: OrganizationListingOptions

  constructor(options: OrganizationListingOptions) {
    this.#options = options
  }

  /** All in the person's order, or `ids` without those that are gone. An error in one never hides it. */
  async list(ids?: readonly OrganizationId[]): Promise<Organization[]> {
    const { store, summaries, vaults, preferences, activityOf } = this.#options
    await summaries.settled(ids, ids === undefined ? summaryPatienceMs.all : summaryPatienceMs.some)
    const listed = await store.list(ids)
    const statuses = await vaults.of(
      listed.map(({ record }) => record),
      vaultPatienceMs
    )
    const organizations = listed.map((one) => describe(one, statuses.get(one.record.id), activityOf(one.record.id)))
    return ids === undefined ? inOrder(organizations, preferences.read().organizationOrder) : organizations
  }

  /** @throws AppError `not-found` */
  async one(id: OrganizationId): Promise<Organization> {
    const [found] = await this.list([id])
    if (found === undefined) throw new AppError('not-found', { what: 'organization' })
    return found
  }
}

function describe(
  { record, summary }: ListedOrganization,
  status: VaultStatus | undefined,
  activity: EngineActivity
): Organization {
  const vault = status ?? { state: 'missing', isRefused: record.credentialRefusedAtMs !== undefined }
  const isPaused = record.pausedAtMs !== undefined
  const { isReadable: _isReadable, enabledSinceMs: _enabledSince, ...known } = summary ?? emptySummary
  return {
    ...known,
    id: record.id,
    name: record.name,
    kind: record.kind,
    label: record.label,
    color: record.color,
    regionId: record.regionId as Organization['regionId'],
    apiUrl: record.apiUrl,
    slug: record.slug,
    clientId: record.clientId,
    position: record.position,
    addedAtMs: record.addedAtMs,
    vault,
    health: organizationHealth({ record, vault, summary, phase: activity.phase }),
    lastContactAtMs: record.lastContactAtMs,
    pausedAtMs: record.pausedAtMs,
    // An engine that has not come to its end yet does not contradict the person.
    syncPhase: isPaused ? 'halted' : activity.phase,
    nextSyncAtMs: isPaused ? undefined : activity.nextSyncAtMs,
    sigmaOrganizationId: record.sigmaOrganizationId,
    parentSigmaOrganizationId: record.parentSigmaOrganizationId
  }
}
