import { createRootRoute, createRoute, createRouter, Outlet, type RouterHistory } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { type SettingKey, settingKeys } from '../../../shared/domain/setting-keys.ts'
import { isUuid, type OrganizationId } from '../../../shared/kit/ids.ts'
import { AboutPage } from '../features/about/about-page.tsx'
import { AddOrganizationPage } from '../features/add-organization/add-organization-page.tsx'
import { ArchivePage } from '../features/archive/archive-page.tsx'
import { AuditLogPage } from '../features/audit-log/audit-log-page.tsx'
import { BulkPage } from '../features/bulk/bulk-page.tsx'
import { RunPage } from '../features/bulk/run-page.tsx'
import { ChangesPage } from '../features/changes/changes-page.tsx'
import { ConnectionBrowserPage } from '../features/connection-browser/connection-browser-page.tsx'
import { AccountTypesPage } from '../features/directory/account-types-page.tsx'
import { TeamsPage } from '../features/directory/teams-page.tsx'
import { TenantsPage } from '../features/directory/tenants-page.tsx'
import { UsersPage } from '../features/directory/users-page.tsx'
import { DriftPage } from '../features/drift/drift-page.tsx'
import { FleetPage } from '../features/fleet/fleet-page.tsx'
import { GeneralSettingsPage } from '../features/general-settings/general-settings-page.tsx'
import { InboxPage } from '../features/inbox/inbox-page.tsx'
import { ActivityPage } from '../features/journal/activity-page.tsx'
import { OverviewPage } from '../features/overview/overview-page.tsx'
import { PeoplePage } from '../features/people/people-page.tsx'
import { PreferencesPage } from '../features/preferences/preferences-page.tsx'
import { WelcomePage } from '../features/welcome/welcome-page.tsx'
import { type ArchiveSection, archiveSections } from '../lib/navigation.ts'
import { prefillOf, type OrganizationPrefill } from '../lib/organization-prefill.ts'
import { AdministrationLayout } from './administration-layout.tsx'
import { NotFoundPage } from './not-found-page.tsx'
import { OrganizationLayout } from './organization-layout.tsx'
import { Shell } from './shell.tsx'
import { StartPage } from './start-page.tsx'

const rootRoute = createRootRoute({ component: Shell, notFoundComponent: NotFoundPage })

const page = (path: string, component: () => ReactElement | null) =>
  createRoute({ getParentRoute: () => rootRoute, path, component })

const organizationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: 'organizations/$organizationId',
  component: () => {
    const { organizationId } = organizationRoute.useParams()
    return isUuid(organizationId) ? (
      <OrganizationLayout key={organizationId} organizationId={organizationId as OrganizationId} />
    ) : (
      <NotFoundPage />
    )
  }
})

/** The id of the open organization; the layout above has checked its form. */
function useOrganizationId(): OrganizationId {
  return organizationRoute.useParams().organizationId as OrganizationId
}

const overviewRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: 'overview',
  component: () => <OverviewPage organizationId={useOrganizationId()} />
})
const isTablePath = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length > 0 && value.every((part) => typeof part === 'string')

/** One route with and without a connection, so that the tree stays as it is while the person moves through it. */
const connectionsRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: 'connections/{-$connectionId}',
  validateSearch: (search): { table?: string[] } => (isTablePath(search.table) ? { table: search.table } : {}),
  component: () => {
    const { connectionId } = connectionsRoute.useParams()
    const { table } = connectionsRoute.useSearch()
    return (
      <ConnectionBrowserPage
        organizationId={useOrganizationId()}
        connectionId={connectionId}
        path={isTablePath(table) ? table : undefined}
      />
    )
  }
})
const auditLogRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: 'audit-log',
  component: () => <AuditLogPage organizationId={useOrganizationId()} />
})
const isArchiveSection = (value: unknown): value is ArchiveSection => archiveSections.some((one) => one === value)

const archiveRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: 'archive/{-$section}',
  component: () => {
    const { section = 'state' } = archiveRoute.useParams()
    const organizationId = useOrganizationId()
    return isArchiveSection(section) ? (
      <ArchivePage organizationId={organizationId} section={section} />
    ) : (
      <NotFoundPage />
    )
  }
})
const administrationRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: 'administration',
  component: () => (
    <AdministrationLayout organizationId={useOrganizationId()}>
      <Outlet />
    </AdministrationLayout>
  )
})
const isSettingKey = (value: unknown): value is SettingKey => settingKeys.some((key) => key === value)

const generalSettingsRoute = createRoute({
  getParentRoute: () => administrationRoute,
  path: 'general-settings',
  validateSearch: (search): { section?: 'audit-logging'; setting?: SettingKey } => ({
    ...(search.section === 'audit-logging' ? { section: search.section } : {}),
    ...(isSettingKey(search.setting) ? { setting: search.setting } : {})
  }),
  component: () => {
    const { section, setting } = generalSettingsRoute.useSearch()
    return (
      <GeneralSettingsPage
        organizationId={useOrganizationId()}
        startsAtAuditLogging={section === 'audit-logging'}
        startsAtSetting={setting}
      />
    )
  }
})
const runRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: 'bulk/$runId',
  component: () => {
    const { runId } = runRoute.useParams()
    return isUuid(runId) ? <RunPage key={runId} runId={runId} /> : <NotFoundPage />
  }
})

/** What a list looks for at first. */
const searchedFor = (search: Record<string, unknown>): { search?: string } =>
  typeof search.search === 'string' && search.search !== '' ? { search: search.search } : {}

const usersRoute = createRoute({
  getParentRoute: () => administrationRoute,
  path: 'users',
  validateSearch: searchedFor,
  component: () => {
    const { search } = usersRoute.useSearch()
    return <UsersPage key={search} organizationId={useOrganizationId()} search={search} />
  }
})
const ofAdministration = (
  path: string,
  Component: (props: { readonly organizationId: OrganizationId }) => ReactElement
) =>
  createRoute({
    getParentRoute: () => administrationRoute,
    path,
    component: () => <Component organizationId={useOrganizationId()} />
  })
const peopleRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: 'people',
  validateSearch: searchedFor,
  component: () => {
    const { search } = peopleRoute.useSearch()
    return <PeoplePage key={search} search={search} />
  }
})
const addOrganizationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: 'add-organization',
  validateSearch: (search): { prefill?: OrganizationPrefill } => {
    const prefill = prefillOf(search.prefill)
    return prefill === undefined ? {} : { prefill }
  },
  component: () => {
    const { prefill } = addOrganizationRoute.useSearch()
    return <AddOrganizationPage key={JSON.stringify(prefill)} prefill={prefill} />
  }
})

const routeTree = rootRoute.addChildren([
  page('/', StartPage),
  page('welcome', WelcomePage),
  addOrganizationRoute,
  peopleRoute,
  page('drift', DriftPage),
  page('fleet', FleetPage),
  page('changes', ChangesPage),
  page('bulk', BulkPage),
  runRoute,
  page('inbox', InboxPage),
  page('activity', ActivityPage),
  page('preferences', PreferencesPage),
  page('about', AboutPage),
  organizationRoute.addChildren([
    overviewRoute,
    connectionsRoute,
    auditLogRoute,
    archiveRoute,
    administrationRoute.addChildren([
      generalSettingsRoute,
      usersRoute,
      ofAdministration('teams', TeamsPage),
      ofAdministration('account-types', AccountTypesPage),
      ofAdministration('tenants', TenantsPage)
    ])
  ])
])

/**
 * The router of the window.
 * @param history hash history in the window, memory history in tests
 */
export function createAppRouter(history: RouterHistory) {
  return createRouter({ routeTree, history, defaultPreload: false, scrollRestoration: false })
}

export type AppRouter = ReturnType<typeof createAppRouter>
