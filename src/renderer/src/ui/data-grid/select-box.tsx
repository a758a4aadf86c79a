import { Check, Minus } from 'lucide-react'
import type { ReactElement } from 'react'
import styles from './data-grid.module.css'
import type { GridSelectionExtent } from './grid-types.ts'

/** The box that a click selects with. Only a picture: the row tells screen readers, the space bar does the same. */
export function SelectBox({ extent }: { readonly extent: GridSelectionExtent }): ReactElement {
  return (
    <span className={styles.select} data-select="" aria-hidden="true">
      <span className={styles.box} data-on={extent !== 'none' || undefined}>
        {extent === 'some' ? <Minus size={12} /> : extent === 'all' ? <Check size={12} /> : null}
      </span>
    </span>
  )
}
