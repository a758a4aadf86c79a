import { ArrowUp } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { useTableSync } from '../../lib/archive-queries.ts'
import { formatCountOf } from '../../lib/formats.ts'
import { useLocalZone } from '../../lib/local-zone.ts'
import { Button } from '../button.tsx'
import { ErrorNotice } from '../error-notice.tsx'
import { Skeleton } from '../skeleton.tsx'
import styles from './archived-rows.module.css'
import { ExportWorkbookChoice } from './export-workbook-choice.tsx'
import { RowsGrid } from './rows-grid.tsx'
import { SyncBar } from './sync-bar.tsx'
import { RowColumns, ZoneChoice } from './row-tools.tsx'
import { useArrangedRows } from './use-arranged-rows.ts'
import { useStableRows } from './use-stable-rows.ts'

export interface ArchivedRowsProps {
  readonly organizationId: OrganizationId
  readonly path: readonly string[]
  /** Types of the columns by name, where Sigma has told them. */
  readonly columnTypes?: ReadonlyMap<string, string>
  /** Shown while no row is kept. */
  readonly whenEmpty: ReactNode
}

/** The kept rows of one table: state of the sync, the grid, the details of a row. */
export function ArchivedRows(props: ArchivedRowsProps): ReactElement {
  // Cells keep their words while they are on screen: in a new zone they are made anew.
  const localZone = useLocalZone()
  return <ArchivedRowsOfTable key={JSON.stringify([props.organizationId, props.path, localZone])} {...props} />
}

function ArchivedRowsOfTable({ organizationId, path, columnTypes, whenEmpty }: ArchivedRowsProps): ReactElement {
  const sync = useTableSync(organizationId, [...path])
  const rows = useStableRows(organizationId, path, sync.data?.rowsKept)
  const arranged = useArrangedRows(JSON.stringify([organizationId, path]), rows, columnTypes)
  if (sync.error !== null && sync.data === undefined) {
    return (
      <ErrorNotice
        activity="Reading the state of the table"
        error={sync.error}
        onRetry={() => void sync.refetch()}
        isRetrying={sync.isFetching}
      />
    )
  }
  if (rows.firstError !== null) {
    return (
      <ErrorNotice activity="Reading the kept rows" error={rows.firstError} onRetry={() => void rows.retryFirst()} />
    )
  }
  if (sync.data === undefined || rows.isFirstLoading)
    return <Skeleton lines={12} lineHeight={20} label="Reading the kept rows" />
  const hasRows = rows.table.rowCount > 0
  return (
    <div className={styles.whole}>
      <SyncBar organizationId={organizationId} path={path} sync={sync.data}>
        {hasRows ? (
          <>
            <ZoneChoice arranged={arranged} />
            <RowColumns arranged={arranged} />
          </>
        ) : null}
      </SyncBar>
      {sync.data.state === 'no-workbook' && !hasRows ? <ExportWorkbookChoice organizationId={organizationId} /> : null}
      {sync.data.state !== 'no-workbook' && !hasRows ? <div className={styles.state}>{whenEmpty}</div> : null}
      {hasRows ? (
        <div className={styles.gridArea}>
          {/* always in the document, so that screen readers hear it fill */}
          <div role="status" className={styles.newRows}>
            {rows.newRows > 0 ? (
              <Button variant="primary" icon={ArrowUp} onPress={rows.showNewest}>
                {formatCountOf(rows.newRows, 'new row')}
              </Button>
            ) : null}
          </div>
          <RowsGrid key={rows.shownGeneration} label={`Rows of ${path.at(-1) ?? 'the table'}`} arranged={arranged} />
        </div>
      ) : null}
    </div>
  )
}
