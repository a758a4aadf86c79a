import type { ReactElement } from 'react'
import styles from './chips.module.css'

export interface ChipItem {
  readonly name: string
  /** Shown behind the name when it is more than one. */
  readonly count?: number
}

/** Short names beside each other, such as account types or teams. `isWrapped`: over several lines where need be. */
export function Chips({
  items,
  isWrapped = false
}: {
  readonly items: readonly ChipItem[]
  readonly isWrapped?: boolean
}): ReactElement {
  return (
    <span className={styles.chips} data-wrapped={isWrapped || undefined}>
      {items.map(({ name, count = 1 }) => (
        <span key={name} className={styles.chip}>
          <bdi>{name}</bdi>
          {count > 1 && <span className={styles.count}>×{count}</span>}
        </span>
      ))}
    </span>
  )
}
