import { CircleMinus, CirclePlus } from 'lucide-react'
import { type ReactElement, useState } from 'react'
import type { EventFilter } from '../../../../shared/domain/event-filter.ts'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { useTopValues } from '../../lib/event-queries.ts'
import type { ValueChip } from '../../lib/event-view.ts'
import { formatCount, formatCountOf } from '../../lib/formats.ts'
import { friendlyName } from '../../ui/archived-rows/column-roles.ts'
import { ComboBox } from '../../ui/combo-box.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './audit-log.module.css'

const shownValues = 20

export interface ValuePanelProps {
  readonly organizationId: OrganizationId
  readonly path: readonly string[]
  readonly filter: EventFilter
  readonly generation: number
  /** All columns, those that are asked for most first. */
  readonly columns: readonly string[]
  readonly initialColumn: string | undefined
  readonly onChoose: (chip: ValueChip) => void
  readonly onClose: () => void
}

/** The most frequent values of a column among the events that fit, each to be wanted or left out. */
export function ValuePanel(props: ValuePanelProps): ReactElement {
  const { columns, initialColumn, onClose } = props
  const [chosen, setChosen] = useState(initialColumn ?? columns[0])
  return (
    <SidePanel title="Values" onClose={onClose}>
      <div className="vigil-stack">
        <ComboBox
          label="Column"
          isSmall
          value={chosen}
          onChange={setChosen}
          options={columns.map((column) => ({ value: column, label: friendlyName(column) }))}
        />
        {chosen === undefined ? null : <TopValues key={chosen} {...props} column={chosen} />}
      </div>
    </SidePanel>
  )
}

function TopValues({
  organizationId,
  path,
  filter,
  generation,
  column,
  onChoose
}: ValuePanelProps & { readonly column: string }): ReactElement {
  const top = useTopValues({ organizationId, path: [...path], filter, column, limit: shownValues }, generation)
  if (top.error !== null)
    return <ErrorNotice activity="Counting the values" error={top.error} onRetry={() => void top.refetch()} />
  if (top.data === undefined) return <Skeleton lines={8} lineHeight={20} label="Counting the values" />
  const { values, others, none, isComplete } = top.data
  const most = Math.max(1, none, ...values.map(({ count }) => count))
  const all = [...values, ...(none > 0 ? [{ text: undefined, count: none }] : [])]
  return (
    <div className={styles.values} data-stale={top.isPlaceholderData || undefined}>
      {all.length === 0 ? <p className="vigil-muted">No event fits.</p> : null}
      <ul aria-label={`Values of ${friendlyName(column)}`}>
        {all.map(({ text, count }) => {
          const words = text ?? 'no value'
          return (
            <li key={`${text === undefined ? 'none' : 'value'} ${words}`} className={styles.valueRow}>
              <span className={styles.valueBar} style={{ inlineSize: `${(count / most) * 100}%` }} aria-hidden="true" />
              <bdi className={styles.valueText} title={words} data-none={text === undefined || undefined}>
                {words}
              </bdi>
              <span className={styles.valueCount}>{formatCount(count)}</span>
              <IconButton
                label={`Only rows with ${words}`}
                icon={CirclePlus}
                onPress={() => onChoose({ column, text, isExcluded: false })}
              />
              <IconButton
                label={`Leave out ${words}`}
                icon={CircleMinus}
                onPress={() => onChoose({ column, text, isExcluded: true })}
              />
            </li>
          )
        })}
      </ul>
      <p className="vigil-muted">
        {others > 0 ? `${formatCountOf(others, 'event')} with other values. ` : ''}
        {isComplete ? '' : 'Not counted to the end: the time was up.'}
      </p>
    </div>
  )
}
