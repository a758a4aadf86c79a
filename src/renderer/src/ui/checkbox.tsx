import { Check, Minus } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { Checkbox as AriaCheckbox } from 'react-aria-components'
import styles from './choice.module.css'

export interface CheckboxProps {
  readonly isSelected: boolean
  readonly onChange: (isSelected: boolean) => void
  readonly children: ReactNode
  readonly description?: ReactNode
  readonly isIndeterminate?: boolean
  readonly isDisabled?: boolean
}

/** A choice that takes effect with the form it stands in. */
export function Checkbox({ children, description, ...rest }: CheckboxProps): ReactElement {
  return (
    <AriaCheckbox {...rest} className={styles.choice ?? ''}>
      {({ isSelected, isIndeterminate }) => (
        <>
          <span className={styles.box} data-on={isSelected || isIndeterminate || undefined}>
            {isIndeterminate ? (
              <Minus aria-hidden="true" size={12} />
            ) : (
              isSelected && <Check aria-hidden="true" size={12} />
            )}
          </span>
          <span className={styles.words}>
            {children}
            {description !== undefined && <span className={styles.description}>{description}</span>}
          </span>
        </>
      )}
    </AriaCheckbox>
  )
}
