import { Columns3 } from 'lucide-react'
import { type ReactElement, useState } from 'react'
import type { ColumnChange, ColumnRole, TableColumns } from '../../../../shared/contract/columns.ts'
import { useColumnChanges, useColumns, useSetRole } from '../../lib/column-queries.ts'
import { formatDay } from '../../lib/formats.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { ComboBox } from '../../ui/combo-box.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { PlainTable } from '../../ui/plain-table.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { Section } from '../../ui/section.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Tag } from '../../ui/tag.tsx'
import styles from './archive.module.css'
import { roleWords } from './archive-words.ts'
import type { ArchiveTableProps } from './state-section.tsx'

/** Stands for “no column has this role” among the columns; a NUL is part of no column's name. */
const none = '\u0000'

/** What each column means, and which columns came, went and were renamed. */
export function ColumnsSection({ organizationId, path }: ArchiveTableProps): ReactElement {
  const columns = useColumns(organizationId, path)
  if (columns.data === undefined)
    return columns.error === null ? (
      <Skeleton lines={10} lineHeight={28} label="Reading the columns" />
    ) : (
      <ErrorNotice activity="Reading the columns" error={columns.error} onRetry={() => void columns.refetch()} />
    )
  if (columns.data.columns.length === 0)
    return (
      <EmptyState icon={Columns3} title="No column is known yet">
        Columns are listed with the first rows.
      </EmptyState>
    )
  return (
    <>
      <Roles organizationId={organizationId} path={path} data={columns.data} />
      <AllColumns data={columns.data} />
      <Changes organizationId={organizationId} path={path} />
    </>
  )
}

function Roles({ organizationId, path, data }: ArchiveTableProps & { readonly data: TableColumns }): ReactElement {
  const set = useSetRole()
  const [isLater, setLater] = useState(false)
  const change = (role: ColumnRole['role'], column: string | null | undefined): void =>
    set.mutate(
      { organizationId, path: [...path], role, ...(column === undefined ? {} : { column }) },
      { onSuccess: ({ appliesTo }) => setLater(appliesTo === 'new-rows') }
    )
  const options = [
    { value: none, label: 'No column' },
    ...data.columns.map(({ name, type }) => ({ value: name, label: name, ...(type ? { description: type } : {}) }))
  ]
  return (
    <Section title="Roles" description="What the bars, the facets and the checks go by.">
      {set.error === null ? null : <ErrorNotice activity="Changing the role" error={set.error} />}
      {isLater ? (
        <Banner tone="info" title="This holds for rows that come from now on.">
          Time and event ID decide where a row is placed and whether it is new; rows that are here stay as they are.
        </Banner>
      ) : null}
      <PlainTable label="Roles of columns" columns={['Role', 'Column', 'Found or chosen']} layout="section" isCentered>
        {data.roles.map(({ role, column, origin }) => (
          <tr key={role}>
            <td>
              {roleWords[role].name}
              <div className="vigil-muted">{roleWords[role].meaning}</div>
            </td>
            <td>
              <div className={styles.role}>
                <ComboBox
                  label={`Column of ${roleWords[role].name}`}
                  isLabelHidden
                  isSmall
                  value={column ?? none}
                  onChange={(next) => {
                    if (next !== (column ?? none)) change(role, next === none ? null : next)
                  }}
                  options={options}
                />
              </div>
            </td>
            <td>
              {origin === 'chosen' ? (
                <span className={styles.acts}>
                  <Tag tone="working">Chosen</Tag>
                  <Button
                    variant="quiet"
                    aria-label={`Find the column of ${roleWords[role].name} by itself again`}
                    onPress={() => change(role, undefined)}
                  >
                    Find again
                  </Button>
                </span>
              ) : column === undefined ? (
                <span className="vigil-muted">No column fits</span>
              ) : (
                <Tag>Found</Tag>
              )}
            </td>
          </tr>
        ))}
      </PlainTable>
    </Section>
  )
}

function AllColumns({ data }: { readonly data: TableColumns }): ReactElement {
  return (
    <Section title="Columns" description="Every column is kept and can be searched.">
      <PlainTable label="All columns" columns={['Column', 'Type', 'Role', 'First seen', 'State']} layout="section">
        {data.columns.map(({ name, type, role, firstSeenAtMs, vanishedAtMs }) => (
          <tr key={name} data-removed={vanishedAtMs === undefined ? undefined : ''}>
            <td>
              <bdi>{name}</bdi>
            </td>
            <td>{type ?? ''}</td>
            <td>{role === undefined ? '' : roleWords[role].name}</td>
            <td data-nowrap="">{formatDay(firstSeenAtMs)}</td>
            <td>
              {vanishedAtMs === undefined ? (
                'Comes'
              ) : (
                <>
                  Vanished <RelativeTime atMs={vanishedAtMs} />; its values stay
                </>
              )}
            </td>
          </tr>
        ))}
      </PlainTable>
    </Section>
  )
}

function changeSentence({ change, name, earlierName }: ColumnChange): string {
  switch (change) {
    case 'added':
      return `${name} is new`
    case 'vanished':
      return `${name} does not come any more; its values stay`
    case 'returned':
      return `${name} is back`
    case 'renamed':
      return `${earlierName ?? 'A column'} is now ${name}`
  }
}

function Changes({ organizationId, path }: ArchiveTableProps): ReactElement {
  const changes = useColumnChanges(organizationId, path)
  const all = changes.data?.pages.flatMap((page) => page.changes) ?? []
  return (
    <Section title="Changes of columns" description="The newest first.">
      {changes.error !== null ? (
        <ErrorNotice activity="Reading the changes" error={changes.error} onRetry={() => void changes.refetch()} />
      ) : changes.data === undefined ? (
        <Skeleton lines={3} lineHeight={24} label="Reading the changes" />
      ) : all.length === 0 ? (
        <EmptyState icon={Columns3} title="No column has changed">
          New, vanished and renamed columns are written down here with their date.
        </EmptyState>
      ) : (
        <PlainTable
          label="Changes, the newest first"
          columns={['When', 'What']}
          layout="section"
          footer={
            changes.hasNextPage ? (
              <div className={styles.more}>
                <Button
                  variant="quiet"
                  isPending={changes.isFetchingNextPage}
                  onPress={() => void changes.fetchNextPage()}
                >
                  Show older changes
                </Button>
              </div>
            ) : undefined
          }
        >
          {all.map((one) => (
            <tr key={one.id}>
              <td data-nowrap="">
                <RelativeTime atMs={one.atMs} />
              </td>
              <td>{changeSentence(one)}</td>
            </tr>
          ))}
        </PlainTable>
      )}
    </Section>
  )
}
