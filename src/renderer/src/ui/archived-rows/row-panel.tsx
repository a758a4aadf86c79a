import { ChevronDown, ChevronUp, CircleMinus, CirclePlus, X } from 'lucide-react'
import { type KeyboardEvent, type ReactElement, useEffect, useMemo, useRef, useState } from 'react'
import { formatCount } from '../../lib/formats.ts'
import { CopyButton } from '../copy-button.tsx'
import { IconButton } from '../icon-button.tsx'
import { Switch } from '../switch.tsx'
import { Tabs } from '../tabs.tsx'
import { cellText, formatRowTime, isEmptyCell, parseCellTime } from './cell-values.ts'
import { StatusWord } from './row-cell.tsx'
import styles from './row-panel.module.css'
import { rowAsRecord, type RowTable } from './row-table.ts'

/** A value that rows are to have, or not to have. */
export interface ValueChoice {
  readonly column: string
  readonly text: string
  readonly isExcluded: boolean
}

export interface RowPanelProps {
  readonly table: RowTable
  readonly row: number
  /** Columns in the order in which they are read best. */
  readonly columns: readonly string[]
  readonly titleOf: (column: string) => string
  readonly isTime: (column: string) => boolean
  readonly isStatus: (column: string) => boolean
  readonly onChooseValue?: ((choice: ValueChoice) => void) | undefined
  readonly onGo: (row: number) => void
  readonly onClose: () => void
}

/** One row with all its fields. Esc closes; Alt with ↑ ↓ goes to the row before or after. */
export function RowPanel(props: RowPanelProps): ReactElement {
  const { table, row, onGo, onClose } = props
  const panel = useRef<HTMLElement>(null)
  const [tab, setTab] = useState<'fields' | 'json'>('fields')
  useEffect(() => panel.current?.focus({ preventScroll: true }), [])

  const go = (step: -1 | 1) => {
    const next = row + step
    if (next >= 0 && next < table.rowCount) onGo(next)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose()
    else if (event.altKey && event.key === 'ArrowDown') go(1)
    else if (event.altKey && event.key === 'ArrowUp') go(-1)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const json = useMemo(() => JSON.stringify(rowAsRecord(table, row), null, 2), [table, row])
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Esc and Alt with the arrows belong to the whole panel
    <aside ref={panel} className={styles.panel} aria-label="Row details" tabIndex={-1} onKeyDown={onKeyDown}>
      <header className={styles.header}>
        <h2 className={styles.title}>Row details</h2>
        <span className={styles.position} aria-live="polite">
          {formatCount(row + 1)} of {formatCount(table.totalRows)}
        </span>
        <IconButton label="Previous row (Alt+↑)" icon={ChevronUp} isDisabled={row === 0} onPress={() => go(-1)} />
        <IconButton
          label="Next row (Alt+↓)"
          icon={ChevronDown}
          isDisabled={row >= table.rowCount - 1}
          onPress={() => go(1)}
        />
        <IconButton label="Close (Esc)" icon={X} onPress={onClose} />
      </header>
      <div className={styles.tabs}>
        <Tabs
          label="Row details"
          selected={tab}
          onChange={setTab}
          items={[
            { id: 'fields', label: 'Fields', content: <Fields {...props} /> },
            { id: 'json', label: 'JSON', content: <Json json={json} /> }
          ]}
        />
      </div>
    </aside>
  )
}

function Fields(props: RowPanelProps): ReactElement {
  const { table, row, columns, titleOf, isTime, isStatus, onChooseValue } = props
  const [showsEmpty, setShowsEmpty] = useState(false)
  const filled = columns.filter((column) => !isEmptyCell(table.cell(row, column)))
  const emptyCount = columns.length - filled.length
  return (
    <>
      <div className={styles.tools}>
        <Switch label={`Show empty fields (${emptyCount})`} isSelected={showsEmpty} onChange={setShowsEmpty} />
      </div>
      <dl className={styles.fields}>
        {(showsEmpty ? columns : filled).map((column) => {
          const cell = table.cell(row, column)
          const text = cellText(cell)
          const atMs = isTime(column) && cell !== undefined ? parseCellTime(cell) : undefined
          return (
            <div key={column} className={styles.field} data-choices={onChooseValue === undefined ? undefined : true}>
              <dt title={column}>{titleOf(column)}</dt>
              <dd>
                {text === '' ? (
                  <span className={styles.none}>{cell === '' ? 'empty text' : 'null'}</span>
                ) : (
                  <>
                    <span className={styles.value}>{isStatus(column) ? <StatusWord value={text} /> : text}</span>
                    {atMs === undefined ? null : (
                      <span className={styles.times}>
                        {[...new Set([formatRowTime(atMs, 'utc'), formatRowTime(atMs, 'local')])].map((time) => (
                          <span key={time}>{time}</span>
                        ))}
                      </span>
                    )}
                    <span className={styles.copy}>
                      {onChooseValue === undefined || atMs !== undefined ? null : (
                        <>
                          <IconButton
                            label={`Only rows with this ${titleOf(column)}`}
                            icon={CirclePlus}
                            onPress={() => onChooseValue({ column, text, isExcluded: false })}
                          />
                          <IconButton
                            label={`Leave out this ${titleOf(column)}`}
                            icon={CircleMinus}
                            onPress={() => onChooseValue({ column, text, isExcluded: true })}
                          />
                        </>
                      )}
                      <CopyButton text={text} label={`Copy ${titleOf(column)}`} />
                    </span>
                  </>
                )}
              </dd>
            </div>
          )
        })}
      </dl>
    </>
  )
}

function Json({ json }: { readonly json: string }): ReactElement {
  return (
    <>
      <div className={styles.tools}>
        <span className={styles.toolWords}>As it is kept, with Sigma’s own column names</span>
        <CopyButton text={json} label="Copy JSON" />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <pre className={styles.json} tabIndex={0}>
        {json}
      </pre>
    </>
  )
}
