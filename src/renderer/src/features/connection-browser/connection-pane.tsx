import { CircleAlert, CircleCheck, CircleMinus, PlugZap, Table2 } from 'lucide-react'
import type { ReactElement } from 'react'
import type { Connection } from '../../../../shared/contract/connections.ts'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { useConnectionPaths, useRefreshPaths, useTestConnection } from '../../lib/connection-queries.ts'
import { formatAbsolute, formatCountOf } from '../../lib/formats.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { FreshnessLine } from '../../ui/freshness-line.tsx'
import { KeyValueList } from '../../ui/key-value-list.tsx'
import { PlaceLink } from '../../ui/place-link.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { Section } from '../../ui/section.tsx'
import { Tag, type Tone } from '../../ui/tag.tsx'
import styles from './connection-browser.module.css'
import { auditLogsPath } from './connection-tree.ts'

interface ConnectionPaneProps {
  readonly organizationId: OrganizationId
  readonly connection: Connection
}

/** What is known about one connection, and Sigma's test of it. */
export function ConnectionPane({ organizationId, connection }: ConnectionPaneProps): ReactElement {
  const { connectionId } = connection
  const paths = useConnectionPaths(organizationId, connectionId)
  const refresh = useRefreshPaths()
  const auditLogs = connection.isAuditLog ? auditLogsPath(paths.data?.paths ?? []) : undefined
  return (
    <div className={styles.facts}>
      <div className={styles.head}>
        <h2 className={styles.name}>{connection.name}</h2>
        {connection.isAuditLog ? <Tag tone="good">Audit connection</Tag> : null}
        {connection.isArchived ? <Tag tone="warning">Archived</Tag> : null}
        {connection.isSample ? <Tag>Sample</Tag> : null}
        <span className={styles.space} />
        {auditLogs === undefined ? null : (
          <PlaceLink
            variant="primary"
            icon={Table2}
            place={{ to: 'connection', organizationId, connectionId, path: auditLogs }}
          >
            Open AUDIT_LOGS
          </PlaceLink>
        )}
      </div>
      {connection.removedAtMs === undefined ? null : (
        <Banner tone="warning" title="Sigma no longer lists this connection">
          It disappeared <RelativeTime atMs={connection.removedAtMs} />. What Vigil has kept of it is still here.
        </Banner>
      )}
      <Section title="Connection">
        <KeyValueList
          items={[
            { key: 'Type', value: connection.type },
            { key: 'Created', value: timeOrDash(connection.createdAtMs) },
            { key: 'Last changed', value: timeOrDash(connection.updatedAtMs) },
            {
              key: 'Tables',
              value: (
                <>
                  {paths.data === undefined ? '' : formatCountOf(paths.data.paths.length, 'table')}
                  <FreshnessLine
                    freshness={paths.data?.freshness}
                    isRefreshing={refresh.isPending}
                    onRefresh={() => refresh.mutate({ organizationId, connectionId })}
                  />
                </>
              )
            }
          ]}
        />
      </Section>
      {refresh.error === null ? null : <ErrorNotice activity="Reading the tables" error={refresh.error} />}
      {paths.error === null ? null : <ErrorNotice activity="Reading the tables" error={paths.error} />}
      {connection.removedAtMs === undefined ? (
        <ConnectionTest organizationId={organizationId} connectionId={connectionId} />
      ) : null}
    </div>
  )
}

function ConnectionTest({
  organizationId,
  connectionId
}: {
  readonly organizationId: OrganizationId
  readonly connectionId: string
}): ReactElement {
  const test = useTestConnection()
  return (
    <Section
      title="Test"
      description="Sigma’s own test of the connection, run as the owner of the credentials."
      actions={
        <Button icon={PlugZap} isPending={test.isPending} onPress={() => test.mutate({ organizationId, connectionId })}>
          Test connection
        </Button>
      }
    >
      <div aria-live="polite" className={styles.test}>
        {test.error !== null ? (
          <ErrorNotice activity="Testing the connection" error={test.error} />
        ) : test.data !== undefined ? (
          <KeyValueList
            items={[
              { key: 'Read', value: <Outcome word={test.data.read} /> },
              { key: 'Write', value: <Outcome word={test.data.write} /> },
              { key: 'Tested', value: <RelativeTime atMs={test.data.testedAtMs} /> }
            ]}
          />
        ) : (
          <p className={styles.quiet}>
            {test.isPending ? 'Sigma is testing the connection…' : 'Not tested since this page was opened.'}
          </p>
        )}
      </div>
    </Section>
  )
}

const outcomes: Record<string, { readonly word: string; readonly tone: Tone; readonly icon: typeof CircleCheck }> = {
  SUCCESS: { word: 'Works', tone: 'good', icon: CircleCheck },
  FAILED: { word: 'Failed', tone: 'bad', icon: CircleAlert },
  DISABLED: { word: 'Switched off', tone: 'neutral', icon: CircleMinus }
}

function Outcome({ word }: { readonly word: string }): ReactElement {
  const known = outcomes[word.toUpperCase()]
  return known === undefined ? (
    <Tag>{word}</Tag>
  ) : (
    <Tag tone={known.tone} icon={known.icon}>
      {known.word}
    </Tag>
  )
}

function timeOrDash(atMs: number | undefined): string {
  return atMs === undefined ? '–' : formatAbsolute(atMs)
}
