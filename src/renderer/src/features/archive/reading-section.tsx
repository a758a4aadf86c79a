import { Download, Pause, Play, Square } from 'lucide-react'
import type { ReactElement } from 'react'
import type { TableSync } from '../../../../shared/contract/archive.ts'
import { useCancelTableSync, usePauseTableSync, useResumeTableSync, useSyncTable } from '../../lib/archive-queries.ts'
import { formatAbsolute, formatBytes, formatCountOf, formatDuration } from '../../lib/formats.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { Section, SettingRow } from '../../ui/section.tsx'
import { Tag, type Tone } from '../../ui/tag.tsx'
import type { ArchiveTableProps } from './state-section.tsx'

const states: Readonly<Record<TableSync['state'], { readonly tone: Tone; readonly words: string }>> = {
  never: { tone: 'neutral', words: 'Not read yet' },
  running: { tone: 'working', words: 'Reading' },
  complete: { tone: 'good', words: 'Up to date' },
  failed: { tone: 'bad', words: 'The last reading failed' },
  paused: { tone: 'warning', words: 'Paused' },
  'no-workbook': { tone: 'warning', words: 'No workbook' }
}

const purposes = {
  backlog: 'First reading: everything that Sigma still has',
  'new-rows': 'New rows',
  daily: 'Everything that Sigma has, once more, as every day'
} as const

const steps = {
  preparing: 'Preparing the export',
  waiting: 'Waiting for Sigma to finish the export',
  reading: 'Reading rows from Sigma',
  storing: 'Storing rows'
} as const

/** How reading from Sigma stands: progress, pause, resume, cancel, now. */
export function ReadingSection({
  organizationId,
  path,
  sync
}: ArchiveTableProps & { readonly sync: TableSync }): ReactElement {
  const start = useSyncTable()
  const cancel = useCancelTableSync()
  const pause = usePauseTableSync()
  const resume = useResumeTableSync()
  const table = { organizationId, path: [...path] }
  const isRunning = sync.state === 'running'
  const isPaused = sync.pausedAtMs !== undefined
  const state = states[sync.state]
  const error = start.error ?? cancel.error ?? pause.error ?? resume.error ?? sync.lastError
  return (
    <Section title="Reading from Sigma">
      <SettingRow
        title={path.join(' › ')}
        tag={<Tag tone={state.tone}>{state.words}</Tag>}
        description={<When sync={sync} />}
        control={
          isPaused ? (
            <Button icon={Play} variant="primary" isPending={resume.isPending} onPress={() => resume.mutate(table)}>
              Resume
            </Button>
          ) : (
            <>
              <Button icon={Pause} isPending={pause.isPending} onPress={() => pause.mutate(table)}>
                Pause
              </Button>
              {isRunning ? (
                <Button icon={Square} isPending={cancel.isPending} onPress={() => cancel.mutate(table)}>
                  Cancel
                </Button>
              ) : (
                <Button
                  icon={Download}
                  isPending={start.isPending}
                  isDisabled={sync.state === 'no-workbook'}
                  onPress={() => start.mutate(table)}
                >
                  Read now
                </Button>
              )}
            </>
          )
        }
      >
        {isRunning ? <Progress sync={sync} /> : null}
        {!isRunning && error !== undefined && error !== null ? (
          <ErrorNotice activity="Reading the events" error={error} />
        ) : null}
      </SettingRow>
    </Section>
  )
}

function When({ sync }: { readonly sync: TableSync }): ReactElement {
  return (
    <>
      {sync.lastSyncAtMs === undefined ? (
        'Never read.'
      ) : (
        <>
          Read <RelativeTime atMs={sync.lastSyncAtMs} />, {formatCountOf(sync.rowsAddedLastTime, 'new row')}.
        </>
      )}{' '}
      {sync.pausedAtMs !== undefined ? (
        <>
          Paused <RelativeTime atMs={sync.pausedAtMs} />; nothing is read by itself until you resume.
        </>
      ) : sync.state !== 'running' && sync.nextSyncAtMs !== undefined ? (
        <>
          Next <RelativeTime atMs={sync.nextSyncAtMs} />.
        </>
      ) : null}
    </>
  )
}

function Progress({ sync }: { readonly sync: TableSync }): ReactElement {
  const { progress } = sync
  if (progress === undefined) return <ProgressBar label="Starting" />
  const { step, purpose, rowsRead, bytesRead, rowsPerSecond, msLeft, window, windowsDone, windowsTotal } = progress
  const facts = [
    ...(rowsRead > 0 ? [formatCountOf(rowsRead, 'row'), formatBytes(bytesRead)] : []),
    ...(rowsPerSecond === undefined ? [] : [`${formatCountOf(Math.round(rowsPerSecond), 'row')}/s`]),
    ...(msLeft === undefined ? [] : [`${formatDuration(msLeft)} left`])
  ]
  return (
    <>
      <ProgressBar
        label={steps[step]}
        detail={facts.join(' · ')}
        {...(windowsDone === undefined || !windowsTotal ? {} : { value: windowsDone / windowsTotal })}
      />
      <p className="vigil-muted">
        {purpose === undefined ? '' : `${purposes[purpose]}. `}
        {window === undefined ? '' : `${formatAbsolute(window.fromMs)} to ${formatAbsolute(window.toMs)}`}
        {windowsDone === undefined || windowsTotal === undefined
          ? ''
          : `, window ${Math.min(windowsDone + 1, windowsTotal)} of ${windowsTotal}.`}
      </p>
    </>
  )
}
