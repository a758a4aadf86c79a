import { ScrollText, ShieldCheck } from 'lucide-react'
import { type ReactElement, type ReactNode, useMemo } from 'react'
import type { AuditLoggingState } from '../../../../shared/domain/audit-logging.ts'
import { assertNever } from '../../../../shared/kit/assert-never.ts'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { wordsOfAuditLogging } from '../../lib/audit-logging-words.ts'
import { type AuditTable, useAuditTable } from '../../lib/audit-table.ts'
import { useTable } from '../../lib/connection-queries.ts'
import { formatUsually } from '../../lib/formats.ts'
import { useGeneralSettings } from '../../lib/settings-queries.ts'
import { AuditLoggingTag } from '../../ui/audit-logging-tag.tsx'
import { Banner } from '../../ui/banner.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Page } from '../../ui/page.tsx'
import { PlaceLink } from '../../ui/place-link.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './audit-log.module.css'
import { EventLog } from './event-log.tsx'

/** The events of AUDIT_LOGS, straight away. */
export function AuditLogPage({ organizationId }: { readonly organizationId: OrganizationId }): ReactElement {
  const auditLogging = useGeneralSettings(organizationId).data?.auditLogging
  const found = useAuditTable(organizationId)
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
        found.kind !== 'ready' ? undefined : (
          <>
            <PlaceLink place={{ to: 'archive', organizationId, section: 'evidence' }} variant="quiet">
              Evidence pack
            </PlaceLink>
            {found.connectionId === undefined ? null : (
              <PlaceLink place={{ to: 'connection', organizationId, connectionId: found.connectionId }} variant="quiet">
                Browse Connection
              </PlaceLink>
            )}
          </>
        )
      }
    >
      <div className={styles.rows}>
        <Content organizationId={organizationId} found={found} />
      </div>
    </Page>
  )
}

function Content({
  organizationId,
  found
}: {
  readonly organizationId: OrganizationId
  readonly found: AuditTable
}): ReactElement {
  switch (found.kind) {
    case 'reading':
      return <Skeleton lines={12} lineHeight={20} label="Reading the audit log" />
    case 'error':
      return <ErrorNotice {...found} />
    case 'no-connection':
      return <NotOn organizationId={organizationId} state={found.state} />
    case 'no-table':
      return (
        <EmptyState
          icon={ScrollText}
          title="The audit connection has no table AUDIT_LOGS yet"
          action={<ToSettings organizationId={organizationId} />}
        >
          Sigma may still be filling it. The table appears here as soon as Sigma lists it.
        </EmptyState>
      )
    case 'ready':
      return <AuditEvents organizationId={organizationId} found={found} />
    default:
      return assertNever(found)
  }
}

function AuditEvents({
  organizationId,
  found
}: {
  readonly organizationId: OrganizationId
  readonly found: Extract<AuditTable, { kind: 'ready' }>
}): ReactElement {
  const isListed = found.connectionId !== undefined
  const table = useTable(organizationId, found.connectionId ?? '', isListed ? found.path : undefined)
  const types = useMemo(() => new Map(table.data?.columns.map((column) => [column.name, column.type])), [table.data])
  return (
    <>
      {isListed ? null : (
        <Banner
          tone="info"
          layout="strip"
          title="These are the events that Vigil has kept."
          action={<ToSettings organizationId={organizationId} />}
        >
          Sigma lists no audit connection to read more from. {wordsOfAuditLogging(found.state).meaning}
        </Banner>
      )}
      <EventLog
        key={JSON.stringify([organizationId, found.path])}
        organizationId={organizationId}
        path={found.path}
        columnTypes={types}
        whenEmpty={<NothingYet organizationId={organizationId} state={found.state} />}
      />
    </>
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
