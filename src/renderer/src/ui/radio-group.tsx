import type { ReactElement, ReactNode } from 'react'
import { Label, Radio, RadioGroup as AriaRadioGroup } from 'react-aria-components'
import styles from './choice.module.css'
import { classes } from './classes.ts'
import { FieldHint } from './field-parts.tsx'
import { VisuallyHidden } from './visually-hidden.tsx'

export interface RadioOption<Value extends string> {
  readonly value: Value
  readonly label: ReactNode
  readonly description?: ReactNode
  readonly isDisabled?: boolean
}

export interface RadioGroupProps<Value extends string> {
  readonly label: string
  readonly isLabelHidden?: boolean
  readonly hint?: ReactNode
  readonly value: Value | undefined
  readonly onChange: (value: Value) => void
  readonly options: readonly RadioOption<Value>[]
  readonly orientation?: 'vertical' | 'horizontal'
  readonly isDisabled?: boolean
}

/** One of a few choices, all on view. */
export function RadioGroup<Value extends string>(props: RadioGroupProps<Value>): ReactElement {
  const {
    label,
    isLabelHidden = false,
    hint,
    value,
    onChange,
    options,
    orientation = 'vertical',
    isDisabled = false
  } = props
  return (
    <AriaRadioGroup
      value={value ?? null}
      onChange={(next) => onChange(next as Value)}
      orientation={orientation}
      isDisabled={isDisabled}
      className={classes(styles.group, styles[orientation])}
    >
      {isLabelHidden ? (
        <VisuallyHidden>
          <Label>{label}</Label>
        </VisuallyHidden>
      ) : (
        <Label className={styles.groupLabel ?? ''}>{label}</Label>
      )}
      <div className={styles.options}>
        {options.map((option) => (
          <Radio
            key={option.value}
            value={option.value}
            isDisabled={option.isDisabled ?? false}
            className={styles.choice ?? ''}
          >
            {({ isSelected }) => (
              <>
                <span className={styles.dot} data-on={isSelected || undefined} />
                <span className={styles.words}>
                  {option.label}
                  {option.description !== undefined && <span className={styles.description}>{option.description}</span>}
                </span>
              </>
            )}
          </Radio>
        ))}
      </div>
      <FieldHint>{hint}</FieldHint>
    </AriaRadioGroup>
  )
}
