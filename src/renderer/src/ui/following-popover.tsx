import { type ReactElement, type ReactNode, useContext, useEffect, useRef, useState } from 'react'
import { ComboBoxStateContext, Popover, PopoverContext, useSlottedContext } from 'react-aria-components'
import { classes } from './classes.ts'
import overlay from './overlay.module.css'

const gapPx = 4
/** Too little to be seen, enough to be another distance: React Aria places a popover anew when its distance changes. */
const nothingPx = 0.001

/**
 * The list of a ComboBox. React Aria closes it as soon as anything around its field is scrolled, be it only to bring the
 * field into view; this one goes along, and closes when its field is scrolled out of sight.
 */
export function FollowingPopover({ children }: { readonly children: ReactNode }): ReactElement {
  const state = useContext(ComboBoxStateContext)
  const fieldRef = useSlottedContext(PopoverContext)?.triggerRef
  const [places, setPlaces] = useState(0)
  const isScrolling = useRef(false)
  const isOpen = state?.isOpen ?? false
  const close = useRef(state?.close)
  useEffect(() => {
    close.current = state?.close
  })
  // Listens from the start, so that it hears of a scroll before React Aria, which listens while the list is open.
  useEffect(() => {
    const onScroll = ({ target }: Event): void => {
      const field = fieldRef?.current
      if (!(field instanceof HTMLElement) || !(target instanceof Node) || !target.contains(field)) return
      isScrolling.current = true
      setTimeout(() => {
        isScrolling.current = false
      })
      if (isInSight(field, target)) setPlaces((before) => before + 1)
      else close.current?.()
    }
    window.addEventListener('scroll', onScroll, { capture: true, passive: true })
    return () => window.removeEventListener('scroll', onScroll, { capture: true })
  }, [fieldRef])
  return (
    <Popover
      className={classes(overlay.popover, overlay.matchTrigger)}
      offset={gapPx + (places % 2) * nothingPx}
      isOpen={isOpen}
      onOpenChange={(isToOpen) => {
        if (!isToOpen && !isScrolling.current) state?.close()
      }}
    >
      {children}
    </Popover>
  )
}

function isInSight(field: HTMLElement, scroller: Node): boolean {
  const { top, bottom } = field.getBoundingClientRect()
  const seen = scroller instanceof Element ? scroller.getBoundingClientRect() : { top: 0, bottom: innerHeight }
  return bottom > seen.top && top < seen.bottom
}
