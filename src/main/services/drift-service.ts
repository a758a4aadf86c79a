import type { SettingCell, SettingsMatrix, SettingsRow, SettingValueSeen } from '../../shared/contract/drift.ts'
import type { PendingChange } from '../../shared/contract/settings.ts'
import type { AuditLoggingState } from '../../shared/domain/audit-logging.ts'
import { auditLoggingValue } from '../../shared/domain/audit-logging-value.ts'
import { settingKeys } from '../../shared/domain/setting-keys.ts'
import type { ComparedKey } from '../../shared/domain/settings-drift.ts'
import { AppError, type AppErrorData } from '../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import type { DriftStore, SettingsState } from '../stores/drift-store.ts'
import type { OrganizationStore } from '../stores/organization-store.ts'
import { describedChange } from './described-change.ts'
import { inParallel } from './in-parallel.ts'
import { inOrder, type ListPreferences } from './organization-order.ts'

/** Reads on their way at once: enough for all readers, few enough that another question need not wait long. */
const readsAtOnce = 6

export interface DriftServiceOptions {
  readonly organizations: Pick<OrganizationStore, 'list' | 'get'>
  readonly drift: DriftStore
  readonly preferences: Pick<ListPreferences, 'read'>
}

/** The settings of all organizations beside each other, and what each of them was before. Local only. */
export class DriftService {
  readonly #options: DriftServiceOptions

  constructor(options: DriftServiceOptions) {
    this.#options = options
  }

  /** Every organization's settings, in the person's order. A file that cannot be read does not hide the others. */
  async matrix(): Promise<SettingsMatrix> {
    const { organizations, preferences } = this.#options
    const records = inOrder(await organizations.list(), preferences.read().organizationOrder)
    const unreadable = new Set<OrganizationId>()
    const rows = await inParallel(records, readsAtOnce, ({ id }) => this.#row(id, unreadable))
    return {
      rows: rows.filter((row) => row !== undefined),
      unreadable: records.map(({ id }) => id).filter((id) => unreadable.has(id))
    }
  }

  /** Every value that was seen of a setting, newest first. @throws AppError `not-found`, `database-*` */
  async history(id: OrganizationId, key: ComparedKey): Promise<SettingValueSeen[]> {
    const { organizations, drift } = this.#options
    if ((await organizations.get(id)) === undefined) throw new AppError('not-found', { what: 'organization' })
    return (await drift.history(id, key)).map(({ key: _key, machineUser, ...seen }) => ({
      ...seen,
      ...(machineUser === undefined ? {} : { changedBy: machineUser })
    }))
  }

  async #row(id: OrganizationId, unreadable: Set<OrganizationId>): Promise<SettingsRow | undefined> {
    try {
      return { organizationId: id, cells: cellsOf(await this.#options.drift.state(id)) }
    } catch (thrown) {
      if (!(thrown instanceof AppError) || thrown.code === 'cancelled') throw thrown
      // Removed a moment ago: it is simply not there any more.
      if (thrown.code !== 'not-found') unreadable.add(id)
      return undefined
    }
  }
}

function cellsOf(state: SettingsState): SettingsRow['cells'] {
  const settings = new Map(state.settings.map((setting) => [setting.key, setting]))
  const cells: SettingsRow['cells'] = { auditLogging: auditLoggingCell(state) }
  for (const key of settingKeys) {
    const { value, readAtMs, unavailable } = settings.get(key) ?? {}
    cells[key] = { value, readAtMs, unavailable, ...beginning(state, key, value), ...pendingOf(state, key) }
  }
  return cells
}

function auditLoggingCell(state: SettingsState): SettingCell {
  const { auditLogging, readAtMs } = state
  const value = auditLoggingValue(auditLogging)
  const shown = typeof value === 'boolean' ? value : undefined
  return {
    value: shown,
    // A request that was accepted is known without a reading of everything.
    readAtMs: readAtMs ?? newest(state, 'auditLogging')?.lastSeenAtMs,
    unavailable: shown === undefined ? whyUnknown(auditLogging, readAtMs !== undefined) : undefined,
    ...beginning(state, 'auditLogging', shown),
    ...pendingOf(state, 'auditLogging')
  }
}

/** Why nothing is known of audit logging, where that is not because nothing was read yet. */
function whyUnknown({ kind }: AuditLoggingState, wasRead: boolean): AppErrorData | undefined {
  if (kind === 'unknown') return wasRead ? { code: 'not-permitted', params: {} } : undefined
  return { code: 'not-supported', params: { reason: kind } }
}

function beginning(state: SettingsState, key: ComparedKey, value: SettingCell['value']): Partial<SettingCell> {
  const seen = newest(state, key)
  if (value === undefined || seen === undefined || seen.value !== value) return {}
  return { firstSeenAtMs: seen.firstSeenAtMs, changedBy: seen.machineUser }
}

function newest(state: SettingsState, key: ComparedKey) {
  return state.seen.find((one) => one.key === key)
}

function pendingOf(state: SettingsState, key: ComparedKey): { readonly pending?: PendingChange } {
  const change = state.pendingChanges.findLast((one) => one.key === key)
  return change === undefined ? {} : { pending: describedChange(change) }
}
