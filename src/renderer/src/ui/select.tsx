import { ChevronsUpDown } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { Button, Label, Popover, Select as AriaSelect, SelectValue } from 'react-aria-components'
import { classes } from './classes.ts'
import styles from './field.module.css'
import { FieldHint, FieldProblem } from './field-parts.tsx'
import { type Option, OptionList } from './options.tsx'
import overlay from './overlay.module.css'
import { VisuallyHidden } from './visually-hidden.tsx'

export type { Option } from './options.tsx'

export interface SelectProps<Value extends string> {
  readonly label: string
  readonly isLabelHidden?: boolean
  readonly hint?: ReactNode
  readonly error?: string | undefined
  /** Undefined while nothing is chosen. */
  readonly value: Value | undefined
  readonly onChange: (value: Value) => void
  readonly options: readonly Option<Value>[]
  readonly placeholder?: string
  readonly isDisabled?: boolean
  readonly isRequired?: boolean
  readonly isSmall?: boolean
}

/** One of a few choices. */
export function Select<Value extends string>(props: SelectProps<Value>): ReactElement {
  const { label, isLabelHidden, hint, error, value, onChange, options, placeholder, isSmall, ...rest } = props
  return (
    <AriaSelect
      {...rest}
      placeholder={placeholder ?? 'Choose'}
      value={value ?? null}
      onChange={(key) => {
        if (typeof key === 'string') onChange(key as Value)
      }}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      className={classes(styles.field, isSmall && styles.small)}
    >
      {isLabelHidden ? (
        <VisuallyHidden>
          <Label>{label}</Label>
        </VisuallyHidden>
      ) : (
        <Label className={styles.label ?? ''}>{label}</Label>
      )}
      <Button className={styles.trigger ?? ''}>
        <SelectValue className={styles.value ?? ''}>
          {({ selectedText, defaultChildren }) => selectedText || defaultChildren}
        </SelectValue>
        <ChevronsUpDown aria-hidden="true" size={14} />
      </Button>
      <FieldHint>{hint}</FieldHint>
      <FieldProblem>{error}</FieldProblem>
      <Popover className={classes(overlay.popover, overlay.matchTrigger)} offset={4}>
        <OptionList options={options} />
      </Popover>
    </AriaSelect>
  )
}
