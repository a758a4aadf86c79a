import type { ReactElement } from 'react'
import type { OrganizationColor } from '../../../shared/contract/organizations.ts'
import { colorWords } from '../lib/color-words.ts'
import styles from './color-mark.module.css'

/** The color of an organization, beside its name. Nothing is said by it alone: the label and the name stand in words. */
export function ColorMark({ color }: { readonly color: OrganizationColor }): ReactElement {
  return <span aria-hidden="true" title={colorWords[color]} className={styles.mark} data-color={color} />
}
