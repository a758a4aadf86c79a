import { createRootRoute, createRoute, createRouter, Outlet, type RouterHistory } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { isUuid, type OrganizationId } from '../../../shared/kit/ids.ts'
import { AboutPage } from '../features/about/about-page.tsx'
import { AddOrganizationPage } from '../features/add-organization/add-organization-page.tsx'
import { AuditLogPage } from '../features/audit-log/audit-log-page.tsx'
import { ConnectionBrowserPage } from '../features/connection-browser/connection-browser-page.tsx'
import { GeneralSettingsPage } from '../features/general-settings/general-settings-page.tsx'
import { InboxPage } from '../features/inbox/inbox-page.tsx'
import { ActivityPage } from '../features/journal/activity-page.tsx'
import { OverviewPage } from '../features/overview/overview-page.tsx'
import { PreferencesPage } from '../features/preferences/preferences-page.tsx'
import { WelcomePage } from '../features/welcome/welcome-page.tsx'
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
const administrationRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: 'administration',
  component: () => (
    <AdministrationLayout organizationId={useOrganizationId()}>
      <Outlet />
    </AdministrationLayout>
  )
})
const generalSettingsRoute = createRoute({
  getParentRoute: () => administrationRoute,
  path: 'general-settings',
  validateSearch: (search): { section?: 'audit-logging' } =>
    search.section === 'audit-logging' ? { section: search.section } : {},
  component: () => (
    <GeneralSettingsPage
      organizationId={useOrganizationId()}
      startsAtAuditLogging={generalSettingsRoute.useSearch().section === 'audit-logging'}
    />
  )
})

const routeTree = rootRoute.addChildren([
  page('/', StartPage),
  page('welcome', WelcomePage),
  page('add-organization', AddOrganizationPage),
  page('inbox', InboxPage),
  page('activity', ActivityPage),
  page('preferences', PreferencesPage),
  page('about', AboutPage),
  organizationRoute.addChildren([
    overviewRoute,
    connectionsRoute,
    auditLogRoute,
    administrationRoute.addChildren([generalSettingsRoute])
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
