import type { JournalAction, JournalDetail } from '../../shared/domain/journal.ts'
import { toAppError } from '../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { SettingsStore } from '../stores/settings-store.ts'

export interface JournalParts {
  readonly settings: Pick<SettingsStore, 'appendJournal'>
  readonly clock: Clock
}

/**
 * Does something that a person asked for and writes down how it ended; a failure with its code.
 * @throws what `act` throws
 */
export async function journalled<Value>(
  { settings, clock }: JournalParts,
  organizationId: OrganizationId,
  action: JournalAction,
  detail: JournalDetail,
  act: () => Promise<Value>
): Promise<Value> {
  try {
    const value = await act()
    await settings.appendJournal(organizationId, { action, outcome: 'done', detail, atMs: clock.nowMs() })
    return value
  } catch (thrown) {
    const { code } = toAppError(thrown)
    // What went wrong is what the person must hear, also where it cannot be written down.
    await settings
      .appendJournal(organizationId, { action, outcome: 'failed', detail: { ...detail, code }, atMs: clock.nowMs() })
      .catch(() => undefined)
    throw thrown
  }
}
