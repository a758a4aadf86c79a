import { Fragment, type ReactElement, type ReactNode } from 'react'
import type { PendingChange } from '../../../shared/contract/settings.ts'
import type { OrganizationId } from '../../../shared/kit/ids.ts'
import { errorDataOf } from '../lib/api.ts'
import { nameOfChange } from '../lib/change-words.ts'
import { wordOfValue } from '../lib/setting-words.ts'
import { useResolveConflict } from '../lib/settings-queries.ts'
import { Banner } from './banner.tsx'
import { Button } from './button.tsx'
import styles from './conflict-choice.module.css'
import { ErrorNotice } from './error-notice.tsx'
import { RelativeTime } from './relative-time.tsx'
import { showToast } from './toast-queue.ts'

export interface ConflictChoiceProps {
  readonly organizationId: OrganizationId
  readonly organizationName: string
  readonly change: PendingChange
}

/** A change that met another value in Sigma: theirs, mine and the value before beside each other, and the choice. */
export function ConflictChoice({ organizationId, organizationName, change }: ConflictChoiceProps): ReactElement {
  const resolve = useResolveConflict()
  const name = nameOfChange(change.key)
  const theirs = wordOfValue(change.conflict?.theirs)
  const mine = wordOfValue(change.value)
  const of = `${name}, ${organizationName}`
  const choose = (choice: 'mine' | 'theirs'): void => {
    resolve.mutateAsync({ organizationId, changeId: change.id, choice }).then(
      () =>
        showToast(
          choice === 'mine'
            ? { tone: 'working', title: 'Your change is on its way', description: `${of}: ${mine}` }
            : { tone: 'good', title: 'Sigma’s value was kept', description: `${of}: ${theirs}` }
        ),
      () => undefined
    )
  }
  const isPendingFor = (choice: 'mine' | 'theirs'): boolean => resolve.isPending && resolve.variables.choice === choice
  const hasChangedAgain = resolve.isError && errorDataOf(resolve.error).code === 'conflict'
  return (
    <div className={styles.conflict}>
      <dl className={styles.values} aria-label={`Values of ${of}`}>
        <Value
          title="Theirs"
          note={
            change.conflict === undefined ? undefined : (
              <>
                In Sigma, seen <RelativeTime atMs={change.conflict.seenAtMs} />
              </>
            )
          }
          value={theirs}
          action={
            <Button
              aria-label={`Keep Sigma’s value: ${of}`}
              isPending={isPendingFor('theirs')}
              isDisabled={resolve.isPending}
              onPress={() => choose('theirs')}
            >
              Keep Sigma’s value
            </Button>
          }
        />
        <Value
          title="Mine"
          note={
            <>
              Changed here <RelativeTime atMs={change.madeAtMs} />
            </>
          }
          value={mine}
          action={
            <Button
              aria-label={`Send mine: ${of}`}
              isPending={isPendingFor('mine')}
              isDisabled={resolve.isPending}
              onPress={() => choose('mine')}
            >
              Send mine
            </Button>
          }
        />
        <Value title="Before" note="When you made the change" value={wordOfValue(change.baseValue)} />
      </dl>
      {hasChangedAgain ? (
        <Banner tone="warning" title="Sigma’s value has changed once more.">
          Nothing was sent or dropped. Sigma has {theirs} now: choose again.
        </Banner>
      ) : resolve.isError ? (
        <ErrorNotice error={resolve.error} />
      ) : null}
    </div>
  )
}

interface ValueProps {
  readonly title: string
  readonly note: ReactNode
  readonly value: string
  readonly action?: ReactNode
}

function Value({ title, note, value, action }: ValueProps): ReactElement {
  return (
    <div className={styles.column}>
      <dt>
        <span className={styles.title}>{title}</span>
        {note !== undefined && <span className={styles.note}>{note}</span>}
      </dt>
      <dd className={styles.value}>
        {value.split('/').map((part, index) => (
          // parts of a zone's name neither move nor change
          <Fragment key={index}>
            {index > 0 && '/'}
            {index > 0 && <wbr />}
            {part}
          </Fragment>
        ))}
      </dd>
      {action !== undefined && <dd className={styles.action}>{action}</dd>}
    </div>
  )
}
