import { Table2 } from 'lucide-react'
import type { ReactElement } from 'react'
import { PlaceLink } from '../ui/place-link.tsx'
import styles from './sidebar.module.css'
import { isMac } from './use-shortcuts.ts'

/** The way to the table of all organizations. */
export function FleetLink(): ReactElement {
  return (
    <PlaceLink
      place={{ to: 'fleet' }}
      variant="bare"
      className={styles.navLink}
      title={`All organizations (${isMac() ? '⇧⌘A' : 'Ctrl+Shift+A'})`}
    >
      <Table2 aria-hidden="true" size={16} />
      <span className={styles.navText}>All organizations</span>
    </PlaceLink>
  )
}
