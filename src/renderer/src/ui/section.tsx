import { Children, type ReactElement, type ReactNode, useId } from 'react'
import styles from './section.module.css'

export interface SectionProps {
  readonly title: string
  readonly description?: ReactNode
  /** Stands at the right of the title. */
  readonly actions?: ReactNode
  readonly children: ReactNode
  /** An anchor to scroll to. */
  readonly id?: string
}

/** A titled part of a page; its rows or other content stand in one box. */
export function Section({ title, description, actions, children, id }: SectionProps): ReactElement {
  const titleId = useId()
  return (
    <section aria-labelledby={titleId} id={id} className={styles.section}>
      <header className={styles.header}>
        <div className={styles.words}>
          <h2 id={titleId} className={styles.title}>
            {title}
          </h2>
          {description !== undefined && <p className={styles.description}>{description}</p>}
        </div>
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </header>
      <div className={styles.content}>{children}</div>
    </section>
  )
}

export interface SettingRowProps {
  readonly title: ReactNode
  readonly description?: ReactNode
  /** What stands at the right: a switch, buttons, a value. */
  readonly control?: ReactNode
  /** A Tag beside the title. */
  readonly tag?: ReactNode
  /** Spans the row below: errors, pending changes, a form. */
  readonly children?: ReactNode
  /** An anchor to scroll to. */
  readonly id?: string
  /** Set off from the others, for what a link led to. */
  readonly isMarked?: boolean
}

/** A setting: title and description at the left, its control at the right. */
export function SettingRow(props: SettingRowProps): ReactElement {
  const { title, description, control, tag, children, id, isMarked = false } = props
  return (
    <div id={id} className={styles.row} data-marked={isMarked || undefined}>
      <div className={styles.rowMain}>
        <div className={styles.rowWords}>
          <div className={styles.rowTitle}>
            <h3>{title}</h3>
            {tag}
          </div>
          {description !== undefined && <div className={styles.description}>{description}</div>}
        </div>
        {control !== undefined && <div className={styles.control}>{control}</div>}
      </div>
      {Children.toArray(children).length > 0 && <div className={styles.below}>{children}</div>}
    </div>
  )
}
