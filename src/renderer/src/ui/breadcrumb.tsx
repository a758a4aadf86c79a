import { ChevronRight } from 'lucide-react'
import { Fragment, type ReactElement } from 'react'
import styles from './breadcrumb.module.css'

/** Where a page belongs: names from the top down. Vigil's pages are flat, so these are words, not links. */
export function Breadcrumb({ items }: { readonly items: readonly string[] }): ReactElement {
  return (
    <p className={styles.breadcrumb}>
      {items.map((item, index) => (
        <Fragment key={item}>
          {index > 0 ? <ChevronRight role="img" aria-label="then" size={12} /> : null}
          <span>{item}</span>
        </Fragment>
      ))}
    </p>
  )
}
