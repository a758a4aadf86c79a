import type { ReactElement, ReactNode } from 'react'
import styles from './tools.module.css'

/** What stands above a list: search, filters, and at the end what there is to see. */
export function Tools({ children, end }: { readonly children: ReactNode; readonly end?: ReactNode }): ReactElement {
  return (
    <div className={styles.tools}>
      {children}
      {end !== undefined && <div className={styles.end}>{end}</div>}
    </div>
  )
}

/** A tool that shares the width. `wide`: a search; `normal`: a choice. */
export function Tool({
  children,
  size = 'normal'
}: {
  readonly children: ReactNode
  readonly size?: 'normal' | 'wide'
}): ReactElement {
  return <div className={styles[size]}>{children}</div>
}
