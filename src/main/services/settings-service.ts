import {
  type GeneralSettings,
  type PendingChange,
  type Setting,
  type SettingKey,
  type SettingValue
} from '../../shared/contract/settings.ts'
import {
  type AuditLoggingEvent,
  type AuditLoggingState,
  canRequestEnable,
  connectionOf,
  nextAuditLoggingState
} from '../../shared/domain/audit-logging.ts'
import { booleanSettingKeys, settingKeys } from '../../shared/domain/setting-keys.ts'
import { AppError } from '../../shared/kit/app-error.ts'
import type { OrganizationId, PendingChangeId } from '../../shared/kit/ids.ts'
import type { Announce } from '../ports/announcer.port.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { OrganizationStore } from '../stores/organization-store.ts'
import type { JournalEntry, SettingsStore, StoredPendingChange } from '../stores/settings-store.ts'
import { describedChange, newestOf } from './described-change.ts'
import { Turns } from './turns.ts'

/** What the service asks of the engine that keeps an organization up to date. */
export interface SettingsEngine {
  /** A change waits to be sent. */
  pushSoon(id: OrganizationId): void
  /** Reads the organization from Sigma now. @throws AppError why that failed */
  refresh(id: OrganizationId): Promise<void>
  isReading(id: OrganizationId): boolean
  nextCheckAtMs(id: OrganizationId): number | undefined
}

export interface SettingsServiceOptions {
  readonly organizations: OrganizationStore
  readonly settings: SettingsStore
  readonly engine: SettingsEngine
  readonly clock: Clock
  readonly announce: Announce
}

/** General Settings of an organization: what is known, and the changes that the person makes. */
export class SettingsService {
  readonly #options: SettingsServiceOptions
  /** Two quick clicks cannot both pass the same check. */
  readonly #turns = new Turns()

  constructor(options: SettingsServiceOptions) {
    this.#options = options
  }

  /** Everything that the General Settings tab shows; local only. @throws AppError `not-found` */
  async get(id: OrganizationId): Promise<GeneralSettings> {
    const { organizations, settings, engine } = this.#options
    if ((await organizations.get(id)) === undefined) throw new AppError('not-found', { what: 'organization' })
    const [records, facts, state, changes, earlierActivationsMs] = await Promise.all([
      settings.settings(id),
      settings.facts(id),
      settings.auditLogging(id),
      settings.pendingChanges(id),
      organizations.recentActivations()
    ])
    return {
      organizationId: id,
      freshness: {
        readAtMs: facts.settingsReadAtMs,
        isReading: engine.isReading(id),
        lastError: facts.lastError,
        lastErrorAtMs: facts.lastErrorAtMs
      },
      settings: settingKeys.map((key): Setting => {
        const record = records.find((one) => one.key === key)
        return {
          key,
          value: record?.value,
          readAtMs: record?.readAtMs,
          unavailable: record?.unavailable,
          pending: described(newestOf(changes, key))
        }
      }),
      auditLogging: {
        state,
        isAdmin: facts.isAdmin,
        accountType: facts.accountType,
        pending: described(newestOf(changes, 'auditLogging')),
        earlierActivationsMs: [...earlierActivationsMs],
        nextCheckAtMs: engine.nextCheckAtMs(id)
      },
      actingMember:
        facts.actingMemberEmail === undefined
          ? undefined
          : { name: facts.actingMemberName ?? '', email: facts.actingMemberEmail }
    }
  }

  /** Reads the settings from Sigma now. A failure is part of the answer (`freshness.lastError`), not an error. */
  async refresh(id: OrganizationId): Promise<GeneralSettings> {
    await this.#options.engine.refresh(id).catch(() => undefined)
    return this.get(id)
  }

  /** Keeps a change and lets it be sent. @throws AppError `invalid-input` for a value of the wrong kind */
  change(id: OrganizationId, key: SettingKey, value: SettingValue): Promise<GeneralSettings> {
    return this.#inTurn(id, async () => {
      assertValue(key, value)
      const { settings, clock } = this.#options
      const known = (await settings.settings(id)).find((record) => record.key === key)
      const waiting = (await settings.pendingChanges(id)).filter((one) => one.key === key)
      // What may have arrived at Sigma is not undone by forgetting it: the old value is then a wish like any other.
      const mayHaveArrived = waiting.some(
        (one) => one.state === 'sending' || one.sentAtMs !== undefined || one.ownValues !== undefined
      )
      if (known?.value === value && !mayHaveArrived) {
        for (const one of waiting)
          await settings.settlePendingChange(id, one.id, {
            journal: this.#entry('setting-change-discarded', 'done', { key }),
            isWithdrawal: true
          })
        return
      }
      const change = this.#newChange(key, value, known?.value)
      await settings.addPendingChange(id, change, {
        action: 'setting-changed',
        outcome: 'requested',
        detail: { key, value },
        atMs: clock.nowMs()
      })
      this.#options.engine.pushSoon(id)
    })
  }

  /**
   * Sends a refused change once more. After a conflict that is to send it over the value that was shown.
   * @throws AppError `not-found`, `busy` while it is being sent
   */
  retry(id: OrganizationId, changeId: PendingChangeId): Promise<GeneralSettings> {
    return this.#inTurn(id, async () => {
      const change = await this.#change(id, changeId)
      if (change.state === 'sending') throw new AppError('busy', {})
      await this.#options.settings.updatePendingChange(id, changeId, {
        state: 'waiting',
        lastError: null,
        nextAttemptAtMs: null,
        sentAtMs: null,
        conflict: null,
        idempotencyKey: crypto.randomUUID(),
        journal: this.#entry('setting-change-retried', 'requested', { key: change.key, value: change.value }),
        // Conflicts of earlier versions do not say what Sigma had.
        ...(change.lastError?.code === 'conflict' ? { baseValue: change.conflict?.theirs ?? null } : {})
      })
      this.#options.engine.pushSoon(id)
    })
  }

  /** Drops a change that was not sent, on the person's word. @throws AppError `not-found`, `busy` while it is being sent */
  discard(id: OrganizationId, changeId: PendingChangeId): Promise<GeneralSettings> {
    return this.#inTurn(id, async () => {
      const change = await this.#change(id, changeId)
      const auditLogging =
        change.key === 'auditLogging' ? await this.#stateAfter(id, { type: 'request-withdrawn' }) : undefined
      await this.#options.settings.settlePendingChange(id, changeId, {
        journal: this.#entry('setting-change-discarded', 'done', { key: change.key }),
        isWithdrawal: true,
        ...(auditLogging ? { auditLogging } : {})
      })
    })
  }

  /**
   * Asks for audit logging to be switched on. Once asked, asking again changes nothing.
   * @throws AppError `not-permitted` when the acting member is known not to be an Admin
   */
  enableAuditLogging(id: OrganizationId): Promise<GeneralSettings> {
    return this.#inTurn(id, async () => {
      await this.#requireAdmin(id)
      const state = await this.#options.settings.auditLogging(id)
      if (!canRequestEnable(state)) return
      await this.#request(id, true, { type: 'enable-requested', atMs: this.#options.clock.nowMs() })
    })
  }

  /** Asks for audit logging to be switched off. Once asked, asking again changes nothing. */
  disableAuditLogging(id: OrganizationId): Promise<GeneralSettings> {
    return this.#inTurn(id, async () => {
      const state = await this.#options.settings.auditLogging(id)
      if (connectionOf(state) === undefined || state.kind === 'disable-waiting') return
      await this.#requireAdmin(id)
      await this.#request(id, false, { type: 'disable-requested', atMs: this.#options.clock.nowMs() })
    })
  }

  /** Takes back a request that was not sent yet, or stops waiting for one that timed out. */
  withdrawAuditLoggingRequest(id: OrganizationId): Promise<GeneralSettings> {
    return this.#inTurn(id, async () => {
      const { settings } = this.#options
      const change = newestOf(await settings.pendingChanges(id), 'auditLogging')
      const state = await this.#stateAfter(id, { type: 'request-withdrawn' })
      const journal = this.#entry('audit-logging-request-withdrawn', 'done', {})
      if (change === undefined) await settings.saveAuditLogging(id, state, journal)
      else await settings.settlePendingChange(id, change.id, { journal, auditLogging: state, isWithdrawal: true })
    })
  }

  dismissAuditLoggingRefusal(id: OrganizationId): Promise<GeneralSettings> {
    return this.#inTurn(id, async () => {
      const state = await this.#stateAfter(id, { type: 'refusal-dismissed' })
      const journal = this.#entry('audit-logging-refusal-dismissed', 'done', {})
      await this.#options.settings.saveAuditLogging(id, state, journal)
      this.#options.engine.pushSoon(id)
    })
  }

  async #request(id: OrganizationId, value: boolean, event: AuditLoggingEvent): Promise<void> {
    const { settings, engine } = this.#options
    const change = this.#newChange('auditLogging', value, !value)
    const journal = this.#entry(value ? 'audit-logging-enabled' : 'audit-logging-disabled', 'requested', {})
    await settings.addPendingChange(id, change, journal, await this.#stateAfter(id, event))
    engine.pushSoon(id)
  }

  async #requireAdmin(id: OrganizationId): Promise<void> {
    const { isAdmin } = await this.#options.settings.facts(id)
    if (isAdmin === false) throw new AppError('not-permitted', { needs: 'Admin' })
  }

  async #stateAfter(id: OrganizationId, event: AuditLoggingEvent): Promise<AuditLoggingState> {
    return nextAuditLoggingState(await this.#options.settings.auditLogging(id), event)
  }

  async #change(id: OrganizationId, changeId: PendingChangeId): Promise<StoredPendingChange> {
    const change = (await this.#options.settings.pendingChanges(id)).find((one) => one.id === changeId)
    if (change === undefined) throw new AppError('not-found', { what: 'change' })
    return change
  }

  #newChange(key: PendingChange['key'], value: SettingValue, baseValue: SettingValue | undefined): StoredPendingChange {
    return {
      id: crypto.randomUUID() as PendingChangeId,
      key,
      value,
      madeAtMs: this.#options.clock.nowMs(),
      attempts: 0,
      state: 'waiting',
      idempotencyKey: crypto.randomUUID(),
      ...(baseValue === undefined ? {} : { baseValue })
    }
  }

  #entry(action: string, outcome: JournalEntry['outcome'], detail: JournalEntry['detail']): JournalEntry {
    return { action, outcome, detail, atMs: this.#options.clock.nowMs() }
  }

  async #inTurn(id: OrganizationId, act: () => Promise<void>): Promise<GeneralSettings> {
    await this.#turns.run(id, act)
    this.#options.announce('settingsChanged', { organizationId: id })
    this.#options.announce('changesChanged', {})
    this.#options.announce('organizationsChanged', { organizationIds: [id] })
    return this.get(id)
  }
}

function described(change: StoredPendingChange | undefined): PendingChange | undefined {
  return change === undefined ? undefined : describedChange(change)
}

function assertValue(key: SettingKey, value: SettingValue): void {
  const isBoolean = (booleanSettingKeys as readonly string[]).includes(key)
  if (isBoolean ? typeof value !== 'boolean' : typeof value !== 'string')
    throw new AppError('invalid-input', { field: key })
  if (key === 'timezone' && !isTimeZone(String(value)))
    throw new AppError('invalid-input', { field: key, reason: 'unknown-time-zone' })
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
