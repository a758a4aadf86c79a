import type { ReactElement, ReactNode } from 'react'
import styles from './card.module.css'

/** A box with padding. */
export function Card({ children }: { readonly children: ReactNode }): ReactElement {
  return <div className={styles.card}>{children}</div>
}
