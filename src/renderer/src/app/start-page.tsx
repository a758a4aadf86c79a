import { type ReactElement, useEffect } from 'react'
import type { Organization } from '../../../shared/contract/organizations.ts'
import type { OrganizationId } from '../../../shared/kit/ids.ts'
import { type Place, useGo } from '../lib/navigation.ts'
import { useOrganizations } from '../lib/organization-queries.ts'
import { usePreferences } from '../lib/preference-queries.ts'
import { ErrorNotice } from '../ui/error-notice.tsx'
import { Page } from '../ui/page.tsx'

/** Where the window opens: the organization that was open last, the only one, all of them, or the welcome. */
export function StartPage(): ReactElement | null {
  const go = useGo()
  const organizations = useOrganizations()
  const preferences = usePreferences()
  const hasPreferences = preferences.isSuccess || preferences.isError
  useEffect(() => {
    if (organizations.data === undefined || !hasPreferences) return
    go(firstPlace(organizations.data, preferences.data?.lastOrganizationId), { replace: true })
  }, [organizations.data, hasPreferences, preferences.data, go])
  if (!organizations.isError) return null
  return (
    <Page title="Vigil">
      <ErrorNotice
        activity="Reading the organizations"
        error={organizations.error}
        onRetry={() => void organizations.refetch()}
      />
    </Page>
  )
}

function firstPlace(all: readonly Organization[], lastId: OrganizationId | undefined): Place {
  const wanted = all.find((one) => one.id === lastId) ?? (all.length === 1 ? all[0] : undefined)
  if (wanted !== undefined) return { to: 'overview', organizationId: wanted.id }
  return all.length === 0 ? { to: 'welcome' } : { to: 'fleet' }
}
