import type { LucideIcon } from 'lucide-react'
import type { MouseEvent, ReactElement, ReactNode } from 'react'
import { hrefOf, type Place, useGo, useIsHere } from '../lib/navigation.ts'
import buttonStyles from './button.module.css'
import { classes } from './classes.ts'
import styles from './place-link.module.css'

export interface PlaceLinkProps {
  readonly place: Place
  readonly children: ReactNode
  /** `text` unless told; the button variants look like buttons; `bare` leaves the look to `className`. */
  readonly variant?: 'text' | 'primary' | 'secondary' | 'quiet' | 'bare'
  readonly size?: 'normal' | 'large'
  readonly icon?: LucideIcon
  readonly className?: string | undefined
  readonly title?: string
  readonly 'aria-label'?: string
  readonly 'aria-describedby'?: string
  /** Whether the page on screen belongs to the link, where that is more than the place itself. */
  readonly isCurrent?: boolean
  /** Called before the place opens. */
  readonly onFollow?: () => void
}

/** A link to a page of the window; marks itself as the current page. */
export function PlaceLink({
  place,
  children,
  variant = 'text',
  size = 'normal',
  icon: Icon,
  className,
  isCurrent,
  onFollow,
  ...rest
}: PlaceLinkProps): ReactElement {
  const go = useGo()
  const isHere = useIsHere(place)
  const follow = (event: MouseEvent): void => {
    event.preventDefault()
    onFollow?.()
    go(place)
  }
  const look =
    variant === 'bare'
      ? className
      : variant === 'text'
        ? classes(styles.text, className)
        : classes(buttonStyles.button, buttonStyles[variant], size === 'large' && buttonStyles.large, className)
  return (
    <a
      {...rest}
      href={hrefOf(place)}
      className={look}
      aria-current={(isCurrent ?? isHere) ? 'page' : undefined}
      onClick={follow}
    >
      {Icon && <Icon aria-hidden="true" size={14} />}
      {children}
    </a>
  )
}
