import type { ReactElement, ReactNode } from 'react'
import { Switch as AriaSwitch } from 'react-aria-components'
import styles from './choice.module.css'
import { VisuallyHidden } from './visually-hidden.tsx'

export interface SwitchProps {
  readonly isSelected: boolean
  readonly onChange: (isSelected: boolean) => void
  readonly label: string
  /** For a switch whose name stands elsewhere in the row. */
  readonly isLabelHidden?: boolean
  readonly description?: ReactNode
  readonly isDisabled?: boolean
}

/** A choice that takes effect at once. */
export function Switch({ label, isLabelHidden = false, description, ...rest }: SwitchProps): ReactElement {
  return (
    <AriaSwitch {...rest} className={styles.choice ?? ''}>
      {({ isSelected }) => (
        <>
          <span className={styles.track} data-on={isSelected || undefined}>
            <span className={styles.thumb} />
          </span>
          {isLabelHidden ? (
            <VisuallyHidden>{label}</VisuallyHidden>
          ) : (
            <span className={styles.words}>
              {label}
              {description !== undefined && <span className={styles.description}>{description}</span>}
            </span>
          )}
        </>
      )}
    </AriaSwitch>
  )
}
