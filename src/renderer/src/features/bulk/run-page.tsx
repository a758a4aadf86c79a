import { CircleStop, RotateCw } from 'lucide-react'
import { type ReactElement, useState } from 'react'
import type { BulkRun } from '../../../../shared/contract/bulk.ts'
import { useBulkRun, useCancelBulk, useRetryBulk } from '../../lib/bulk-queries.ts'
import { countsOfRun, progressWords, summaryOfRun, wordsOfBulk } from '../../lib/bulk-words.ts'
import { useGo } from '../../lib/navigation.ts'
import { Banner } from '../../ui/banner.tsx'
import { Breadcrumb } from '../../ui/breadcrumb.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Page } from '../../ui/page.tsx'
import { PlaceLink } from '../../ui/place-link.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { RadioGroup } from '../../ui/radio-group.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Tag } from '../../ui/tag.tsx'
import { ActError } from './act-error.tsx'
import styles from './bulk.module.css'
import { RunTable } from './run-table.tsx'

type Shown = 'all' | 'failed' | 'done' | 'left' | 'others'

/** A run over many organizations: while it goes on, and what became of each. */
export function RunPage({ runId }: { readonly runId: string }): ReactElement {
  const query = useBulkRun(runId)
  if (query.data !== undefined) return <Run run={query.data} />
  return (
    <Page title="Bulk action" eyebrow={<Breadcrumb items={['Bulk actions', 'Run']} />}>
      {query.isError ? (
        <ErrorNotice activity="Reading the run" error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Skeleton lines={8} lineHeight={32} label="Reading the run" />
      )}
      {query.isError && (
        <p className="vigil-muted">
          Runs are remembered until Vigil quits. <PlaceLink place={{ to: 'activity' }}>Activity</PlaceLink> tells what
          each one did.
        </p>
      )}
    </Page>
  )
}

function Run({ run }: { readonly run: BulkRun }): ReactElement {
  const words = wordsOfBulk(run.action.kind)
  const counts = countsOfRun(run)
  const cancel = useCancelBulk()
  const [shown, setShown] = useState<Shown>('all')
  const retry = useRetryBulk()
  const go = useGo()
  const others = counts.skipped + counts.cancelled
  const again = counts.failed + counts.cancelled
  const options: readonly (readonly [Shown, string, number])[] = [
    ['all', 'All', counts.all],
    ['failed', 'Failed', counts.failed],
    ['done', 'Done', counts.done],
    ['left', 'Left', counts.left],
    ['others', 'Not done', others]
  ]
  // while the run goes on, the last of a kind may leave the view
  const view = options.some(([value, , number]) => value === shown && number > 0) ? shown : 'all'
  return (
    <Page
      title={words.name}
      eyebrow={<Breadcrumb items={['Bulk actions', 'Run']} />}
      tag={<RunTag run={run} />}
      description={
        <>
          Started <RelativeTime atMs={run.startedAtMs} />.
          {run.state !== 'ended' && ' It goes on when you leave this page.'}
        </>
      }
      layout="full"
      actions={
        <>
          <PlaceLink place={{ to: 'bulk' }} variant="secondary">
            New bulk action
          </PlaceLink>
          {run.state === 'ended' ? (
            again > 0 && (
              <Button
                variant="primary"
                icon={RotateCw}
                isPending={retry.isPending}
                onPress={() =>
                  retry.mutate({ runId: run.runId }, { onSuccess: ({ runId }) => go({ to: 'bulk', runId }) })
                }
              >
                {counts.cancelled === 0 ? `Retry failed (${again})` : `Retry failed and cancelled (${again})`}
              </Button>
            )
          ) : (
            <Button
              icon={CircleStop}
              isPending={cancel.isPending || run.state === 'cancelling'}
              onPress={() => cancel.mutate({ runId: run.runId })}
            >
              {run.state === 'cancelling' ? 'Cancelling' : 'Cancel'}
            </Button>
          )}
        </>
      }
    >
      {run.state === 'ended' ? (
        <Summary run={run} />
      ) : (
        <ProgressBar
          label={run.state === 'cancelling' ? 'Ending what is under way' : words.name}
          value={counts.all === 0 ? 1 : (counts.all - counts.left) / counts.all}
          detail={progressWords(counts)}
        />
      )}
      {cancel.isError && <ErrorNotice activity="Cancelling" error={cancel.error} />}
      <ActError kind={run.action.kind} activity="Trying again" error={retry.error} />
      <div className={styles.filters}>
        <RadioGroup
          label="Organizations shown"
          isLabelHidden
          orientation="horizontal"
          value={view}
          onChange={setShown}
          options={options
            .filter(([value, , number]) => value === 'all' || number > 0)
            .map(([value, word, number]) => ({ value, label: `${word} (${number})` }))}
        />
      </div>
      <RunTable kind={run.action.kind} items={run.items.filter((item) => isShown(item.state, view))} />
    </Page>
  )
}

function isShown(state: BulkRun['items'][number]['state'], view: Shown): boolean {
  switch (view) {
    case 'all':
      return true
    case 'failed':
    case 'done':
      return state === view
    case 'left':
      return state === 'waiting' || state === 'running'
    case 'others':
      return state === 'skipped' || state === 'cancelled'
  }
}

/** How a run stands, at a glance. */
export function RunTag({ run }: { readonly run: BulkRun }): ReactElement {
  if (run.state === 'running') return <Tag tone="working">Running</Tag>
  if (run.state === 'cancelling') return <Tag tone="warning">Cancelling</Tag>
  const { failed, cancelled } = countsOfRun(run)
  if (failed > 0) return <Tag tone="bad">Ended with failures</Tag>
  return cancelled > 0 ? <Tag tone="warning">Cancelled</Tag> : <Tag tone="good">Ended</Tag>
}

function Summary({ run }: { readonly run: BulkRun }): ReactElement {
  const { failed, kept } = countsOfRun(run)
  return (
    <Banner
      tone={failed > 0 ? 'warning' : 'info'}
      title={summaryOfRun(run)}
      action={
        kept > 0 ? (
          <PlaceLink place={{ to: 'changes' }} variant="secondary">
            Pending changes
          </PlaceLink>
        ) : undefined
      }
    >
      {run.action.kind === 'enable-audit-logging' &&
        'Sigma usually takes a few minutes until audit logging is active. Vigil watches each organization and tells you in the inbox.'}
    </Banner>
  )
}
