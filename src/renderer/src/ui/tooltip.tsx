import type { ReactElement, ReactNode } from 'react'
import { Focusable, Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components'
import styles from './tooltip.module.css'

export interface TooltipProps {
  readonly text: ReactNode
  /** One focusable element: a Button, a link, or (with `isFocusable`) any element with a role. */
  readonly children: ReactElement
  /** For a child that takes no focus by itself, such as a Tag. */
  readonly isFocusable?: boolean
  readonly placement?: 'top' | 'bottom' | 'left' | 'right'
  readonly isDisabled?: boolean
}

/** A short explanation on hover and on keyboard focus. Never the only place of anything that matters. */
export function Tooltip({
  text,
  children,
  isFocusable = false,
  placement = 'top',
  isDisabled = false
}: TooltipProps): ReactElement {
  return (
    <TooltipTrigger delay={500} closeDelay={100} isDisabled={isDisabled}>
      {isFocusable ? <Focusable>{children as ReactElement<{ role?: string }, string>}</Focusable> : children}
      <AriaTooltip className={styles.tooltip ?? ''} placement={placement} offset={6}>
        {text}
      </AriaTooltip>
    </TooltipTrigger>
  )
}
