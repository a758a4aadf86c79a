import type { ReactElement } from 'react'
import { useBulkRuns } from '../../lib/bulk-queries.ts'
import { countsOfRun, progressWords, summaryOfRun, wordsOfBulk } from '../../lib/bulk-words.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { PlaceLink } from '../../ui/place-link.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { Section, SettingRow } from '../../ui/section.tsx'
import { RunTag } from './run-page.tsx'

/** Runs since Vigil started; nothing where there are none. */
export function RunsSection(): ReactElement | null {
  const runs = useBulkRuns()
  if (runs.isError)
    return <ErrorNotice activity="Reading the earlier runs" error={runs.error} onRetry={() => void runs.refetch()} />
  if (runs.data === undefined || runs.data.length === 0) return null
  return (
    <Section title="Runs" description="Since Vigil started. What each did stays in Activity.">
      {runs.data.map((run) => (
        <SettingRow
          key={run.runId}
          title={<PlaceLink place={{ to: 'bulk', runId: run.runId }}>{wordsOfBulk(run.action.kind).name}</PlaceLink>}
          tag={<RunTag run={run} />}
          description={run.state === 'ended' ? summaryOfRun(run) : `${progressWords(countsOfRun(run))}.`}
          control={
            <span className="vigil-muted">
              <RelativeTime atMs={run.startedAtMs} />
            </span>
          }
        />
      ))}
    </Section>
  )
}
