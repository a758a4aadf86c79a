import { Outlet } from '@tanstack/react-router'
import { Activity, Archive, Building2, Cable, LayoutDashboard, type LucideIcon, Settings2 } from 'lucide-react'
import { type ReactElement, useEffect } from 'react'
import type { OrganizationId } from '../../../shared/kit/ids.ts'
import { FileDrop } from '../features/archive/file-drop.tsx'
import { type Place, useCurrentPath } from '../lib/navigation.ts'
import { useOrganization, useOrganizations } from '../lib/organization-queries.ts'
import { labelWords } from '../lib/organization-words.ts'
import { usePreferences, useSetPreferences } from '../lib/preference-queries.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorBoundary } from '../ui/error-boundary.tsx'
import { ErrorNotice } from '../ui/error-notice.tsx'
import { Page } from '../ui/page.tsx'
import { PlaceLink } from '../ui/place-link.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { VisuallyHidden } from '../ui/visually-hidden.tsx'
import { OrganizationBanners } from './organization-banners.tsx'
import styles from './organization-layout.module.css'

/** What all pages of one organization share: its name, its navigation, and what is wrong with it. */
export function OrganizationLayout({ organizationId }: { readonly organizationId: OrganizationId }): ReactElement {
  const organizations = useOrganizations()
  const organization = useOrganization(organizationId)
  const path = useCurrentPath()
  const { data: preferences } = usePreferences()
  const { mutate: setPreferences } = useSetPreferences()
  const isKnown = organization !== undefined
  const isNotedAsLast = preferences === undefined || preferences.lastOrganizationId === organizationId
  useEffect(() => {
    if (isKnown && !isNotedAsLast) setPreferences({ lastOrganizationId: organizationId })
  }, [isKnown, isNotedAsLast, organizationId, setPreferences])

  if (organizations.isPending)
    return (
      <div className={styles.waiting}>
        <VisuallyHidden>
          <h1>Reading the organization</h1>
        </VisuallyHidden>
        <Skeleton lines={5} lineHeight={28} label="Reading the organization" />
      </div>
    )
  if (organizations.isError)
    return (
      <Page title="Organization">
        <ErrorNotice
          activity="Reading the organizations"
          error={organizations.error}
          onRetry={() => void organizations.refetch()}
        />
      </Page>
    )
  if (organization === undefined)
    return (
      <Page title="Organization not found">
        <EmptyState
          icon={Building2}
          title="This organization is not in the list"
          action={
            <PlaceLink place={{ to: 'add-organization' }} variant="secondary">
              Add organization
            </PlaceLink>
          }
        >
          It may have been removed. Choose another one at the left.
        </EmptyState>
      </Page>
    )
  return (
    <FileDrop organizationId={organizationId} organizationName={organization.name} className={styles.layout}>
      <header className={styles.header}>
        <div className={styles.identity} data-label={organization.label}>
          <span className={styles.name} title={organization.name}>
            {organization.name}
          </span>
          <span className={styles.kind}>
            {organization.kind === 'sandbox'
              ? 'Sandbox organization'
              : organization.label === 'none'
                ? 'Sigma organization'
                : labelWords[organization.label]}
          </span>
        </div>
        <nav aria-label={`Pages of ${organization.name}`} className={styles.nav}>
          <NavLink icon={LayoutDashboard} place={{ to: 'overview', organizationId }} label="Overview" />
          <NavLink icon={Cable} place={{ to: 'connections', organizationId }} label="Connections" />
          <NavLink icon={Activity} place={{ to: 'audit-log', organizationId }} label="Audit log" />
          <NavLink icon={Archive} place={{ to: 'archive', organizationId }} label="Archive" />
          <NavLink
            icon={Settings2}
            place={{ to: 'general-settings', organizationId }}
            label="Administration"
            isCurrent={path.startsWith(`/organizations/${organizationId}/administration/`)}
          />
        </nav>
      </header>
      <OrganizationBanners organization={organization} />
      <div className={styles.page}>
        <ErrorBoundary region="This page" resetKey={path}>
          <Outlet />
        </ErrorBoundary>
      </div>
    </FileDrop>
  )
}

function NavLink({
  icon: Icon,
  place,
  label,
  isCurrent
}: {
  readonly icon: LucideIcon
  readonly place: Place
  readonly label: string
  readonly isCurrent?: boolean
}): ReactElement {
  return (
    <PlaceLink
      place={place}
      variant="bare"
      className={styles.navLink}
      {...(isCurrent === undefined ? {} : { isCurrent })}
    >
      <Icon aria-hidden="true" size={14} />
      {label}
    </PlaceLink>
  )
}
