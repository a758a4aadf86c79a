import type { ReactElement } from 'react'
import type { Organization } from '../../../../shared/contract/organizations.ts'
import { findRegion } from '../../../../shared/domain/regions.ts'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { useOrganization } from '../../lib/organization-queries.ts'
import { Section, SettingRow } from '../../ui/section.tsx'
import styles from './general-settings.module.css'
import { OpenInSigma } from './open-in-sigma.tsx'
import { InSigmaOnly } from './read-only-section.tsx'
import { sectionId } from './section-links.tsx'
import { readOnlyWords } from './setting-words.ts'

/** Site: nothing of it can be read through the API; what the person told Vigil of it is shown. */
export function SiteSection({ organizationId }: { readonly organizationId: OrganizationId }): ReactElement {
  const organization = useOrganization(organizationId)
  return (
    <Section id={sectionId('Site')} title="Site" actions={<OpenInSigma organizationId={organizationId} of="Site" />}>
      {readOnlyWords.site.map(({ name, description }) => {
        const value = organization === undefined ? undefined : knownValue(name, organization)
        return (
          <SettingRow
            key={name}
            title={name}
            description={description}
            control={value === undefined ? <InSigmaOnly /> : <span className={styles.value}>{value}</span>}
          />
        )
      })}
    </Section>
  )
}

function knownValue(name: string, { kind, slug, regionId }: Organization): string | undefined {
  if (name === 'Company Login URL' && slug !== undefined) return `app.sigmacomputing.com/${slug}`
  if (name !== 'Cloud') return undefined
  return kind === 'sandbox' ? 'Embedded in Vigil' : findRegion(regionId ?? '')?.label
}
