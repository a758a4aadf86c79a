import type { ReactElement, ReactNode } from 'react'
import type { OrganizationId } from '../../../shared/kit/ids.ts'
import { PlaceLink } from '../ui/place-link.tsx'
import styles from './administration-layout.module.css'

/** Administration, with the pages of Sigma's portal that Vigil has: so far Account > General Settings. */
export function AdministrationLayout({
  organizationId,
  children
}: {
  readonly organizationId: OrganizationId
  readonly children: ReactNode
}): ReactElement {
  return (
    <div className={styles.layout}>
      <nav aria-label="Administration" className={styles.nav}>
        <h2 className={styles.heading}>Account</h2>
        <PlaceLink place={{ to: 'general-settings', organizationId }} variant="bare" className={styles.link}>
          General Settings
        </PlaceLink>
      </nav>
      <div className={styles.page}>{children}</div>
    </div>
  )
}
