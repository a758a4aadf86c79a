import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import type { CallOutput } from '../../../../shared/contract/api-types.ts'
import { formatCount, formatCountOf } from '../../lib/formats.ts'
import { Button } from '../../ui/button.tsx'
import styles from './audit-log.module.css'

interface EventCountLineProps {
  readonly count: UseQueryResult<CallOutput<'auditEvents', 'count'>>
  readonly rowsKept: number
  readonly isFiltered: boolean
  readonly onCountAll: () => void
}

/** How many events fit, of how many. Rows never wait for it. */
export function EventCountLine({ count, rowsKept, isFiltered, onCountAll }: EventCountLineProps): ReactElement {
  const { data } = count
  return (
    <span className={styles.count} role="status" data-stale={count.isPlaceholderData || undefined}>
      {data === undefined ? (
        count.isError ? (
          'Not counted'
        ) : (
          'Counting …'
        )
      ) : !data.isComplete ? (
        <>
          {`More than ${formatCountOf(data.count, 'event')}`}
          <Button variant="quiet" isPending={count.isFetching} onPress={onCountAll}>
            Count all
          </Button>
        </>
      ) : isFiltered ? (
        `${formatCount(data.count)} of ${formatCountOf(rowsKept, 'event')}`
      ) : (
        formatCountOf(data.count, 'event')
      )}
    </span>
  )
}
