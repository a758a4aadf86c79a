import { Scissors, Square } from 'lucide-react'
import type { ReactElement } from 'react'
import { formatAbsolute, formatCount, formatCountOf } from '../../lib/formats.ts'
import { useCancelPrune, usePruneNow } from '../../lib/kept-queries.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { PlainTable } from '../../ui/plain-table.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { Section, SettingRow } from '../../ui/section.tsx'
import type { RetentionPartProps } from './retention-section.tsx'

/** The days that left the archive, with their notes in the chain; and those that are over, now. */
export function PrunedDays({ organizationId, path, status }: RetentionPartProps): ReactElement {
  const prune = usePruneNow()
  const cancel = useCancelPrune()
  const { progress, prunedDays, prunedDaysTotal, lastPruneAtMs, lastError, policy, legalHold } = status
  const error = prune.error ?? cancel.error ?? lastError
  const table = { organizationId, path: [...path] }
  return (
    <Section title="Days that left">
      <SettingRow
        title={prunedDaysTotal === 0 ? 'No day has left' : `${formatCountOf(prunedDaysTotal, 'day')} left`}
        description={
          lastPruneAtMs === undefined ? (
            'Days that are over leave by themselves, once a day.'
          ) : (
            <>
              The last time <RelativeTime atMs={lastPruneAtMs} />. Days that are over leave by themselves, once a day.
            </>
          )
        }
        control={
          progress === undefined ? (
            <Button
              icon={Scissors}
              isPending={prune.isPending}
              isDisabled={policy.keep === 'forever' || legalHold !== undefined}
              onPress={() => prune.mutate(table)}
            >
              Let what is over leave now
            </Button>
          ) : (
            <Button icon={Square} isPending={cancel.isPending} onPress={() => cancel.mutate(table)}>
              Cancel
            </Button>
          )
        }
      >
        {progress === undefined ? null : (
          <ProgressBar
            label="Days are leaving"
            value={progress.daysTotal === 0 ? 1 : progress.daysDone / progress.daysTotal}
            detail={`${formatCount(progress.daysDone)} of ${formatCountOf(progress.daysTotal, 'day')} · ${formatCountOf(progress.rowsPruned, 'event')}`}
          />
        )}
        {error === undefined || error === null ? null : <ErrorNotice activity="Letting days leave" error={error} />}
        {prunedDays.length === 0 ? null : (
          <PlainTable
            label="Notes of days that left"
            columns={['Day (UTC)', 'Events', 'Left', 'Note in the chain']}
            layout="box"
          >
            {prunedDays.map((one) => (
              <tr key={`${one.day} ${one.prunedAtMs}`}>
                <td data-nowrap="">{one.day}</td>
                <td>{formatCount(one.rows)}</td>
                <td data-nowrap="">{formatAbsolute(one.prunedAtMs)}</td>
                <td>{one.isSigned ? 'Signed' : 'Not signed'}</td>
              </tr>
            ))}
          </PlainTable>
        )}
      </SettingRow>
    </Section>
  )
}
