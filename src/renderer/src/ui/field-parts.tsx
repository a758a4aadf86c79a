import { CircleAlert } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { FieldError, Text } from 'react-aria-components'
import styles from './field.module.css'

/** The hint below a field, announced with it. */
export function FieldHint({ children }: { readonly children: ReactNode }): ReactElement | null {
  if (children === undefined) return null
  return (
    <Text slot="description" className={styles.hint ?? ''}>
      {children}
    </Text>
  )
}

/** What is wrong with a field, announced with it. */
export function FieldProblem({ children }: { readonly children: ReactNode }): ReactElement {
  return (
    <FieldError className={styles.error ?? ''}>
      <CircleAlert aria-hidden="true" size={14} />
      <span>{children}</span>
    </FieldError>
  )
}
