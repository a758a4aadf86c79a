import { KeyRound, Pause, WifiOff } from 'lucide-react'
import type { ReactElement } from 'react'
import type { Organization } from '../../../shared/contract/organizations.ts'
import type { AppErrorData } from '../../../shared/kit/app-error.ts'
import { useRetryKeychain } from '../lib/credential-queries.ts'
import { wordsOfError, wordsOfThrown } from '../lib/error-words.ts'
import { formatRelative } from '../lib/formats.ts'
import { useRefreshOrganization, useResumeOrganization } from '../lib/organization-queries.ts'
import { useNow } from '../lib/use-now.ts'
import { wordsOfVault } from '../lib/vault-words.ts'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { PlaceLink } from '../ui/place-link.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'

/** What keeps the organization from being up to date, on each of its pages, with the way out. */
export function OrganizationBanners({ organization }: { readonly organization: Organization }): ReactElement | null {
  if (organization.pausedAtMs !== undefined)
    return <PausedBanner organization={organization} pausedAtMs={organization.pausedAtMs} />
  const hasVaultTrouble =
    organization.vault.isRefused || !['keychain', 'session-only'].includes(organization.vault.state)
  if (hasVaultTrouble) return <VaultBanner organization={organization} />
  if (organization.health === 'offline') return <OfflineBanner organization={organization} />
  if (organization.lastError !== undefined)
    return <TroubleBanner organization={organization} error={organization.lastError} />
  return null
}

function VaultBanner({ organization }: { readonly organization: Organization }): ReactElement {
  const { vault, id } = organization
  const words = wordsOfVault(vault)
  const retry = useRetryKeychain()
  const isKeychainTrouble = !vault.isRefused && (vault.state === 'locked' || vault.state === 'unavailable')
  return (
    <Banner
      layout="strip"
      icon={KeyRound}
      tone={words.tone === 'bad' ? 'bad' : 'warning'}
      title={words.meaning}
      action={
        isKeychainTrouble ? (
          <>
            <Button onPress={() => retry.mutate()} isPending={retry.isPending}>
              {vault.state === 'locked' ? 'Unlock' : 'Try again'}
            </Button>
            <PlaceLink place={{ to: 'preferences' }} variant="quiet">
              What to do
            </PlaceLink>
          </>
        ) : (
          <PlaceLink place={{ to: 'overview', organizationId: id }} variant="secondary">
            Replace credentials
          </PlaceLink>
        )
      }
    >
      {words.remedy} <Age organization={organization} />
    </Banner>
  )
}

function OfflineBanner({ organization }: { readonly organization: Organization }): ReactElement {
  const refresh = useRefreshOrganization()
  return (
    <Banner
      layout="strip"
      tone="warning"
      icon={WifiOff}
      title="Sigma cannot be reached."
      action={
        <Button onPress={() => refresh.mutate(organization.id)} isPending={refresh.isPending}>
          Try again
        </Button>
      }
    >
      <Age organization={organization} /> Changes are kept and sent when Sigma answers again.
      <NextTry organization={organization} />
      {organization.pendingChanges > 0 && ` ${organization.pendingChanges} waiting.`}
    </Banner>
  )
}

/** Reading failed for a reason that waiting does not mend. */
function TroubleBanner({
  organization,
  error
}: {
  readonly organization: Organization
  readonly error: AppErrorData
}): ReactElement {
  const refresh = useRefreshOrganization()
  const words = wordsOfError(error)
  return (
    <Banner
      layout="strip"
      tone="warning"
      title={words.title}
      action={
        <Button onPress={() => refresh.mutate(organization.id)} isPending={refresh.isPending}>
          Try again
        </Button>
      }
    >
      {words.remedy} <Age organization={organization} />
      <NextTry organization={organization} />
    </Banner>
  )
}

/** What is old on the pages of the organization, and since when: the audit log is read apart from the rest. */
function Age({ organization }: { readonly organization: Organization }): ReactElement {
  const { lastReadAtMs, auditLogReadAtMs } = organization
  if (lastReadAtMs === undefined) return <>Nothing was read yet.</>
  return (
    <>
      Settings, connections, members, teams and account types were last read <RelativeTime atMs={lastReadAtMs} />
      {auditLogReadAtMs !== undefined && (
        <>
          , the audit log <RelativeTime atMs={auditLogReadAtMs} />
        </>
      )}
      .
    </>
  )
}

/** When Vigil tries again by itself. */
function NextTry({ organization }: { readonly organization: Organization }): ReactElement | null {
  const nowMs = useNow()
  const { nextSyncAtMs } = organization
  if (nextSyncAtMs === undefined || nextSyncAtMs <= nowMs) return null
  return <> Vigil tries again {formatRelative(nextSyncAtMs, nowMs)}.</>
}

function PausedBanner({
  organization,
  pausedAtMs
}: {
  readonly organization: Organization
  readonly pausedAtMs: number
}): ReactElement {
  const resume = useResumeOrganization()
  return (
    <Banner
      layout="strip"
      tone="info"
      icon={Pause}
      title={
        <>
          Paused <RelativeTime atMs={pausedAtMs} />: nothing is read or sent.
        </>
      }
      action={
        <Button onPress={() => resume.mutate(organization.id)} isPending={resume.isPending}>
          Resume
        </Button>
      }
    >
      <Age organization={organization} />
      {organization.pendingChanges > 0 && ` Changes that wait: ${organization.pendingChanges}.`}
      {resume.isError && ` ${wordsOfThrown(resume.error).title}`}
    </Banner>
  )
}
