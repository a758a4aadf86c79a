import { ExternalLink } from 'lucide-react'
import { type ReactElement, useEffect, useState } from 'react'
import type { GeneralSettings, SettingKey } from '../../../../shared/contract/settings.ts'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { wordsOfError } from '../../lib/error-words.ts'
import { useOrganization } from '../../lib/organization-queries.ts'
import { useGeneralSettings, useRefreshSettings } from '../../lib/settings-queries.ts'
import { Banner } from '../../ui/banner.tsx'
import { Breadcrumb } from '../../ui/breadcrumb.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { FreshnessLine } from '../../ui/freshness-line.tsx'
import { Page } from '../../ui/page.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { AuditLoggingSection } from './audit-logging-section.tsx'
import { FeaturesSection } from './features-section.tsx'
import styles from './general-settings.module.css'
import { OpenInSigma } from './open-in-sigma.tsx'
import { ReadOnlySection } from './read-only-section.tsx'
import { scrollToSection, scrollToSetting, SectionLinks } from './section-links.tsx'
import { readOnlyWords } from './setting-words.ts'
import { SiteSection } from './site-section.tsx'
import { TimeSection } from './time-section.tsx'

/** Administration > Account: General Settings with Sigma's sections in Sigma's order. */
export function GeneralSettingsPage({
  organizationId,
  startsAtAuditLogging = false,
  startsAtSetting
}: {
  readonly organizationId: OrganizationId
  /** Whether the page opens at Audit Logging, which is far down. */
  readonly startsAtAuditLogging?: boolean
  /** The setting that the page opens at, and marks. */
  readonly startsAtSetting?: SettingKey | undefined
}): ReactElement {
  const [tab, setTab] = useState<'general' | 'branding'>('general')
  const query = useGeneralSettings(organizationId)
  const refresh = useRefreshSettings()
  return (
    <Page
      title="Account"
      documentTitle="General Settings"
      eyebrow={<Breadcrumb items={['Administration', 'Account']} />}
      actions={
        <FreshnessLine
          freshness={query.data?.freshness}
          isRefreshing={refresh.isPending}
          onRefresh={() => refresh.mutate({ organizationId })}
        />
      }
    >
      <Tabs
        label="Account"
        selected={tab}
        onChange={setTab}
        items={[
          {
            id: 'general',
            label: 'General Settings',
            content:
              query.data !== undefined ? (
                <Sections
                  organizationId={organizationId}
                  settings={query.data}
                  refreshError={refresh.error}
                  startsAtAuditLogging={startsAtAuditLogging}
                  startsAtSetting={startsAtSetting}
                />
              ) : query.error !== null ? (
                <ErrorNotice
                  activity="Reading the settings"
                  error={query.error}
                  onRetry={() => void query.refetch()}
                  isRetrying={query.isFetching}
                />
              ) : (
                <Skeleton lines={10} lineHeight={44} label="Reading the settings" />
              )
          },
          {
            id: 'branding',
            label: 'Branding Settings',
            content: (
              <EmptyState
                icon={ExternalLink}
                title="Branding is set in Sigma"
                action={<OpenInSigma organizationId={organizationId} of="Branding Settings" />}
              >
                Fonts, workbook themes and the organization’s default theme cannot be read or changed through Sigma’s
                API.
              </EmptyState>
            )
          }
        ]}
      />
    </Page>
  )
}

interface SectionsProps {
  readonly organizationId: OrganizationId
  readonly settings: GeneralSettings
  readonly refreshError: unknown
  readonly startsAtAuditLogging: boolean
  readonly startsAtSetting: SettingKey | undefined
}

function Sections(props: SectionsProps): ReactElement {
  const { organizationId, settings, refreshError, startsAtAuditLogging, startsAtSetting } = props
  useEffect(() => {
    if (startsAtSetting !== undefined) scrollToSetting(startsAtSetting)
    else if (startsAtAuditLogging) scrollToSection('Audit Logging')
  }, [startsAtAuditLogging, startsAtSetting])
  const readOnly = { organizationId }
  return (
    <div className={styles.sections}>
      <SectionLinks />
      <StaleBanner organizationId={organizationId} settings={settings} />
      {refreshError === null || refreshError === undefined ? null : (
        <ErrorNotice activity="Reading from Sigma" error={refreshError} />
      )}
      <SiteSection organizationId={organizationId} />
      <ReadOnlySection {...readOnly} title="Custom Home Pages" rows={readOnlyWords.customHomePages} />
      <TimeSection organizationId={organizationId} settings={settings} isMarked={startsAtSetting === 'timezone'} />
      <ReadOnlySection {...readOnly} title="Localization" rows={readOnlyWords.localization} />
      <FeaturesSection organizationId={organizationId} settings={settings} marked={startsAtSetting} />
      <ReadOnlySection {...readOnly} title="Integrations" rows={readOnlyWords.integrations} />
      <AuditLoggingSection organizationId={organizationId} settings={settings} />
      <ReadOnlySection {...readOnly} title="Storage Integrations" rows={readOnlyWords.storageIntegrations} />
      <ReadOnlySection {...readOnly} title="Custom Plugins" rows={readOnlyWords.customPlugins} />
      <ReadOnlySection {...readOnly} title="Custom Functions" rows={readOnlyWords.customFunctions} />
    </div>
  )
}

interface StaleBannerProps {
  readonly organizationId: OrganizationId
  readonly settings: GeneralSettings
}

/** Says that what is on screen may be old, and that changes are kept; offline, the organization's own banner says it. */
function StaleBanner({ organizationId, settings }: StaleBannerProps): ReactElement | null {
  const organization = useOrganization(organizationId)
  const { lastError, readAtMs } = settings.freshness
  if (lastError === undefined || organization?.health === 'offline' || organization?.lastError !== undefined)
    return null
  const words = wordsOfError(lastError)
  return (
    <Banner tone="warning" title={words.title}>
      {readAtMs === undefined ? (
        'These settings were never read. '
      ) : (
        <>
          What you see was read <RelativeTime atMs={readAtMs} />.{' '}
        </>
      )}
      Changes made now are kept and sent to Sigma when it can be reached. {words.remedy}
    </Banner>
  )
}
