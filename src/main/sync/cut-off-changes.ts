import type { SyncContext } from './sync-context.ts'

/**
 * Lets changes wait again that were being sent when the program was killed: nobody sends them any more, and a paused
 * organization would not for long, while a change that is being sent cannot be discarded. What is noted of its sending
 * stays, so that the next try looks first at what Sigma has. Only before the organization's engine sends anything.
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
    // They are sent all the same; only their discarding has to wait for that.
    logger.warn('changes that were cut off were not released', { organizationId, error })
  }
}
