import { LoaderCircle } from 'lucide-react'
import type { ReactElement } from 'react'
import styles from './spinner.module.css'

/** A turning mark. Decorative: say in words beside it what is going on. */
export function Spinner({ size = 16 }: { readonly size?: number }): ReactElement {
  return <LoaderCircle aria-hidden="true" className={styles.spinner} size={size} />
}
