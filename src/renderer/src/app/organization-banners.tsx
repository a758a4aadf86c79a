import { KeyRound, WifiOff } from 'lucide-react'
import type { ReactElement } from 'react'
import type { Organization } from '../../../shared/contract/organizations.ts'
import type { AppErrorData } from '../../../shared/kit/app-error.ts'
import { useRetryKeychain } from '../lib/credential-queries.ts'
import { wordsOfError } from '../lib/error-words.ts'
import { useRefreshOrganization } from '../lib/organization-queries.ts'
import { wordsOfVault } from '../lib/vault-words.ts'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { PlaceLink } from '../ui/place-link.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'

/** What keeps the organization from being up to date, on each of its pages, with the way out. */
export function OrganizationBanners({ organization }: { readonly organization: Organization }): ReactElement | null {
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
      {words.remedy}
      {organization.lastReadAtMs !== undefined && (
        <>
          {' '}
          What is shown was read <RelativeTime atMs={organization.lastReadAtMs} />.
        </>
      )}
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
    </Banner>
  )
}

function Age({ organization }: { readonly organization: Organization }): ReactElement {
  return organization.lastReadAtMs === undefined ? (
    <>Nothing was read yet.</>
  ) : (
    <>
      What is shown was read <RelativeTime atMs={organization.lastReadAtMs} />.
    </>
  )
}
