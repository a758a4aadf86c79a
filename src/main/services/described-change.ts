import type { PendingChange } from '../../shared/contract/settings.ts'
import type { StoredPendingChange } from '../stores/settings-store.ts'

/** A change as the window sees it: without what only the sending of it needs. */
export function describedChange(change: StoredPendingChange): PendingChange {
  const { idempotencyKey: _key, sentAtMs: _sentAtMs, ownValues: _ownValues, ...shown } = change
  return shown
}

/** The change of a setting that counts: a newer one waits behind one that is being sent. */
export function newestOf(
  changes: readonly StoredPendingChange[],
  key: PendingChange['key']
): StoredPendingChange | undefined {
  return changes.findLast((change) => change.key === key)
}
