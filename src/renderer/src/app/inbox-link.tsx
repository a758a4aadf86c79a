import { Inbox } from 'lucide-react'
import type { ReactElement } from 'react'
import { useUnreadCount } from '../lib/inbox-queries.ts'
import { PlaceLink } from '../ui/place-link.tsx'
import { VisuallyHidden } from '../ui/visually-hidden.tsx'
import styles from './sidebar.module.css'

const mostShown = 99

/** The way to the inbox, with the number of unread entries. */
export function InboxLink(): ReactElement {
  const unread = useUnreadCount()
  return (
    <PlaceLink place={{ to: 'inbox' }} variant="bare" className={styles.navLink}>
      <Inbox aria-hidden="true" size={16} />
      <span className={styles.navText}>Inbox</span>
      {unread > 0 && (
        <span className={styles.badge}>
          {unread > mostShown ? `${mostShown}+` : unread}
          <VisuallyHidden> unread</VisuallyHidden>
        </span>
      )}
    </PlaceLink>
  )
}
