import type { ReactElement } from 'react'
import { labelWords, type OrganizationLabel } from '../lib/organization-words.ts'
import styles from './label-tag.module.css'

/** An organization's label: Production, Staging … Nothing where it has none. */
export function LabelTag({ label }: { readonly label: OrganizationLabel }): ReactElement | null {
  if (label === 'none') return null
  return (
    <span className={styles.label} data-label={label}>
      {labelWords[label]}
    </span>
  )
}
