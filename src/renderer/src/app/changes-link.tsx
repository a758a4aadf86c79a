import { FilePen } from 'lucide-react'
import type { ReactElement } from 'react'
import { useChangeCounts } from '../lib/change-queries.ts'
import { PlaceLink } from '../ui/place-link.tsx'
import { VisuallyHidden } from '../ui/visually-hidden.tsx'
import styles from './sidebar.module.css'

const mostShown = 99

/** The way to the pending changes, with their number; it stands out when some wait for a person. */
export function ChangesLink(): ReactElement {
  const { all, forPerson } = useChangeCounts()
  return (
    <PlaceLink place={{ to: 'changes' }} variant="bare" className={styles.navLink}>
      <FilePen aria-hidden="true" size={16} />
      <span className={styles.navText}>Pending changes</span>
      {all > 0 && (
        <span className={styles.badge} data-quiet={forPerson === 0 || undefined}>
          {all > mostShown ? `${mostShown}+` : all}
          <VisuallyHidden>{forPerson === 0 ? ' waiting to be sent' : `, ${forPerson} waiting for you`}</VisuallyHidden>
        </span>
      )}
    </PlaceLink>
  )
}
