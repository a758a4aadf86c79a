import { type ReactElement, type ReactNode, useEffect } from 'react'
import { classes } from './classes.ts'
import styles from './page.module.css'

export interface PageProps {
  /** The heading; takes focus on navigation. */
  readonly title: string
  /** The window's title where it says more than the heading, such as “Overview – Acme”. */
  readonly documentTitle?: string
  readonly description?: ReactNode
  /** Where the page belongs, above the heading: a Breadcrumb. */
  readonly eyebrow?: ReactNode
  /** A Tag beside the heading. */
  readonly tag?: ReactNode
  /** Buttons at the right of the heading. */
  readonly actions?: ReactNode
  readonly children: ReactNode
  /** `text`: a readable column that scrolls. `full`: fills the region and lets its content scroll by itself (grids). */
  readonly layout?: 'text' | 'full'
}

/** The frame of a page: heading, actions, content. One a route. */
export function Page({
  title,
  documentTitle,
  description,
  eyebrow,
  tag,
  actions,
  children,
  layout = 'text'
}: PageProps): ReactElement {
  useEffect(() => {
    document.title = `${documentTitle ?? title} – Vigil`
  }, [documentTitle, title])
  return (
    <div className={classes(styles.page, styles[layout])}>
      <div className={styles.inner}>
        <header className={styles.header}>
          <div className={styles.words}>
            {eyebrow}
            <div className={styles.titleRow}>
              <h1 tabIndex={-1} data-page-heading="" className={styles.title}>
                {title}
              </h1>
              {tag}
            </div>
            {description !== undefined && <div className={styles.description}>{description}</div>}
          </div>
          {actions !== undefined && <div className={styles.actions}>{actions}</div>}
        </header>
        <div className={styles.content}>{children}</div>
      </div>
    </div>
  )
}
