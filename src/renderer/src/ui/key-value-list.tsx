import type { ReactElement, ReactNode } from 'react'
import styles from './key-value-list.module.css'

export interface KeyValue {
  readonly key: string
  readonly value: ReactNode
}

/** Facts with their names. */
export function KeyValueList({
  items,
  isPlain = false
}: {
  readonly items: readonly KeyValue[]
  /** Without room around and lines between, for panels. */
  readonly isPlain?: boolean
}): ReactElement {
  return (
    <dl className={styles.list} data-plain={isPlain || undefined}>
      {items.map((item) => (
        <div key={item.key} className={styles.pair}>
          <dt>{item.key}</dt>
          <dd>{item.value}</dd>
        </div>
      ))}
    </dl>
  )
}
