import type { WaitingChange, WaitingChanges } from '../../shared/contract/changes.ts'
import type { GeneralSettings } from '../../shared/contract/settings.ts'
import { AppError, toAppError } from '../../shared/kit/app-error.ts'
import type { OrganizationId, PendingChangeId } from '../../shared/kit/ids.ts'
import type { Announce } from '../ports/announcer.port.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { SettingsStore } from '../stores/settings-store.ts'
import { describedChange } from './described-change.ts'
import { inParallel } from './in-parallel.ts'

/** Organizations whose files are read side by side; more would only wait for the same readers. */
const readAtOnce = 8

export interface ChangeServiceOptions {
  /** Organizations that may have changes: those without any need not be opened. */
  readonly organizationsWithChanges: () => Promise<readonly { readonly id: OrganizationId; readonly name: string }[]>
  readonly settings: SettingsStore
  readonly getGeneralSettings: (id: OrganizationId) => Promise<GeneralSettings>
  /** A change waits to be sent. */
  readonly pushSoon: (id: OrganizationId) => void
  readonly clock: Clock
  readonly announce: Announce
}

/** The changes of all organizations that Sigma does not have yet. */
export class ChangeService {
  readonly #options: ChangeServiceOptions

  constructor(options: ChangeServiceOptions) {
    this.#options = options
  }

  /** Those that wait for a person first, then oldest first. Local: answers offline. */
  async list(): Promise<WaitingChanges> {
    const { settings, organizationsWithChanges } = this.#options
    const unreadable: OrganizationId[] = []
    const found = await inParallel(await organizationsWithChanges(), readAtOnce, async ({ id, name }) => {
      try {
        const changes = await settings.pendingChanges(id)
        return changes.map((change) => ({
          organizationId: id,
          organizationName: name,
          change: describedChange(change)
        }))
      } catch (thrown) {
        // Removed a moment ago: it has no changes any more.
        if (toAppError(thrown).code !== 'not-found') unreadable.push(id)
        return []
      }
    })
    return { changes: found.flat().toSorted(byUrgency), unreadable }
  }

  /**
   * Ends a conflict as the person chose.
   * @throws AppError `not-found` without such a conflict; `conflict` when Sigma's value has changed once more, which is
   * then shown
   */
  async resolveConflict(
    id: OrganizationId,
    changeId: PendingChangeId,
    choice: 'mine' | 'theirs'
  ): Promise<GeneralSettings> {
    const { settings, clock, announce, pushSoon, getGeneralSettings } = this.#options
    const outcome = await settings.resolveConflict(id, changeId, {
      choice,
      idempotencyKey: crypto.randomUUID(),
      atMs: clock.nowMs()
    })
    if (outcome === 'not-found') throw new AppError('not-found', { what: 'conflict' })
    announce('settingsChanged', { organizationId: id })
    announce('changesChanged', {})
    announce('organizationsChanged', { organizationIds: [id] })
    if (outcome === 'changed-again') {
      const change = (await settings.pendingChanges(id)).find((one) => one.id === changeId)
      const theirs = change?.conflict?.theirs
      throw new AppError('conflict', {
        key: change?.key ?? '',
        ...(theirs === undefined ? {} : { theirs: String(theirs) })
      })
    }
    if (choice === 'mine') pushSoon(id)
    return getGeneralSettings(id)
  }
}

function byUrgency(one: WaitingChange, other: WaitingChange): number {
  const isRefused = (waiting: WaitingChange) => (waiting.change.state === 'refused' ? 0 : 1)
  return isRefused(one) - isRefused(other) || one.change.madeAtMs - other.change.madeAtMs
}
