import { ArrowRight } from 'lucide-react'
import { memo, type ReactElement } from 'react'
import type { WaitingChange } from '../../../../shared/contract/changes.ts'
import type { PendingChange } from '../../../../shared/contract/settings.ts'
import { nameOfChange, reasonOfChange, wordsOfChange } from '../../lib/change-words.ts'
import { formatCount } from '../../lib/formats.ts'
import type { Place } from '../../lib/navigation.ts'
import { useOrganization } from '../../lib/organization-queries.ts'
import { wordOfValue } from '../../lib/setting-words.ts'
import { useRetryPendingChange } from '../../lib/settings-queries.ts'
import { Button } from '../../ui/button.tsx'
import { ConflictChoice } from '../../ui/conflict-choice.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { PlaceLink } from '../../ui/place-link.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { Tag } from '../../ui/tag.tsx'
import { showToast } from '../../ui/toast-queue.ts'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import styles from './changes-page.module.css'

export interface ChangeRowProps {
  readonly waiting: WaitingChange
  readonly onDiscard: (waiting: WaitingChange) => void
}

/** Where the change is made: the setting in the organization's General Settings. */
function placeOf({ organizationId, change }: WaitingChange): Place {
  return change.key === 'auditLogging'
    ? { to: 'general-settings', organizationId, section: 'audit-logging' }
    : { to: 'general-settings', organizationId, setting: change.key }
}

/** One change: what, where, since when, why Sigma does not have it, and what can be done. */
export const ChangeRow = memo(function ChangeRow({ waiting, onDiscard }: ChangeRowProps): ReactElement {
  const { organizationId, organizationName, change } = waiting
  const words = wordsOfChange(change)
  const reason = reasonOfChange(change)
  const isConflict = change.conflict !== undefined
  const isPaused = useOrganization(organizationId)?.pausedAtMs !== undefined
  return (
    <li className={styles.change}>
      <div className={styles.main}>
        <div className={styles.words}>
          <div className={styles.title}>
            <h3>{nameOfChange(change.key)}</h3>
            {!isConflict && <FromTo change={change} />}
            <Tag tone={words.tone}>{words.tag}</Tag>
          </div>
          <div className={styles.facts}>
            <PlaceLink place={{ to: 'overview', organizationId }}>{organizationName}</PlaceLink>
            <span>
              Changed <RelativeTime atMs={change.madeAtMs} />
            </span>
            {change.attempts > 0 && (
              <span>{change.attempts === 1 ? 'Tried once' : `Tried ${formatCount(change.attempts)} times`}</span>
            )}
            {change.state === 'waiting' && <NextTry change={change} isPaused={isPaused} />}
          </div>
          {reason !== undefined && <p className={styles.reason}>{reason}</p>}
        </div>
        <Actions waiting={waiting} isConflict={isConflict} onDiscard={onDiscard} />
      </div>
      {isConflict && (
        <ConflictChoice organizationId={organizationId} organizationName={organizationName} change={change} />
      )}
    </li>
  )
})

function FromTo({ change }: { readonly change: PendingChange }): ReactElement {
  return (
    <span className={styles.fromTo}>
      {change.baseValue !== undefined && (
        <>
          <span className={styles.from}>{wordOfValue(change.baseValue)}</span>
          <ArrowRight aria-hidden="true" size={12} />
        </>
      )}
      <VisuallyHidden>to </VisuallyHidden>
      <span>{wordOfValue(change.value)}</span>
    </span>
  )
}

function NextTry({ change, isPaused }: { readonly change: PendingChange; readonly isPaused: boolean }): ReactElement {
  if (isPaused) return <span>The organization is paused: sent after it is resumed</span>
  if (change.nextAttemptAtMs === undefined) return <span>Sent when Sigma can be reached</span>
  return (
    <span>
      Next try <RelativeTime atMs={change.nextAttemptAtMs} />
    </span>
  )
}

interface ActionsProps extends ChangeRowProps {
  readonly isConflict: boolean
}

function Actions({ waiting, isConflict, onDiscard }: ActionsProps): ReactElement {
  const { organizationId, organizationName, change } = waiting
  const retry = useRetryPendingChange()
  const of = `${nameOfChange(change.key)}, ${organizationName}`
  const isRefused = change.state === 'refused'
  const label = isRefused ? 'Try again' : 'Send now'
  const send = (): void => {
    retry.mutateAsync({ organizationId, changeId: change.id }).then(
      () => showToast({ tone: 'working', title: 'The change is on its way', description: of }),
      () => undefined
    )
  }
  return (
    <>
      <div className={styles.actions}>
        {!isConflict && (
          <Button
            aria-label={`${label}: ${of}`}
            onPress={send}
            isPending={retry.isPending}
            isDisabled={change.state === 'sending'}
          >
            {label}
          </Button>
        )}
        {isRefused && (
          <PlaceLink place={placeOf(waiting)} variant="secondary" aria-label={`Edit: ${of}`}>
            Edit
          </PlaceLink>
        )}
        {!isConflict && (
          <Button
            variant="quiet"
            aria-label={`Discard: ${of}`}
            onPress={() => onDiscard(waiting)}
            isDisabled={change.state === 'sending' || retry.isPending}
          >
            Discard
          </Button>
        )}
      </div>
      {retry.isError && (
        <div className={styles.error}>
          <ErrorNotice error={retry.error} />
        </div>
      )}
    </>
  )
}
