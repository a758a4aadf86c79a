import { Download } from 'lucide-react'
import type { ReactElement } from 'react'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { useSyncTable, useTableSync } from '../../lib/archive-queries.ts'
import { useCoverageStatus } from '../../lib/coverage-queries.ts'
import { formatAbsolute, formatBytes, formatCount, formatCountOf } from '../../lib/formats.ts'
import { useBackups, useIntegrity, useRetention } from '../../lib/kept-queries.ts'
import { ExportWorkbookChoice } from '../../ui/archived-rows/export-workbook-choice.tsx'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { KeyValueList } from '../../ui/key-value-list.tsx'
import { PlaceLink } from '../../ui/place-link.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { Section } from '../../ui/section.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Tag } from '../../ui/tag.tsx'
import { CoverageSection } from './coverage-section.tsx'
import { ReadingSection } from './reading-section.tsx'

export interface ArchiveTableProps {
  readonly organizationId: OrganizationId
  readonly path: readonly string[]
}

/** What is kept, how it is read, and which times are complete. */
export function StateSection({ organizationId, path }: ArchiveTableProps): ReactElement {
  const sync = useTableSync(organizationId, [...path])
  if (sync.data === undefined)
    return sync.error === null ? (
      <Skeleton lines={8} lineHeight={28} label="Reading the state of the archive" />
    ) : (
      <ErrorNotice
        activity="Reading the state of the archive"
        error={sync.error}
        onRetry={() => void sync.refetch()}
        isRetrying={sync.isFetching}
      />
    )
  return (
    <>
      <ExpiryWarning organizationId={organizationId} path={path} />
      {sync.data.state === 'no-workbook' ? <ExportWorkbookChoice organizationId={organizationId} /> : null}
      <Section title="What is kept">
        <Kept organizationId={organizationId} path={path} />
      </Section>
      <ReadingSection organizationId={organizationId} path={path} sync={sync.data} />
      <CoverageSection organizationId={organizationId} path={path} oldestMs={sync.data.oldestEventAtMs} />
    </>
  )
}

function ExpiryWarning({ organizationId, path }: ArchiveTableProps): ReactElement | null {
  const status = useCoverageStatus(organizationId, path)
  const start = useSyncTable()
  const warning = status.data?.warning
  if (warning === undefined) return null
  const { lastCompleteAtMs, daysLeft, leavesSigmaAtMs } = warning
  return (
    <Banner
      tone={daysLeft === 0 ? 'bad' : 'warning'}
      title={
        daysLeft === 0
          ? 'Events that were not read are leaving Sigma now.'
          : `Events that were not read leave Sigma in ${formatCountOf(daysLeft, 'day')}.`
      }
      action={
        <Button
          icon={Download}
          isPending={start.isPending}
          onPress={() => start.mutate({ organizationId, path: [...path] })}
        >
          Read now
        </Button>
      }
    >
      {lastCompleteAtMs === undefined ? (
        'Nothing was read completely yet.'
      ) : (
        <>
          The last complete reading was <RelativeTime atMs={lastCompleteAtMs} />.
        </>
      )}{' '}
      Sigma deletes them from {formatAbsolute(leavesSigmaAtMs)} on; nothing brings them back then but export files.
    </Banner>
  )
}

function Kept({ organizationId, path }: ArchiveTableProps): ReactElement {
  const sync = useTableSync(organizationId, [...path]).data
  const retention = useRetention(organizationId, path).data
  const { last, progress } = useIntegrity(organizationId).data ?? {}
  const backup = useBackups(organizationId).data?.backups[0]
  const at = (atMs: number | undefined): string => (atMs === undefined ? 'None yet' : formatAbsolute(atMs))
  return (
    <KeyValueList
      items={[
        { key: 'Events', value: formatCount(sync?.rowsKept ?? 0) },
        { key: 'On this disk', value: retention === undefined ? 'Not known' : formatBytes(retention.bytes) },
        { key: 'Oldest event', value: at(sync?.oldestEventAtMs) },
        { key: 'Newest event', value: at(sync?.newestEventAtMs) },
        {
          key: 'Integrity',
          value: (
            <span className="vigil-row">
              {last === undefined ? (
                <span>{progress === undefined ? 'Never verified' : 'Being verified for the first time'}</span>
              ) : (
                <>
                  <Tag tone={last.findingsTotal === 0 ? 'good' : 'bad'}>
                    {last.findingsTotal === 0 ? 'Nothing was altered' : formatCountOf(last.findingsTotal, 'finding')}
                  </Tag>
                  <span className="vigil-muted">
                    verified <RelativeTime atMs={last.finishedAtMs} />
                  </span>
                </>
              )}
              <PlaceLink place={{ to: 'archive', organizationId, section: 'integrity' }}>Integrity</PlaceLink>
            </span>
          )
        },
        {
          key: 'Newest backup',
          value: (
            <span className="vigil-row">
              {backup === undefined ? 'None yet' : <RelativeTime atMs={backup.takenAtMs} />}
              <PlaceLink place={{ to: 'archive', organizationId, section: 'backups' }}>Backups</PlaceLink>
            </span>
          )
        }
      ]}
    />
  )
}
