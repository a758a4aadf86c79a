import { CircleAlert, Info, type LucideIcon, TriangleAlert } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import styles from './banner.module.css'
import { classes } from './classes.ts'

export interface BannerProps {
  readonly tone: 'info' | 'warning' | 'bad'
  /** One sentence: what is so. */
  readonly title: ReactNode
  /** More, or what to do. */
  readonly children?: ReactNode
  /** A Button or PlaceLink. */
  readonly action?: ReactNode
  readonly icon?: LucideIcon
  /** `strip` spans the page below its header; `box` stands among other content. */
  readonly layout?: 'box' | 'strip'
}

const icons: Record<BannerProps['tone'], LucideIcon> = { info: Info, warning: TriangleAlert, bad: CircleAlert }

/** Something that concerns the whole page. Announced politely when it appears. */
export function Banner({ tone, title, children, action, icon, layout = 'box' }: BannerProps): ReactElement {
  const Icon = icon ?? icons[tone]
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an output element may hold phrasing only
    <div role="status" className={classes(styles.banner, styles[tone], styles[layout])}>
      <Icon aria-hidden="true" size={16} />
      <div className={styles.words}>
        <strong>{title}</strong>
        {children !== undefined && <div>{children}</div>}
      </div>
      {action !== undefined && <div className={styles.action}>{action}</div>}
    </div>
  )
}
