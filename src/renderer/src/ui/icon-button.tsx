import type { LucideIcon } from 'lucide-react'
import type { ReactElement, Ref } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components'
import buttonStyles from './button.module.css'
import { classes } from './classes.ts'
import { Spinner } from './spinner.tsx'
import { Tooltip } from './tooltip.tsx'

export interface IconButtonProps
  extends Pick<AriaButtonProps, 'onPress' | 'isDisabled' | 'slot' | 'aria-pressed' | 'aria-expanded'> {
  /** The button's name, shown as a tooltip too. */
  readonly label: string
  readonly icon: LucideIcon
  readonly isPending?: boolean
  readonly variant?: 'quiet' | 'secondary'
  readonly ref?: Ref<HTMLButtonElement>
}

/** A button that shows an icon alone. */
export function IconButton({
  label,
  icon: Icon,
  isPending = false,
  variant = 'quiet',
  ...rest
}: IconButtonProps): ReactElement {
  return (
    <Tooltip text={label}>
      <AriaButton
        {...rest}
        aria-label={label}
        isPending={isPending}
        className={classes(buttonStyles.button, buttonStyles[variant], buttonStyles.icon)}
      >
        {isPending ? <Spinner size={16} /> : <Icon aria-hidden="true" size={16} />}
      </AriaButton>
    </Tooltip>
  )
}
