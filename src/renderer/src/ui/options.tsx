import { Check } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { Header, ListBox, ListBoxItem, ListBoxSection, Text } from 'react-aria-components'
import styles from './overlay.module.css'

export interface Option<Value extends string> {
  readonly value: Value
  readonly label: string
  /** A second, quieter line. */
  readonly description?: string
  /** Before the label; adds nothing that the words do not say. */
  readonly mark?: ReactNode
  /** Options of a group follow each other and stand under its name. */
  readonly group?: string
}

function OptionItem<Value extends string>({ option }: { readonly option: Option<Value> }): ReactElement {
  return (
    <ListBoxItem id={option.value} textValue={option.label} className={styles.item ?? ''}>
      {({ isSelected }) => (
        <>
          {option.mark}
          <span className={styles.itemText}>
            <Text slot="label">{option.label}</Text>
            {option.description !== undefined && (
              <Text slot="description" data-description="" className={styles.itemDescription ?? ''}>
                {option.description}
              </Text>
            )}
          </span>
          <span className={styles.check}>{isSelected && <Check aria-hidden="true" size={14} />}</span>
        </>
      )}
    </ListBoxItem>
  )
}

/** The list inside a Select or ComboBox. */
export function OptionList<Value extends string>({
  options,
  emptyText
}: {
  readonly options: readonly Option<Value>[]
  readonly emptyText?: string
}): ReactElement {
  const groups = [...new Set(options.map((option) => option.group))]
  return (
    <ListBox
      className={styles.list ?? ''}
      renderEmptyState={() => <div className={styles.empty}>{emptyText ?? 'Nothing to choose from.'}</div>}
    >
      {groups.map((group) => {
        const items = options.filter((option) => option.group === group)
        if (group === undefined) return items.map((option) => <OptionItem key={option.value} option={option} />)
        return (
          <ListBoxSection key={group} id={`group:${group}`}>
            <Header className={styles.heading ?? ''}>{group}</Header>
            {items.map((option) => (
              <OptionItem key={option.value} option={option} />
            ))}
          </ListBoxSection>
        )
      })}
    </ListBox>
  )
}
