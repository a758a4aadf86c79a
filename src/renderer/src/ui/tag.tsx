import { Circle, CircleAlert, CircleCheck, Clock, type LucideIcon, TriangleAlert } from 'lucide-react'
import type { HTMLAttributes, ReactElement, ReactNode, Ref } from 'react'
import type { Tone } from '../lib/tone.ts'
import { classes } from './classes.ts'
import styles from './tag.module.css'

export type { Tone } from '../lib/tone.ts'

export const toneIcons: Record<Tone, LucideIcon> = {
  neutral: Circle,
  good: CircleCheck,
  working: Clock,
  warning: TriangleAlert,
  bad: CircleAlert
}

export interface TagProps extends Pick<HTMLAttributes<HTMLSpanElement>, 'role' | 'tabIndex' | 'aria-label'> {
  readonly tone?: Tone
  /** The tone's own icon unless told. */
  readonly icon?: LucideIcon
  readonly children: ReactNode
  readonly ref?: Ref<HTMLSpanElement>
}

/** A status: icon plus word plus colour. Takes the props of a tooltip's trigger. */
export function Tag({ tone = 'neutral', icon, children, ref, ...rest }: TagProps): ReactElement {
  const Icon = icon ?? toneIcons[tone]
  return (
    <span {...rest} ref={ref} className={classes(styles.tag, styles[tone])}>
      <Icon aria-hidden="true" size={12} />
      {children}
    </span>
  )
}
