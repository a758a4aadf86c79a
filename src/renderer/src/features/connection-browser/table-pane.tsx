import { Rows3 } from 'lucide-react'
import { type ReactElement, useMemo, useState } from 'react'
import type { Connection } from '../../../../shared/contract/connections.ts'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { useRefreshTable, useTable } from '../../lib/connection-queries.ts'
import { ArchivedRows } from '../../ui/archived-rows/archived-rows.tsx'
import { Breadcrumb } from '../../ui/breadcrumb.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { FreshnessLine } from '../../ui/freshness-line.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { ColumnList } from './column-list.tsx'
import styles from './connection-browser.module.css'

interface TablePaneProps {
  readonly organizationId: OrganizationId
  readonly connection: Connection
  readonly path: readonly string[]
}

/** One table: its columns, and its rows where Vigil keeps them. */
export function TablePane({ organizationId, connection, path }: TablePaneProps): ReactElement {
  const { connectionId } = connection
  const [tab, setTab] = useState<'columns' | 'data'>(connection.isAuditLog ? 'data' : 'columns')
  const table = useTable(organizationId, connectionId, [...path])
  const refresh = useRefreshTable()
  const types = useMemo(() => new Map(table.data?.columns.map((column) => [column.name, column.type])), [table.data])
  const hasRows = table.data?.hasRows ?? connection.isAuditLog
  return (
    <div className={styles.table}>
      <div className={styles.tableHead}>
        <Breadcrumb items={[connection.name, ...path.slice(0, -1)]} />
        <div className={styles.head}>
          <h2 className={styles.name}>{path.at(-1)}</h2>
          <span className={styles.space} />
          <FreshnessLine
            freshness={table.data?.freshness}
            isRefreshing={refresh.isPending}
            onRefresh={() => refresh.mutate({ organizationId, connectionId, path: [...path] })}
          />
        </div>
      </div>
      {refresh.error === null ? null : <ErrorNotice activity="Reading the columns" error={refresh.error} />}
      <div className={styles.tabs}>
        <Tabs
          label={path.at(-1) ?? 'Table'}
          selected={tab}
          onChange={setTab}
          items={[
            {
              id: 'columns',
              label: 'Columns',
              content:
                table.data !== undefined ? (
                  <ColumnList detail={table.data} />
                ) : table.error !== null ? (
                  <ErrorNotice
                    activity="Reading the columns"
                    error={table.error}
                    onRetry={() => void table.refetch()}
                  />
                ) : (
                  <Skeleton lines={8} lineHeight={20} label="Reading the columns" />
                )
            },
            {
              id: 'data',
              label: 'Data',
              content: hasRows ? (
                <ArchivedRows
                  organizationId={organizationId}
                  path={path}
                  columnTypes={types}
                  whenEmpty={
                    <EmptyState icon={Rows3} title="No rows yet">
                      Sync now reads the rows of this table from Sigma. New events can take up to 2 hours to appear
                      there.
                    </EmptyState>
                  }
                />
              ) : (
                <EmptyState icon={Rows3} title="Vigil does not read the rows of this table">
                  It reads rows of the audit connection only; the data of other connections stays in your warehouse.
                </EmptyState>
              )
            }
          ]}
        />
      </div>
    </div>
  )
}
