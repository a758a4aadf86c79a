import { ChevronsUpDown } from 'lucide-react'
import { type ReactElement, type ReactNode, useEffect, useRef } from 'react'
import { Button, ComboBox as AriaComboBox, Group, Input, Label } from 'react-aria-components'
import { classes } from './classes.ts'
import styles from './field.module.css'
import { FieldHint, FieldProblem } from './field-parts.tsx'
import { FollowingPopover } from './following-popover.tsx'
import { type Option, OptionList } from './options.tsx'
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
  /** Takes the focus when it appears, its text selected, its list closed. */
  readonly isFocusedFirst?: boolean
}

/** One of many choices, found by typing. */
export function ComboBox<Value extends string>(props: ComboBoxProps<Value>): ReactElement {
  const {
    label,
    isLabelHidden,
    hint,
    error,
    value,
    onChange,
    options,
    placeholder,
    isSmall,
    isFocusedFirst = false,
    ...rest
  } = props
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (!isFocusedFirst) return
    // the text comes with the list of options, a moment after the field
    const frame = requestAnimationFrame(() => input.current?.select())
    return () => cancelAnimationFrame(frame)
  }, [isFocusedFirst])
  return (
    <AriaComboBox
      {...rest}
      value={value ?? null}
      onChange={(key) => {
        if (typeof key === 'string') onChange(key as Value)
      }}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      autoFocus={isFocusedFirst}
      menuTrigger={isFocusedFirst ? 'input' : 'focus'}
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
        <Input ref={input} className={styles.input ?? ''} placeholder={placeholder} />
        <Button className={styles.groupButton ?? ''}>
          <ChevronsUpDown aria-hidden="true" size={14} />
        </Button>
      </Group>
      <FieldHint>{hint}</FieldHint>
      <FieldProblem>{error}</FieldProblem>
      <FollowingPopover>
        <OptionList options={options} emptyText="Nothing matches." />
      </FollowingPopover>
    </AriaComboBox>
  )
}
