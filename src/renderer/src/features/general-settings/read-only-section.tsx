import type { ReactElement } from 'react'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { Section, SettingRow } from '../../ui/section.tsx'
import { OpenInSigma } from './open-in-sigma.tsx'
import styles from './general-settings.module.css'
import { sectionId, type SectionName } from './section-links.tsx'
import type { ReadOnlyWords } from './setting-words.ts'

interface ReadOnlySectionProps {
  readonly organizationId: OrganizationId
  readonly title: SectionName
  readonly rows: readonly ReadOnlyWords[]
}

/** A section that Sigma's API can neither read nor change: what it holds, and the way to it. */
export function ReadOnlySection({ organizationId, title, rows }: ReadOnlySectionProps): ReactElement {
  return (
    <Section id={sectionId(title)} title={title} actions={<OpenInSigma organizationId={organizationId} of={title} />}>
      {rows.map((row) => (
        <SettingRow key={row.name} title={row.name} description={row.description} control={<InSigmaOnly />} />
      ))}
    </Section>
  )
}

/** Stands where the value would be. */
export function InSigmaOnly(): ReactElement {
  return <span className={styles.quiet}>In Sigma only</span>
}
