import type { ReactElement } from 'react'
import styles from './section-links.module.css'

/** Sigma's sections of General Settings, in Sigma's order. */
const sectionNames = [
  'Site',
  'Custom Home Pages',
  'Time',
  'Localization',
  'Features',
  'Integrations',
  'Audit Logging',
  'Storage Integrations',
  'Custom Plugins',
  'Custom Functions'
] as const

export type SectionName = (typeof sectionNames)[number]

/** The anchor of a section. */
export function sectionId(name: SectionName): string {
  return `section-${name.toLowerCase().replaceAll(' ', '-')}`
}

/** The way to each section of a long page. The page's address belongs to the router, so that these are buttons. */
export function SectionLinks(): ReactElement {
  return (
    <nav aria-label="Sections" className={styles.links}>
      {sectionNames.map((name) => (
        <button key={name} type="button" className={styles.link} onClick={() => show(name)}>
          {name}
        </button>
      ))}
    </nav>
  )
}

/** Brings a section into view and leaves the focus where it is. */
export function scrollToSection(name: SectionName): HTMLElement | null {
  const section = document.getElementById(sectionId(name))
  section?.scrollIntoView({ block: 'start' })
  return section
}

function show(name: SectionName): void {
  const section = scrollToSection(name)
  if (section === null) return
  section.setAttribute('tabindex', '-1')
  section.focus({ preventScroll: true })
}
