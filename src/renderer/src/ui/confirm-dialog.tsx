import { type ReactElement, type ReactNode, useState } from 'react'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { ErrorNotice } from './error-notice.tsx'
import { TextField } from './text-field.tsx'

export interface ConfirmDialogProps {
  readonly isOpen: boolean
  readonly onOpenChange: (isOpen: boolean) => void
  readonly title: string
  /** What will happen, and what will not. */
  readonly children: ReactNode
  /** The act itself: “Disable audit logging”, never “OK”. */
  readonly confirmLabel: string
  readonly cancelLabel?: string
  /** `danger` for what cannot be undone. */
  readonly tone?: 'normal' | 'danger'
  /** The text that must be typed before the act is possible. */
  readonly typedConfirmation?: string
  /** Gets what was typed, for an act that checks it again. The dialog stays open: close it when the act is done. */
  readonly onConfirm: (typed: string) => void
  readonly isPending?: boolean
  /** Why the act failed, shown in the dialog. */
  readonly error?: unknown
}

/** Asks before an act. The safe button has the focus first, unless something must be typed. */
export function ConfirmDialog(props: ConfirmDialogProps): ReactElement {
  return (
    <Dialog
      isAlert
      isOpen={props.isOpen}
      onOpenChange={props.onOpenChange}
      title={props.title}
      size={props.typedConfirmation === undefined ? 'small' : 'normal'}
    >
      <ConfirmBody {...props} />
    </Dialog>
  )
}

/** Apart, so that what was typed is forgotten when the dialog closes. */
function ConfirmBody(props: ConfirmDialogProps): ReactElement {
  const {
    children,
    confirmLabel,
    cancelLabel = 'Cancel',
    tone = 'normal',
    typedConfirmation,
    onConfirm,
    isPending = false,
    error,
    onOpenChange
  } = props
  const [typed, setTyped] = useState('')
  const isBlocked = typedConfirmation !== undefined && typed !== typedConfirmation
  return (
    <form
      className="vigil-stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (!isBlocked && !isPending) onConfirm(typed)
      }}
    >
      {children}
      {typedConfirmation !== undefined && (
        <TextField label={`Type “${typedConfirmation}” to confirm`} value={typed} onChange={setTyped} isFocusedFirst />
      )}
      {error !== undefined && error !== null && <ErrorNotice error={error} />}
      <div className="vigil-actions">
        <Button onPress={() => onOpenChange(false)} isFocusedFirst={typedConfirmation === undefined}>
          {cancelLabel}
        </Button>
        <Button
          type="submit"
          variant={tone === 'danger' ? 'danger' : 'primary'}
          isDisabled={isBlocked}
          isPending={isPending}
        >
          {confirmLabel}
        </Button>
      </div>
    </form>
  )
}
