import { ExternalLink, Pause, Play, RefreshCw } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import type { Organization } from '../../../../shared/contract/organizations.ts'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { wordsOfAuditLogging } from '../../lib/audit-logging-words.ts'
import { wordsOfThrown } from '../../lib/error-words.ts'
import { formatDay, formatUsually } from '../../lib/formats.ts'
import {
  useOrganization,
  usePauseOrganization,
  useRefreshOrganization,
  useResumeOrganization
} from '../../lib/organization-queries.ts'
import { wordsOfEndpoint, wordsOfHealth } from '../../lib/organization-words.ts'
import { wordsOfSync } from '../../lib/sync-words.ts'
import { useNow } from '../../lib/use-now.ts'
import { useGeneralSettings, useOpenInSigma } from '../../lib/settings-queries.ts'
import { AuditLoggingTag } from '../../ui/audit-logging-tag.tsx'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { KeyValueList } from '../../ui/key-value-list.tsx'
import { Page } from '../../ui/page.tsx'
import { PlaceLink } from '../../ui/place-link.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { Section, SettingRow } from '../../ui/section.tsx'
import { Tag } from '../../ui/tag.tsx'
import { showToast } from '../../ui/toast-queue.ts'
import { CredentialsSection } from './credentials-section.tsx'
import { IdentitySection } from './identity-section.tsx'
import { RemoveSection } from './remove-section.tsx'

/** The facts of one organization, its credentials, its name, and the way to remove it. */
export function OverviewPage({ organizationId }: { readonly organizationId: OrganizationId }): ReactElement | null {
  const organization = useOrganization(organizationId)
  const refresh = useRefreshOrganization()
  const open = useOpenInSigma()
  if (organization === undefined) return null
  const health = wordsOfHealth(organization.health)
  return (
    <Page
      title="Overview"
      documentTitle={`Overview – ${organization.name}`}
      tag={<Tag tone={health.tone}>{health.word}</Tag>}
      description={health.meaning}
      actions={
        <>
          {organization.slug !== undefined && (
            <Button
              icon={ExternalLink}
              onPress={() => open.mutate({ organizationId, page: 'home' })}
              isPending={open.isPending}
            >
              Open in Sigma
            </Button>
          )}
          <PauseButton organization={organization} />
          <Button
            icon={RefreshCw}
            onPress={() => refresh.mutate(organizationId)}
            isPending={refresh.isPending}
            isDisabled={organization.pausedAtMs !== undefined}
          >
            Read from Sigma now
          </Button>
        </>
      }
    >
      {refresh.isError && <ErrorNotice activity="Reading from Sigma" error={refresh.error} />}
      {open.isError && <ErrorNotice activity="Opening Sigma" error={open.error} />}
      <AuditLoggingSection organization={organization} />
      <Section title="Facts">
        <KeyValueList items={factsOf(organization)} />
      </Section>
      <CredentialsSection organization={organization} />
      <IdentitySection
        key={`${organization.name} ${organization.label} ${organization.color} ${organization.slug ?? ''}`}
        organization={organization}
      />
      <RemoveSection organization={organization} />
    </Page>
  )
}

/** Pauses or resumes the organization. What went wrong is said in a message: the page has no room of its own for it. */
function PauseButton({ organization }: { readonly organization: Organization }): ReactElement {
  const pause = usePauseOrganization()
  const resume = useResumeOrganization()
  const isPaused = organization.pausedAtMs !== undefined
  const act = isPaused ? resume : pause
  return (
    <Button
      icon={isPaused ? Play : Pause}
      isPending={act.isPending}
      onPress={() =>
        act.mutate(organization.id, {
          onError: (error) =>
            showToast({ tone: 'bad', title: organization.name, description: wordsOfThrown(error).title })
        })
      }
    >
      {isPaused ? 'Resume' : 'Pause'}
    </Button>
  )
}

function AuditLoggingSection({ organization }: { readonly organization: Organization }): ReactElement {
  const state = organization.auditLogging
  const earlier = useGeneralSettings(organization.id).data?.auditLogging.earlierActivationsMs ?? []
  const words = wordsOfAuditLogging(state)
  const isWaiting = words.tone === 'working'
  const expectation = formatUsually(earlier)
  const description: ReactNode = (
    <>
      {words.meaning}
      {isWaiting && 'requestedAtMs' in state && (
        <>
          {' '}
          Requested <RelativeTime atMs={state.requestedAtMs} />
          {state.kind === 'pending' && expectation !== undefined && `; it takes ${expectation}`}.
        </>
      )}
    </>
  )
  return (
    <Section title="Audit logging">
      <SettingRow
        title="Sigma Audit Logs"
        tag={<AuditLoggingTag state={state} {...(state.kind === 'pending' ? { expectation } : {})} />}
        description={description}
        control={
          <>
            {state.kind === 'enabled' && (
              <PlaceLink
                place={{ to: 'connection', organizationId: organization.id, connectionId: state.connectionId }}
                variant="secondary"
              >
                Browse Connection
              </PlaceLink>
            )}
            <PlaceLink
              place={{ to: 'general-settings', organizationId: organization.id, section: 'audit-logging' }}
              variant="secondary"
            >
              General Settings
            </PlaceLink>
          </>
        }
      />
    </Section>
  )
}

/** What Vigil is doing with it, and when it is read next, unless that is now. */
function SyncFact({ organization }: { readonly organization: Organization }): ReactElement {
  const nowMs = useNow()
  const { nextSyncAtMs, pausedAtMs, syncPhase } = organization
  const isAtWork = syncPhase === 'pulling' || syncPhase === 'pushing'
  const isAhead = nextSyncAtMs !== undefined && nextSyncAtMs > nowMs && pausedAtMs === undefined && !isAtWork
  return (
    <>
      {wordsOfSync(organization).word}
      {isAhead && (
        <>
          {', read next '}
          <RelativeTime atMs={nextSyncAtMs} />
        </>
      )}
    </>
  )
}

function factsOf(organization: Organization): { key: string; value: ReactNode }[] {
  return [
    { key: 'Kind', value: organization.kind === 'sandbox' ? 'Sandbox organization' : 'Sigma organization' },
    {
      key: 'Cloud and region',
      value:
        organization.kind === 'sigma' && organization.regionId === undefined
          ? 'Not one of Sigma’s list'
          : wordsOfEndpoint(organization)
    },
    ...(organization.kind === 'sandbox'
      ? []
      : [
          {
            key: 'API address',
            value: (
              <>
                <code>{organization.apiUrl}</code>
                <CopyButton text={organization.apiUrl} label="Copy the API address" />
              </>
            )
          }
        ]),
    {
      key: 'Last contact',
      value:
        organization.lastContactAtMs === undefined ? (
          'Sigma has not answered yet'
        ) : (
          <RelativeTime atMs={organization.lastContactAtMs} />
        )
    },
    {
      key: 'Sync',
      value: <SyncFact organization={organization} />
    },
    { key: 'Account type held', value: organization.accountType ?? 'Not known' },
    {
      key: 'Waiting changes',
      value:
        organization.pendingChanges === 0 ? (
          'None'
        ) : (
          <PlaceLink place={{ to: 'general-settings', organizationId: organization.id }}>
            {organization.pendingChanges} waiting
          </PlaceLink>
        )
    },
    { key: 'Added', value: formatDay(organization.addedAtMs) }
  ]
}
