import { type KeyboardEvent, type PointerEvent, type ReactElement, useRef } from 'react'
import styles from './sidebar-resizer.module.css'
import { type SidebarWidth, sidebarLimits } from './use-sidebar-width.ts'

const keyStep = 16

/** The edge of the organization list: dragged with the pointer, moved with the arrow keys. */
export function SidebarResizer({ width, preview, keep }: SidebarWidth): ReactElement {
  const grabbed = useRef<{ x: number; width: number } | undefined>(undefined)
  const widthAt = (event: PointerEvent): number =>
    grabbed.current === undefined ? width : grabbed.current.width + event.clientX - grabbed.current.x
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = {
      ArrowLeft: width - keyStep,
      ArrowRight: width + keyStep,
      Home: sidebarLimits.min,
      End: sidebarLimits.max
    }[event.key]
    if (next === undefined) return
    event.preventDefault()
    keep(next)
  }
  return (
    <div
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a splitter takes the focus, a rule does not
      role="separator"
      aria-label="Width of the organization list"
      aria-orientation="vertical"
      aria-valuenow={width}
      aria-valuemin={sidebarLimits.min}
      aria-valuemax={sidebarLimits.max}
      tabIndex={0}
      className={styles.resizer}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        grabbed.current = { x: event.clientX, width }
      }}
      onPointerMove={(event) => {
        if (grabbed.current !== undefined) preview(widthAt(event))
      }}
      onPointerUp={(event) => {
        if (grabbed.current === undefined) return
        keep(widthAt(event))
        grabbed.current = undefined
      }}
    />
  )
}
