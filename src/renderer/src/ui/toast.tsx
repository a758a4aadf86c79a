import { X } from 'lucide-react'
import { type ReactElement, useEffect, useState, useSyncExternalStore } from 'react'
import { Button } from './button.tsx'
import { classes } from './classes.ts'
import { IconButton } from './icon-button.tsx'
import { toneIcons } from './tag.tsx'
import styles from './toast.module.css'
import { currentToasts, dismissToast, subscribeToToasts, type Toast } from './toast-queue.ts'

const shownMs = 6_000
const shownWithActionMs = 12_000

/** Where messages of `showToast` appear; once in the window. Announced politely, never takes the focus. */
export function ToastRegion(): ReactElement {
  const toasts = useSyncExternalStore(subscribeToToasts, currentToasts)
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an output element may hold phrasing only
    <div role="status" aria-live="polite" aria-label="Messages" className={styles.region}>
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </div>
  )
}

function ToastCard({ toast }: { readonly toast: Toast }): ReactElement {
  const [isHeld, setIsHeld] = useState(false)
  useEffect(() => {
    if (isHeld) return
    const timer = setTimeout(() => dismissToast(toast.id), toast.action === undefined ? shownMs : shownWithActionMs)
    return () => clearTimeout(timer)
  }, [isHeld, toast])
  const Icon = toneIcons[toast.tone]
  return (
    // While the pointer or the focus is on it, a message stays.
    <div
      className={classes(styles.toast, styles[toast.tone])}
      onPointerEnter={() => setIsHeld(true)}
      onPointerLeave={() => setIsHeld(false)}
      onFocus={() => setIsHeld(true)}
      onBlur={() => setIsHeld(false)}
    >
      <Icon aria-hidden="true" size={16} />
      <div className={styles.words}>
        <strong>{toast.title}</strong>
        {toast.description !== undefined && <div>{toast.description}</div>}
      </div>
      {toast.action !== undefined && (
        <Button
          onPress={() => {
            toast.action?.onPress()
            dismissToast(toast.id)
          }}
        >
          {toast.action.label}
        </Button>
      )}
      <IconButton label="Dismiss" icon={X} onPress={() => dismissToast(toast.id)} />
    </div>
  )
}
