import type { SyncContext } from './sync-context.ts'

/**
 * Lets changes of a paused organization wait again that were being sent when the program was killed: nobody sends them for
 * as long as it is paused, and a change that is being sent cannot be discarded. What is noted of their sending stays, so
 * that the next try looks first at what Sigma has. Elsewhere they stay as they are: they are sent at once, before anything
 * that is asked for later, and so the journal learns what became of them. Not while the engine may be sending.
 */
export async function releaseCutOffChanges(context: SyncContext): Promise<void> {
  const { organizationId, settings, announce, logger } = context
  try {
    const cutOff = (await settings.pendingChanges(organizationId)).filter((change) => change.state === 'sending')
    for (const { id } of cutOff) await settings.updatePendingChange(organizationId, id, { state: 'waiting' })
    if (cutOff.length === 0) return
    announce('settingsChanged', { organizationId })
    announce('changesChanged', {})
  } catch (error) {
    // They are sent once it is resumed; only their discarding has to wait for that.
    logger.warn('changes that were cut off were not released', { organizationId, error })
  }
}
