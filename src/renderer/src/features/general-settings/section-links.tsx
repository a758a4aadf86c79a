import type { ReactElement } from 'react'
import type { SettingKey } from '../../../../shared/contract/settings.ts'
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

const roomAbovePx = 48

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

/** The anchor of a setting. */
export function settingId(key: SettingKey): string {
  return `setting-${key}`
}

/** Brings a section into view. @returns the section, where it is on screen */
export function scrollToSection(name: SectionName): HTMLElement | null {
  return scrollToAnchor(sectionId(name), 0)
}

/** Brings a setting into view, with its section's title above it. */
export function scrollToSetting(key: SettingKey): void {
  scrollToAnchor(settingId(key), roomAbovePx)
}

/**
 * Brings an anchor into view and leaves the focus where it is. Only the page is scrolled: `scrollIntoView` goes on to the
 * frame around it when the page has come to its end.
 */
function scrollToAnchor(id: string, roomPx: number): HTMLElement | null {
  const anchor = document.getElementById(id)
  const page = anchor === null ? null : scrollerOf(anchor)
  if (anchor === null || page === null) return anchor
  page.scrollTop += anchor.getBoundingClientRect().top - page.getBoundingClientRect().top - roomPx
  return anchor
}

function scrollerOf(element: HTMLElement): HTMLElement | null {
  for (let at = element.parentElement; at !== null; at = at.parentElement) {
    if (at.scrollHeight > at.clientHeight && /auto|scroll/.test(getComputedStyle(at).overflowY)) return at
  }
  return null
}

function show(name: SectionName): void {
  const section = scrollToSection(name)
  if (section === null) return
  section.setAttribute('tabindex', '-1')
  section.focus({ preventScroll: true })
}
