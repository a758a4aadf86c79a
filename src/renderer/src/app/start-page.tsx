import { type ReactElement, useEffect } from 'react'
import { useGo } from '../lib/navigation.ts'
import { useOrganizations } from '../lib/organization-queries.ts'
import { usePreferences } from '../lib/preference-queries.ts'
import { ErrorNotice } from '../ui/error-notice.tsx'
import { Page } from '../ui/page.tsx'

/** Where the window opens: the organization that was open last, the first one, or the welcome. */
export function StartPage(): ReactElement | null {
  const go = useGo()
  const organizations = useOrganizations()
  const preferences = usePreferences()
  const hasPreferences = preferences.isSuccess || preferences.isError
  useEffect(() => {
    if (organizations.data === undefined || !hasPreferences) return
    const last =
      organizations.data.find((one) => one.id === preferences.data?.lastOrganizationId) ?? organizations.data[0]
    go(last === undefined ? { to: 'welcome' } : { to: 'overview', organizationId: last.id }, { replace: true })
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
