import type { ReactElement } from 'react'
import type { PendingChange, SettingValue } from '../../../../shared/contract/settings.ts'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { wordsOfError } from '../../lib/error-words.ts'
import { useDiscardPendingChange, useRetryPendingChange } from '../../lib/settings-queries.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { Tag } from '../../ui/tag.tsx'
import styles from './general-settings.module.css'

interface SettingChangeProps {
  readonly organizationId: OrganizationId
  readonly change: PendingChange
}

/** On, Off, or the value itself. */
export function wordOfValue(value: SettingValue): string {
  return typeof value === 'boolean' ? (value ? 'On' : 'Off') : value
}

/** A change that Sigma does not have yet: since when, why, and what can be done about it. */
export function SettingChange({ organizationId, change }: SettingChangeProps): ReactElement {
  const retry = useRetryPendingChange()
  const discard = useDiscardPendingChange()
  const input = { organizationId, changeId: change.id }
  const isBusy = retry.isPending || discard.isPending
  const error = retry.error ?? discard.error
  return (
    <>
      <div className={styles.change}>
        <ChangeTag change={change} />
        <div className={styles.changeWords}>
          <ChangeWords change={change} />
        </div>
        <div className={styles.actions}>
          <Button
            variant="quiet"
            isPending={discard.isPending}
            isDisabled={isBusy || change.state === 'sending'}
            onPress={() => discard.mutate(input)}
          >
            Discard
          </Button>
          <Button
            isPending={retry.isPending}
            isDisabled={isBusy || change.state === 'sending'}
            onPress={() => retry.mutate(input)}
          >
            {change.state === 'refused' ? 'Try again' : 'Send now'}
          </Button>
        </div>
      </div>
      {error === null ? null : <ErrorNotice error={error} />}
    </>
  )
}

function ChangeTag({ change }: { readonly change: PendingChange }): ReactElement {
  switch (change.state) {
    case 'refused':
      return <Tag tone="bad">Refused</Tag>
    case 'sending':
      return <Tag tone="working">Sending</Tag>
    case 'waiting':
      return <Tag tone="warning">Waiting to send</Tag>
  }
}

function ChangeWords({ change }: { readonly change: PendingChange }): ReactElement {
  const why = change.lastError === undefined ? undefined : wordsOfError(change.lastError)
  return (
    <>
      Changed to {wordOfValue(change.value)} <RelativeTime atMs={change.madeAtMs} />.{' '}
      {change.state === 'refused' ? 'Sigma did not accept it; the value before still holds. ' : null}
      {why === undefined ? null : `${why.title} `}
      {change.state === 'refused' && why !== undefined ? why.remedy : null}
      {change.state === 'waiting' && change.nextAttemptAtMs !== undefined ? (
        <>
          Next try <RelativeTime atMs={change.nextAttemptAtMs} />.
        </>
      ) : null}
    </>
  )
}
