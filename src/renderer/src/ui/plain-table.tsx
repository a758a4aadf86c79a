import type { ReactElement, ReactNode } from 'react'
import styles from './plain-table.module.css'

export interface PlainTableProps {
  /** What the rows are, for screen readers. */
  readonly label: string
  /** Titles of the columns. */
  readonly columns: readonly string[]
  /** `page` fills the rest of a page from edge to edge; `box` stands among other things; `section` fills the box of a section. */
  readonly layout?: 'page' | 'box' | 'section'
  /** Cells stand in the middle of their row, for rows of one line with controls; at its top otherwise. */
  readonly isCentered?: boolean
  /** Its rows are about to be replaced. */
  readonly isBusy?: boolean
  /** `tr` elements. `data-nowrap` on a cell keeps it on one line; `data-removed` on a row makes it quiet. */
  readonly children: ReactNode
  /** Below the rows; scrolls with them. */
  readonly footer?: ReactNode
}

/** A table that is read, without a cursor: all rows are drawn, its header stays in view. For more than some hundred rows there is DataGrid. */
export function PlainTable(props: PlainTableProps): ReactElement {
  const { label, columns, layout = 'page', isCentered = false, isBusy = false, children, footer } = props
  return (
    // A region that scrolls must be reachable with the keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region
    <section className={styles[layout]} aria-label={label} aria-busy={isBusy} tabIndex={0}>
      <table className={styles.table} data-centered={isCentered || undefined}>
        <thead>
          <tr>
            {columns.map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
      {footer}
    </section>
  )
}
