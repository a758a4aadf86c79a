import type { ReactElement, ReactNode, Ref } from 'react'
import { Input, Label, TextField as AriaTextField } from 'react-aria-components'
import { classes } from './classes.ts'
import styles from './field.module.css'
import { FieldHint, FieldProblem } from './field-parts.tsx'
import { VisuallyHidden } from './visually-hidden.tsx'

export interface TextFieldProps {
  readonly label: string
  readonly isLabelHidden?: boolean
  readonly hint?: ReactNode
  /** What is wrong; marks the field as invalid. */
  readonly error?: string | undefined
  readonly value: string
  readonly onChange: (value: string) => void
  /** `password` hides what is typed; there is no way to reveal it, since a secret is pasted and never read back. */
  readonly type?: 'text' | 'password' | 'url' | 'search'
  readonly placeholder?: string
  readonly isRequired?: boolean
  /** Says “optional” beside the label. */
  readonly isOptional?: boolean
  readonly isDisabled?: boolean
  readonly isMonospace?: boolean
  readonly isSmall?: boolean
  readonly maxLength?: number
  /** Takes the focus when it appears, for what is typed first in a form or dialog. */
  readonly isFocusedFirst?: boolean
  readonly name?: string
  readonly onBlur?: () => void
  readonly ref?: Ref<HTMLInputElement>
}

/** A line of text with its label, hint and error. */
export function TextField(props: TextFieldProps): ReactElement {
  const {
    label,
    isLabelHidden,
    hint,
    error,
    type = 'text',
    placeholder,
    isOptional,
    isMonospace,
    isSmall,
    isFocusedFirst = false,
    ref,
    ...rest
  } = props
  return (
    <AriaTextField
      {...rest}
      autoFocus={isFocusedFirst}
      type={type}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      autoComplete="off"
      spellCheck="false"
      className={classes(styles.field, isSmall && styles.small)}
    >
      {isLabelHidden ? (
        <VisuallyHidden>
          <Label>{label}</Label>
        </VisuallyHidden>
      ) : (
        <Label className={styles.label ?? ''}>
          {label}
          {isOptional && <span className={styles.optional}> (optional)</span>}
        </Label>
      )}
      <Input ref={ref} className={classes(styles.input, isMonospace && styles.mono)} placeholder={placeholder} />
      <FieldHint>{hint}</FieldHint>
      <FieldProblem>{error}</FieldProblem>
    </AriaTextField>
  )
}
