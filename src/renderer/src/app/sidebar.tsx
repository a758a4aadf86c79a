import { GitCompareArrows, History, Info, Plus, Settings, Users } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { PlaceLink } from '../ui/place-link.tsx'
import { BulkLink } from './bulk-link.tsx'
import { ChangesLink } from './changes-link.tsx'
import { FleetLink } from './fleet-link.tsx'
import { InboxLink } from './inbox-link.tsx'
import { OrganizationList } from '../features/organizations/organization-list.tsx'
import styles from './sidebar.module.css'
import { isMac } from './use-shortcuts.ts'

/**
 * The left edge of the window: all organizations, inbox, organizations, activity, preferences.
 * `edge` is the handle that changes its width, where it has one.
 */
export function Sidebar({ edge }: { readonly edge?: ReactNode }): ReactElement {
  const modifier = isMac() ? '⌘' : 'Ctrl+'
  return (
    <aside aria-label="Sidebar" className={styles.sidebar}>
      <nav aria-label="Across organizations" className={styles.top}>
        <FleetLink />
        <InboxLink />
        <ChangesLink />
        <BulkLink />
        <PlaceLink place={{ to: 'people' }} variant="bare" className={styles.navLink}>
          <Users aria-hidden="true" size={16} />
          <span className={styles.navText}>People</span>
        </PlaceLink>
        <PlaceLink place={{ to: 'drift' }} variant="bare" className={styles.navLink}>
          <GitCompareArrows aria-hidden="true" size={16} />
          <span className={styles.navText}>Settings drift</span>
        </PlaceLink>
      </nav>
      <OrganizationList />
      <nav aria-label="Vigil" className={styles.bottom}>
        <PlaceLink
          place={{ to: 'add-organization' }}
          variant="bare"
          className={styles.navLink}
          title={`Add organization (${modifier}N)`}
        >
          <Plus aria-hidden="true" size={16} />
          <span className={styles.navText}>Add organization</span>
        </PlaceLink>
        <PlaceLink place={{ to: 'activity' }} variant="bare" className={styles.navLink}>
          <History aria-hidden="true" size={16} />
          <span className={styles.navText}>Activity</span>
        </PlaceLink>
        <PlaceLink
          place={{ to: 'preferences' }}
          variant="bare"
          className={styles.navLink}
          title={`Preferences (${modifier},)`}
        >
          <Settings aria-hidden="true" size={16} />
          <span className={styles.navText}>Preferences</span>
        </PlaceLink>
        <PlaceLink place={{ to: 'about' }} variant="bare" className={styles.navLink}>
          <Info aria-hidden="true" size={16} />
          <span className={styles.navText}>About Vigil</span>
        </PlaceLink>
      </nav>
      {edge}
    </aside>
  )
}
