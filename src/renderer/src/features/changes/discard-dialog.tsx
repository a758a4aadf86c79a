import type { ReactElement } from 'react'
import type { WaitingChange } from '../../../../shared/contract/changes.ts'
import { nameOfChange } from '../../lib/change-words.ts'
import { wordOfValue } from '../../lib/setting-words.ts'
import { useDiscardPendingChange } from '../../lib/settings-queries.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { showToast } from '../../ui/toast-queue.ts'

export interface DiscardDialogProps {
  /** The change in question; undefined: the dialog is closed. */
  readonly waiting: WaitingChange | undefined
  readonly onClose: () => void
}

/** Asks before a change is dropped. */
export function DiscardDialog({ waiting, onClose }: DiscardDialogProps): ReactElement {
  const discard = useDiscardPendingChange()
  const close = (): void => {
    discard.reset()
    onClose()
  }
  const confirm = (): void => {
    if (waiting === undefined) return
    const { organizationId, organizationName, change } = waiting
    discard.mutate(
      { organizationId, changeId: change.id },
      {
        onSuccess: () => {
          showToast({
            tone: 'neutral',
            title: 'The change was discarded',
            description: `${nameOfChange(change.key)}, ${organizationName}`
          })
          close()
        }
      }
    )
  }
  return (
    <ConfirmDialog
      isOpen={waiting !== undefined}
      onOpenChange={close}
      title="Discard this change?"
      confirmLabel="Discard change"
      tone="danger"
      onConfirm={confirm}
      isPending={discard.isPending}
      error={discard.error}
    >
      {waiting !== undefined && (
        <p>
          {nameOfChange(waiting.change.key)} in {waiting.organizationName} is not changed to{' '}
          {wordOfValue(waiting.change.value)}; what Sigma has now stays. Activity keeps that the change was made and
          discarded.
        </p>
      )}
    </ConfirmDialog>
  )
}
