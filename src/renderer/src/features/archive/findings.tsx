import type { ReactElement, ReactNode } from 'react'
import { formatCountOf } from '../../lib/formats.ts'
import styles from './archive.module.css'

interface FindingsProps {
  readonly label: string
  readonly total: number
  /** The first ones. */
  readonly findings: readonly { readonly title: string; readonly detail: string }[]
  readonly actions?: ReactNode
}

/** What is not as it was, each with the rows that it is about. */
export function Findings({ label, total, findings, actions }: FindingsProps): ReactElement {
  return (
    <div className={styles.findings}>
      <div className="vigil-row">
        <strong>
          {label}: {formatCountOf(total, 'finding')}
        </strong>
        {actions}
      </div>
      <ul className={styles.findings} aria-label={label}>
        {findings.map(({ title, detail }) => (
          <li key={`${title} ${detail}`} className={styles.finding}>
            <div>{title}</div>
            <bdi className="vigil-muted">{detail}</bdi>
          </li>
        ))}
      </ul>
      {total > findings.length ? (
        <p className="vigil-muted">And {formatCountOf(total - findings.length, 'more finding')}.</p>
      ) : null}
    </div>
  )
}
