import { ChevronsUpDown } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { Button, ComboBox as AriaComboBox, Group, Input, Label, Popover } from 'react-aria-components'
import { classes } from './classes.ts'
import styles from './field.module.css'
import { FieldHint, FieldProblem } from './field-parts.tsx'
import { type Option, OptionList } from './options.tsx'
import overlay from './overlay.module.css'
import { VisuallyHidden } from './visually-hidden.tsx'

export interface ComboBoxProps<Value extends string> {
  readonly label: string
  readonly isLabelHidden?: boolean
  readonly hint?: ReactNode
  readonly error?: string | undefined
  readonly value: Value | undefined
  readonly onChange: (value: Value) => void
  readonly options: readonly Option<Value>[]
  readonly placeholder?: string
  readonly isDisabled?: boolean
  readonly isRequired?: boolean
  readonly isSmall?: boolean
}

/** One of many choices, found by typing. */
export function ComboBox<Value extends string>(props: ComboBoxProps<Value>): ReactElement {
  const { label, isLabelHidden, hint, error, value, onChange, options, placeholder, isSmall, ...rest } = props
  return (
    <AriaComboBox
      {...rest}
      value={value ?? null}
      onChange={(key) => {
        if (typeof key === 'string') onChange(key as Value)
      }}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      menuTrigger="focus"
      allowsEmptyCollection
      className={classes(styles.field, isSmall && styles.small)}
    >
      {isLabelHidden ? (
        <VisuallyHidden>
          <Label>{label}</Label>
        </VisuallyHidden>
      ) : (
        <Label className={styles.label ?? ''}>{label}</Label>
      )}
      <Group className={styles.group ?? ''}>
        <Input className={styles.input ?? ''} placeholder={placeholder} />
        <Button className={styles.groupButton ?? ''}>
          <ChevronsUpDown aria-hidden="true" size={14} />
        </Button>
      </Group>
      <FieldHint>{hint}</FieldHint>
      <FieldProblem>{error}</FieldProblem>
      <Popover className={classes(overlay.popover, overlay.matchTrigger)} offset={4}>
        <OptionList options={options} emptyText="Nothing matches." />
      </Popover>
    </AriaComboBox>
  )
}
