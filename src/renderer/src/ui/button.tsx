import type { LucideIcon } from 'lucide-react'
import type { ReactElement, ReactNode, Ref } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components'
import styles from './button.module.css'
import { classes } from './classes.ts'
import { Spinner } from './spinner.tsx'

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger'

export interface ButtonProps
  extends Pick<
    AriaButtonProps,
    'onPress' | 'isDisabled' | 'type' | 'form' | 'aria-label' | 'aria-describedby' | 'slot'
  > {
  /** `secondary` unless told; one `primary` a view. */
  readonly variant?: ButtonVariant
  readonly size?: 'normal' | 'large'
  /** Keeps its width and focus, shows a spinner, ignores presses. */
  readonly isPending?: boolean
  readonly icon?: LucideIcon
  /** Takes the focus when it appears, for a dialog's safe answer. */
  readonly isFocusedFirst?: boolean
  readonly children: ReactNode
  readonly ref?: Ref<HTMLButtonElement>
}

/** A push button. */
export function Button({
  variant = 'secondary',
  size = 'normal',
  icon: Icon,
  isPending = false,
  isFocusedFirst = false,
  children,
  ...rest
}: ButtonProps): ReactElement {
  return (
    <AriaButton
      {...rest}
      autoFocus={isFocusedFirst}
      isPending={isPending}
      className={classes(styles.button, styles[variant], size === 'large' && styles.large)}
    >
      {isPending ? <Spinner size={14} /> : Icon && <Icon aria-hidden="true" size={14} />}
      <span className={styles.text}>{children}</span>
    </AriaButton>
  )
}
