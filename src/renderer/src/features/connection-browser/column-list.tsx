import { Eye, EyeOff, type LucideIcon, Trash2 } from 'lucide-react'
import { type ReactElement, useState } from 'react'
import type { TableColumn, TableDetail } from '../../../../shared/contract/connections.ts'
import { formatCountOf } from '../../lib/formats.ts'
import { TextField } from '../../ui/text-field.tsx'
import styles from './column-list.module.css'

const visibilities: Record<TableColumn['visibility'], { readonly word: string; readonly icon: LucideIcon }> = {
  included: { word: 'Included', icon: Eye },
  hidden: { word: 'Hidden', icon: EyeOff },
  removed: { word: 'Removed', icon: Trash2 }
}

/** The columns of a table as Sigma tells them, with a filter. */
export function ColumnList({ detail }: { readonly detail: TableDetail }): ReactElement {
  const [filter, setFilter] = useState('')
  const words = filter.toLocaleLowerCase().split(/\s+/)
  const found = detail.columns.filter(({ name, type, description }) => {
    const text = `${name} ${type} ${description ?? ''}`.toLocaleLowerCase()
    return words.every((word) => text.includes(word))
  })
  const total = formatCountOf(detail.columns.length, 'column')
  return (
    <div className={styles.list}>
      <div className={styles.tools}>
        <div className={styles.filter}>
          <TextField
            label="Filter columns"
            isLabelHidden
            isSmall
            type="search"
            placeholder="Filter columns"
            value={filter}
            onChange={setFilter}
          />
        </div>
        <span className={styles.count} aria-live="polite">
          {filter.trim() === '' ? total : `${found.length} of ${total}`}
        </span>
      </div>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Type</th>
            <th scope="col">Visibility</th>
            <th scope="col">Description</th>
          </tr>
        </thead>
        <tbody>
          {found.map((column) => {
            const { word, icon: Icon } = visibilities[column.visibility]
            return (
              <tr key={column.name} data-muted={column.visibility === 'included' ? undefined : ''}>
                <th scope="row" className={styles.name}>
                  {column.name}
                </th>
                <td>{column.type}</td>
                <td>
                  <span className={styles.visibility}>
                    <Icon size={12} aria-hidden="true" />
                    {word}
                  </span>
                </td>
                <td className={styles.description}>{column.description}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {found.length === 0 ? (
        <p className={styles.none}>
          {detail.columns.length === 0 ? 'Sigma tells of no columns.' : 'No column matches.'}
        </p>
      ) : null}
    </div>
  )
}
