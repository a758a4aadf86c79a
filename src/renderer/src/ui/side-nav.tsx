import type { ReactElement, ReactNode } from 'react'
import { type Place, pathOf } from '../lib/navigation.ts'
import { PlaceLink } from './place-link.tsx'
import styles from './side-nav.module.css'

export interface SideNavPage {
  readonly name: string
  readonly place: Place
  /** Where that is more or less than the place and what lies below it. */
  readonly isCurrent?: boolean
}

export interface SideNavProps {
  /** What the pages are of. */
  readonly label: string
  readonly pages: readonly SideNavPage[]
  /** The page on screen. */
  readonly children: ReactNode
}

/** Pages that belong together, with the links between them at the side; narrow, above. */
export function SideNav({ label, pages, children }: SideNavProps): ReactElement {
  return (
    <div className={styles.layout}>
      <nav aria-label={label} className={styles.nav}>
        {pages.map(({ name, place, isCurrent }) => (
          <PlaceLink
            key={pathOf(place)}
            place={place}
            variant="bare"
            className={styles.link}
            {...(isCurrent === undefined ? {} : { isCurrent })}
          >
            {name}
          </PlaceLink>
        ))}
      </nav>
      <div className={styles.page}>{children}</div>
    </div>
  )
}
