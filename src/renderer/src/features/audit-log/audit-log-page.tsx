import { ScrollText, ShieldCheck } from 'lucide-react'
import { type ReactElement, type ReactNode, useMemo } from 'react'
import type { AuditLoggingState } from '../../../../shared/domain/audit-logging.ts'
import { connectionOf } from '../../../../shared/domain/audit-logging.ts'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { wordsOfAuditLogging } from '../../lib/audit-logging-words.ts'
import { useConnectionPaths, useConnections, useTable } from '../../lib/connection-queries.ts'
import { formatUsually } from '../../lib/formats.ts'
import { useGeneralSettings } from '../../lib/settings-queries.ts'
import { ArchivedRows } from '../../ui/archived-rows/archived-rows.tsx'
import { AuditLoggingTag } from '../../ui/audit-logging-tag.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Page } from '../../ui/page.tsx'
import { PlaceLink } from '../../ui/place-link.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './audit-log.module.css'

/** The rows of AUDIT_LOGS, straight away. */
export function AuditLogPage({ organizationId }: { readonly organizationId: OrganizationId }): ReactElement {
  const settings = useGeneralSettings(organizationId)
  const connections = useConnections(organizationId)
  const auditLogging = settings.data?.auditLogging
  const listed = connections.data?.connections.find((connection) => connection.isAuditLog)
  const connectionId =
    listed?.connectionId ?? (auditLogging === undefined ? undefined : connectionOf(auditLogging.state))
  const expectation = formatUsually(auditLogging?.earlierActivationsMs ?? [])
  return (
    <Page
      title="Audit log"
      layout="full"
      tag={
        auditLogging === undefined ? undefined : (
          <AuditLoggingTag state={auditLogging.state} expectation={expectation} />
        )
      }
      actions={
        connectionId === undefined ? undefined : (
          <PlaceLink place={{ to: 'connection', organizationId, connectionId }} variant="quiet">
            Browse Connection
          </PlaceLink>
        )
      }
    >
      <div className={styles.rows}>
        {auditLogging === undefined || connections.data === undefined ? (
          <Reading error={settings.error ?? connections.error} />
        ) : connectionId === undefined ? (
          <NotOn organizationId={organizationId} state={auditLogging.state} />
        ) : (
          <AuditRows organizationId={organizationId} connectionId={connectionId} state={auditLogging.state} />
        )}
      </div>
    </Page>
  )
}

function Reading({ error }: { readonly error: unknown }): ReactElement {
  return error === null || error === undefined ? (
    <Skeleton lines={12} lineHeight={20} label="Reading the audit log" />
  ) : (
    <ErrorNotice activity="Reading the audit log" error={error} />
  )
}

interface AuditRowsProps {
  readonly organizationId: OrganizationId
  readonly connectionId: string
  readonly state: AuditLoggingState
}

function AuditRows({ organizationId, connectionId, state }: AuditRowsProps): ReactElement {
  const paths = useConnectionPaths(organizationId, connectionId)
  const path = paths.data?.paths.find((each) => each.at(-1)?.toUpperCase() === 'AUDIT_LOGS')
  const table = useTable(organizationId, connectionId, path)
  const types = useMemo(() => new Map(table.data?.columns.map((column) => [column.name, column.type])), [table.data])
  if (paths.error !== null)
    return (
      <ErrorNotice
        activity="Reading the tables of the audit connection"
        error={paths.error}
        onRetry={() => void paths.refetch()}
      />
    )
  if (paths.data === undefined) return <Reading error={null} />
  if (path === undefined) {
    const { freshness } = paths.data
    if (freshness.lastError !== undefined)
      return <ErrorNotice activity="Reading the tables of the audit connection" error={freshness.lastError} />
    if (freshness.isReading || freshness.readAtMs === undefined) return <Reading error={null} />
    return (
      <EmptyState
        icon={ScrollText}
        title="The audit connection has no table AUDIT_LOGS yet"
        action={<ToSettings organizationId={organizationId} />}
      >
        Sigma may still be filling it. The table appears here as soon as Sigma lists it.
      </EmptyState>
    )
  }
  return (
    <ArchivedRows
      organizationId={organizationId}
      path={path}
      columnTypes={types}
      whenEmpty={<NothingYet organizationId={organizationId} state={state} />}
    />
  )
}

function ToSettings({
  organizationId,
  children
}: {
  readonly organizationId: OrganizationId
  readonly children?: ReactNode
}): ReactElement {
  return (
    <PlaceLink place={{ to: 'general-settings', organizationId, section: 'audit-logging' }} variant="secondary">
      {children ?? 'Open General Settings'}
    </PlaceLink>
  )
}

function NothingYet({
  organizationId,
  state
}: {
  readonly organizationId: OrganizationId
  readonly state: AuditLoggingState
}): ReactElement {
  if (state.kind !== 'enabled') return <NotOn organizationId={organizationId} state={state} />
  return (
    <EmptyState icon={ScrollText} title="No events yet">
      Audit logging is on. Sigma records from the moment it was enabled, and new events can take up to 2 hours to become
      rows. Sync now reads what is there.
    </EmptyState>
  )
}

function StillOn({
  organizationId,
  meaning
}: {
  readonly organizationId: OrganizationId
  readonly meaning: string
}): ReactElement {
  return (
    <EmptyState
      icon={ScrollText}
      title="Audit logging is still on"
      action={<ToSettings organizationId={organizationId} />}
    >
      {meaning} New events can take up to 2 hours to become rows.
    </EmptyState>
  )
}

/** Why there is nothing to see, and the way to change that. */
function NotOn({
  organizationId,
  state
}: {
  readonly organizationId: OrganizationId
  readonly state: AuditLoggingState
}): ReactElement {
  const { meaning } = wordsOfAuditLogging(state)
  // A Disable that was refused leaves it on.
  if (state.kind === 'refused' && state.request === 'disable')
    return <StillOn meaning={meaning} organizationId={organizationId} />
  switch (state.kind) {
    case 'disabled':
    case 'refused':
      return (
        <EmptyState
          icon={ShieldCheck}
          title="Audit logging is off"
          action={
            <PlaceLink place={{ to: 'general-settings', organizationId, section: 'audit-logging' }} variant="primary">
              Enable in General Settings
            </PlaceLink>
          }
        >
          {meaning} Events are recorded from the moment it is enabled; earlier ones cannot be recovered.
        </EmptyState>
      )
    case 'pending':
    case 'timed-out':
    case 'enable-waiting':
      return (
        <EmptyState
          icon={ShieldCheck}
          title="Audit logging is not active yet"
          action={<ToSettings organizationId={organizationId} />}
        >
          {meaning} Rows appear here after activation; new events can take up to 2 hours.
        </EmptyState>
      )
    default:
      return (
        <EmptyState icon={ShieldCheck} title="No audit log" action={<ToSettings organizationId={organizationId} />}>
          {meaning}
        </EmptyState>
      )
  }
}
