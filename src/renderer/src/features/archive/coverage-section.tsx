import { BookOpen } from 'lucide-react'
import { type ReactElement, useState } from 'react'
import type { CoverageStatus } from '../../../../shared/contract/coverage.ts'
import { dayMs } from '../../../../shared/kit/time.ts'
import { useCoverage, useCoverageStatus, useReadings } from '../../lib/coverage-queries.ts'
import { coverageWords } from '../../lib/coverage-words.ts'
import { formatAbsolute, formatCount, formatCountOf, formatDuration } from '../../lib/formats.ts'
import { useNow } from '../../lib/use-now.ts'
import { Button } from '../../ui/button.tsx'
import { CoverageStrip, CoverageSwatch } from '../../ui/coverage-strip.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { PlainTable } from '../../ui/plain-table.tsx'
import { Section } from '../../ui/section.tsx'
import { SegmentedFilter } from '../../ui/segmented-filter.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './archive.module.css'
import type { ArchiveTableProps } from './state-section.tsx'

const shownMs = 90 * dayMs
const tickMs = 60_000

/** Which times are complete, and the ledger that says so. */
export function CoverageSection(props: ArchiveTableProps & { readonly oldestMs: number | undefined }): ReactElement {
  const { organizationId, path } = props
  const [span, setSpan] = useState<'recent' | 'all'>('recent')
  // Steps of a minute: each step is a question.
  const nowMs = useNow(tickMs)
  const coverage = useCoverage(organizationId, path, span === 'recent' ? { fromMs: nowMs - shownMs } : {})
  const status = useCoverageStatus(organizationId, path)
  const { data } = coverage
  return (
    <>
      <Section
        title="Coverage"
        description="Derived from what was asked of Sigma and answered, never guessed from rows."
        actions={
          <SegmentedFilter
            label="Span of time"
            value={span}
            onChange={setSpan}
            segments={[
              { value: 'recent', label: 'Last 90 days' },
              { value: 'all', label: 'All time' }
            ]}
          />
        }
      >
        <div className={styles.coverage}>
          {coverage.error !== null ? (
            <ErrorNotice
              activity="Working out the coverage"
              error={coverage.error}
              onRetry={() => void coverage.refetch()}
            />
          ) : data === undefined ? (
            <Skeleton lines={2} lineHeight={20} label="Working out the coverage" />
          ) : data.stretches.length === 0 ? (
            <p className="vigil-muted">Nothing is known of this time yet.</p>
          ) : (
            <>
              <CoverageStrip
                stretches={data.stretches}
                fromMs={data.fromMs}
                toMs={data.toMs}
                formatTime={formatAbsolute}
              />
              <p className="vigil-muted">
                {formatAbsolute(data.fromMs)} to {formatAbsolute(data.toMs)}
              </p>
            </>
          )}
          {status.data === undefined ? null : <StatusWords status={status.data} />}
        </div>
      </Section>
      {data === undefined || data.stretches.length === 0 ? null : (
        <Section title="Stretches" description="The newest first.">
          <PlainTable label="Stretches of time" columns={['What is known', 'From', 'To', 'Length']} layout="section">
            {data.stretches.toReversed().map((one) => (
              <tr key={one.fromMs}>
                <td title={coverageWords[one.kind].meaning}>
                  <span className={styles.kind}>
                    <CoverageSwatch kind={one.kind} />
                    {coverageWords[one.kind].name}
                  </span>
                </td>
                <td data-nowrap="">{formatAbsolute(one.fromMs)}</td>
                <td data-nowrap="">{formatAbsolute(one.toMs)}</td>
                <td data-nowrap="">{formatDuration(one.toMs - one.fromMs)}</td>
              </tr>
            ))}
          </PlainTable>
        </Section>
      )}
      <Ledger organizationId={organizationId} path={path} />
    </>
  )
}

function StatusWords({ status }: { readonly status: CoverageStatus }): ReactElement {
  const { completeToMs, enabledSinceMs, gaps, lost, leavesSigmaAtMs, isAuditLoggingOn } = status
  const facts = [
    ...(completeToMs === undefined ? [] : [`Complete without a hole up to ${formatAbsolute(completeToMs)}.`]),
    ...(enabledSinceMs === undefined ? [] : [`Sigma records since ${formatAbsolute(enabledSinceMs)}.`]),
    ...(isAuditLoggingOn ? [] : ['Audit logging is off: nothing new is recorded.']),
    ...(gaps.length === 0 ? [] : [`${formatCountOf(gaps.length, 'gap')} that Sigma can still fill.`]),
    ...(lost.length === 0
      ? []
      : [`${formatCountOf(lost.length, 'stretch', 'stretches')} that Sigma deleted before it was read.`]),
    ...(gaps.length > 0 && leavesSigmaAtMs !== undefined
      ? [`The first unread events leave Sigma on ${formatAbsolute(leavesSigmaAtMs)}.`]
      : [])
  ]
  return (
    <ul className="vigil-bullets">
      {facts.map((fact) => (
        <li key={fact}>{fact}</li>
      ))}
    </ul>
  )
}

/** What was asked, and how it was answered. */
function Ledger({ organizationId, path }: ArchiveTableProps): ReactElement {
  const readings = useReadings(organizationId, path)
  const all = readings.data?.pages.flatMap((page) => page.readings) ?? []
  return (
    <Section title="Ledger of readings" description="What was asked of Sigma or read from a file, the newest first.">
      {readings.error !== null ? (
        <ErrorNotice activity="Reading the ledger" error={readings.error} onRetry={() => void readings.refetch()} />
      ) : readings.data === undefined ? (
        <Skeleton lines={4} lineHeight={24} label="Reading the ledger" />
      ) : all.length === 0 ? (
        <EmptyState icon={BookOpen} title="Nothing was read yet">
          Each reading that came to its end is written down here.
        </EmptyState>
      ) : (
        <PlainTable
          label="Readings"
          columns={['Asked', 'Source', 'From', 'To', 'Rows', 'New']}
          layout="section"
          footer={
            readings.hasNextPage ? (
              <div className={styles.more}>
                <Button
                  variant="quiet"
                  isPending={readings.isFetchingNextPage}
                  onPress={() => void readings.fetchNextPage()}
                >
                  Show older readings
                </Button>
              </div>
            ) : undefined
          }
        >
          {all.map((one) => (
            <tr key={one.readingId}>
              <td data-nowrap="">{formatAbsolute(one.askedAtMs)}</td>
              <td>{one.source === 'file' ? (one.fileName ?? 'File') : 'Export from Sigma'}</td>
              <td data-nowrap="">{formatAbsolute(one.fromMs)}</td>
              <td data-nowrap="">{formatAbsolute(one.toMs)}</td>
              <td>{formatCount(one.rows)}</td>
              <td>{formatCount(one.rowsAdded)}</td>
            </tr>
          ))}
        </PlainTable>
      )}
    </Section>
  )
}
