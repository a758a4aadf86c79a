import { Plug } from 'lucide-react'
import type { ReactElement } from 'react'
import type { Connection } from '../../../../shared/contract/connections.ts'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { useConnections, useRefreshConnections } from '../../lib/connection-queries.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { FreshnessLine } from '../../ui/freshness-line.tsx'
import { Page } from '../../ui/page.tsx'
import { PlaceLink } from '../../ui/place-link.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './connection-browser.module.css'
import { ConnectionPane } from './connection-pane.tsx'
import { ConnectionSidebar } from './connection-sidebar.tsx'
import { TablePane } from './table-pane.tsx'

export interface ConnectionBrowserPageProps {
  readonly organizationId: OrganizationId
  readonly connectionId?: string | undefined
  /** Database, schema and table, as many as Sigma gives. */
  readonly path?: readonly string[] | undefined
}

/** Connections with their tables at the left, the chosen connection or table at the right. */
export function ConnectionBrowserPage({
  organizationId,
  connectionId,
  path
}: ConnectionBrowserPageProps): ReactElement {
  const query = useConnections(organizationId)
  const refresh = useRefreshConnections()
  const connections = query.data?.connections
  const connection = connections?.find((each) => each.connectionId === connectionId)
  return (
    <Page
      title="Connections"
      layout="full"
      actions={
        <FreshnessLine
          freshness={query.data?.freshness}
          isRefreshing={refresh.isPending}
          onRefresh={() => refresh.mutate({ organizationId })}
        />
      }
    >
      {refresh.error === null ? null : <ErrorNotice activity="Reading the connections" error={refresh.error} />}
      {connections === undefined ? (
        query.error === null ? (
          <Skeleton lines={8} lineHeight={20} label="Reading the connections" />
        ) : (
          <ErrorNotice activity="Reading the connections" error={query.error} onRetry={() => void query.refetch()} />
        )
      ) : connections.length === 0 ? (
        <NoConnections
          isRead={query.data?.freshness.readAtMs !== undefined}
          isReading={query.data?.freshness.isReading === true}
        />
      ) : (
        <div className={styles.frame}>
          <div className={styles.browser} data-chosen={connectionId === undefined ? undefined : ''}>
            <ConnectionSidebar
              organizationId={organizationId}
              connections={connections}
              connectionId={connectionId}
              path={path}
            />
            <div className={styles.pane}>
              <PlaceLink className={styles.back} place={{ to: 'connections', organizationId }}>
                All connections
              </PlaceLink>
              <Pane organizationId={organizationId} connectionId={connectionId} connection={connection} path={path} />
            </div>
          </div>
        </div>
      )}
    </Page>
  )
}

interface PaneProps extends ConnectionBrowserPageProps {
  readonly connection: Connection | undefined
}

function Pane({ organizationId, connectionId, connection, path }: PaneProps): ReactElement {
  if (connectionId === undefined) {
    return (
      <EmptyState icon={Plug} title="Choose a connection or a table">
        The tree holds the connections of this organization with their databases, schemas and tables.
      </EmptyState>
    )
  }
  if (connection === undefined) {
    return (
      <EmptyState icon={Plug} title="This connection is not in the list">
        Sigma does not list it for these credentials, or it was not read yet. Read from Sigma again, or choose another
        one.
      </EmptyState>
    )
  }
  if (path === undefined)
    return <ConnectionPane key={connectionId} organizationId={organizationId} connection={connection} />
  return (
    <TablePane
      key={JSON.stringify([connectionId, path])}
      organizationId={organizationId}
      connection={connection}
      path={path}
    />
  )
}

function NoConnections({ isRead, isReading }: { readonly isRead: boolean; readonly isReading: boolean }): ReactElement {
  if (isReading && !isRead) return <Skeleton lines={8} lineHeight={20} label="Reading the connections" />
  return (
    <EmptyState icon={Plug} title={isRead ? 'No connections' : 'The connections were not read yet'}>
      {isRead
        ? 'Sigma lists no connection for these credentials. The audit connection appears here after audit logging is enabled.'
        : 'They appear here as soon as Vigil can read them from Sigma.'}
    </EmptyState>
  )
}
