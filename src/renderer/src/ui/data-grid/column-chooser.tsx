import { ArrowDown, ArrowUp, Columns3 } from 'lucide-react'
import { useState } from 'react'
import { DialogTrigger, Popover } from 'react-aria-components'
import { Button } from '../button.tsx'
import { Checkbox } from '../checkbox.tsx'
import { classes } from '../classes.ts'
import { IconButton } from '../icon-button.tsx'
import overlay from '../overlay.module.css'
import { Switch } from '../switch.tsx'
import { TextField } from '../text-field.tsx'
import styles from './column-chooser.module.css'
import {
  arrangedColumns,
  type ColumnLayout,
  initialColumnLayout,
  visibleColumns,
  withMove,
  withVisibility
} from './column-layout.ts'

export interface ChoosableColumn {
  readonly id: string
  readonly title: string
  readonly type?: string
}

const noneEmpty: ReadonlySet<string> = new Set()

interface ColumnChooserProps {
  readonly columns: readonly ChoosableColumn[]
  /** Columns in which no row has a value; where it is told, they can be hidden together. */
  readonly emptyIds?: ReadonlySet<string>
  /** What “Reset columns” leads back to. */
  readonly initial?: ColumnLayout
  readonly layout: ColumnLayout
  readonly onChange: (layout: ColumnLayout) => void
}

/** A button with the searchable list of columns: show, hide, move. */
export function ColumnChooser(props: ColumnChooserProps) {
  const { columns, emptyIds = noneEmpty, layout } = props
  const ids = columns.map((column) => column.id)
  const visible = new Set(visibleColumns(layout, ids, emptyIds))
  return (
    <DialogTrigger>
      <Button icon={Columns3}>{`Columns ${visible.size}/${columns.length}`}</Button>
      {/* the popover is the dialog itself, named by its button: around one within stood React Aria's hidden buttons, in no region */}
      <Popover className={classes(overlay.popover, styles.popover, styles.dialog)} placement="bottom end" offset={4}>
        <ChooserList {...props} visible={visible} />
      </Popover>
    </DialogTrigger>
  )
}

function ChooserList(props: ColumnChooserProps & { readonly visible: ReadonlySet<string> }) {
  const { columns, emptyIds, initial = initialColumnLayout, layout, onChange, visible } = props
  const [search, setSearch] = useState('')
  const ids = columns.map((column) => column.id)
  const byId = new Map(columns.map((column) => [column.id, column]))
  const words = search.toLocaleLowerCase().split(/\s+/)
  const matches = (column: ChoosableColumn) => {
    const text = `${column.title} ${column.id}`.toLocaleLowerCase()
    return words.every((word) => text.includes(word))
  }
  const arranged = arrangedColumns(layout, ids)
  const found = arranged.flatMap((id) => byId.get(id) ?? []).filter(matches)
  const onScreen = arranged.filter((id) => visible.has(id))
  return (
    <>
      <div className={styles.top}>
        <TextField
          label="Search columns"
          isLabelHidden
          isSmall
          type="search"
          placeholder="Search columns"
          value={search}
          onChange={setSearch}
          isFocusedFirst
        />
        {emptyIds === undefined ? null : (
          <Switch
            label={`Hide empty columns (${emptyIds.size})`}
            isSelected={layout.hidesEmpty}
            onChange={(hidesEmpty) => onChange({ ...layout, hidesEmpty, shown: [] })}
          />
        )}
      </div>
      <ul className={styles.list} aria-label="Columns">
        {found.map((column) => {
          const isVisible = visible.has(column.id)
          const at = onScreen.indexOf(column.id)
          return (
            <li key={column.id} className={styles.item}>
              <div className={styles.choice}>
                <Checkbox
                  isSelected={isVisible}
                  isDisabled={isVisible && visible.size === 1}
                  onChange={(isShown) => onChange(withVisibility(layout, column.id, isShown))}
                >
                  <span className={styles.title} title={column.id}>
                    {column.title}
                  </span>
                </Checkbox>
              </div>
              <span className={styles.note}>{emptyIds?.has(column.id) ? 'empty' : column.type}</span>
              <IconButton
                label={`Move ${column.title} up`}
                icon={ArrowUp}
                isDisabled={at <= 0}
                onPress={() => onChange(withMove(layout, ids, onScreen, column.id, -1))}
              />
              <IconButton
                label={`Move ${column.title} down`}
                icon={ArrowDown}
                isDisabled={at < 0 || at === onScreen.length - 1}
                onPress={() => onChange(withMove(layout, ids, onScreen, column.id, 1))}
              />
            </li>
          )
        })}
        {found.length === 0 ? <li className={styles.none}>No column has this name.</li> : null}
      </ul>
      <div className={styles.bottom}>
        <Button variant="quiet" onPress={() => onChange(initial)}>
          Reset columns
        </Button>
      </div>
    </>
  )
}
