import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { type KeyboardEvent, type ReactElement, type ReactNode, useEffect, useRef } from 'react'
import { formatCount } from '../lib/formats.ts'
import { IconButton } from './icon-button.tsx'
import styles from './side-panel.module.css'

export interface SidePanelPosition {
  /** From 0. */
  readonly index: number
  readonly loadedCount: number
  readonly totalCount: number
  readonly onGo: (index: number) => void
}

export interface SidePanelProps {
  /** What the panel shows, for screen readers and as its heading. */
  readonly title: string
  /** Where it stands in its list; absent where there is nothing to step through. */
  readonly position?: SidePanelPosition
  readonly onClose: () => void
  readonly children: ReactNode
}

/** Details beside a list. Takes the focus when it opens; Esc closes; Alt with ↑ ↓ goes to the one before or after. */
export function SidePanel({ title, position, onClose, children }: SidePanelProps): ReactElement {
  const panel = useRef<HTMLElement>(null)
  useEffect(() => panel.current?.focus({ preventScroll: true }), [])
  const go = (step: -1 | 1): void => {
    if (position === undefined) return
    const next = position.index + step
    if (next >= 0 && next < position.loadedCount) position.onGo(next)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') onClose()
    else if (position !== undefined && event.altKey && event.key === 'ArrowDown') go(1)
    else if (position !== undefined && event.altKey && event.key === 'ArrowUp') go(-1)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Esc and Alt with the arrows belong to the whole panel
    <aside ref={panel} className={styles.panel} aria-label={title} tabIndex={-1} onKeyDown={onKeyDown}>
      <header className={styles.header}>
        <h2 className={styles.title}>{title}</h2>
        {position !== undefined && (
          <>
            <span className={styles.position} aria-live="polite">
              {formatCount(position.index + 1)} of {formatCount(position.totalCount)}
            </span>
            <IconButton
              label="Previous (Alt+↑)"
              icon={ChevronUp}
              isDisabled={position.index === 0}
              onPress={() => go(-1)}
            />
            <IconButton
              label="Next (Alt+↓)"
              icon={ChevronDown}
              isDisabled={position.index >= position.loadedCount - 1}
              onPress={() => go(1)}
            />
          </>
        )}
        <IconButton label="Close (Esc)" icon={X} onPress={onClose} />
      </header>
      {/* A region that scrolls must be reachable by keyboard. */}
      <div className={styles.content} role="group" aria-label={`${title}, content`} tabIndex={0}>
        {children}
      </div>
    </aside>
  )
}

/** A list that fills the rest of the page, and details beside it; narrow, the details lie over the list. */
export function SplitView({
  children,
  panel
}: {
  readonly children: ReactNode
  readonly panel: ReactNode
}): ReactElement {
  return (
    <div className={styles.area}>
      <div className={styles.split}>
        <div className={styles.list}>{children}</div>
        {panel}
      </div>
    </div>
  )
}
