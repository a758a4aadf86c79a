import type { ReactElement } from 'react'
import type { PendingChange } from '../../../../shared/contract/settings.ts'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { reasonOfChange, wordsOfChange } from '../../lib/change-words.ts'
import { useOrganization } from '../../lib/organization-queries.ts'
import { wordOfValue } from '../../lib/setting-words.ts'
import { useDiscardPendingChange, useRetryPendingChange } from '../../lib/settings-queries.ts'
import { Button } from '../../ui/button.tsx'
import { ConflictChoice } from '../../ui/conflict-choice.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { Tag } from '../../ui/tag.tsx'
import styles from './general-settings.module.css'

interface SettingChangeProps {
  readonly organizationId: OrganizationId
  readonly change: PendingChange
}

/** A change that Sigma does not have yet: since when, why, and what can be done about it. */
export function SettingChange({ organizationId, change }: SettingChangeProps): ReactElement {
  const organization = useOrganization(organizationId)
  const words = wordsOfChange(change)
  const reason = reasonOfChange(change)
  const isConflict = change.conflict !== undefined
  return (
    <>
      <div className={styles.change}>
        <Tag tone={words.tone}>{words.tag}</Tag>
        <div className={styles.changeWords}>
          Changed to {wordOfValue(change.value)} <RelativeTime atMs={change.madeAtMs} />. {reason}{' '}
          {change.state === 'waiting' && change.nextAttemptAtMs !== undefined ? (
            <>
              Next try <RelativeTime atMs={change.nextAttemptAtMs} />.
            </>
          ) : null}
        </div>
        {isConflict ? null : <ChangeActions organizationId={organizationId} change={change} />}
      </div>
      {isConflict ? (
        <ConflictChoice
          organizationId={organizationId}
          organizationName={organization?.name ?? 'this organization'}
          change={change}
        />
      ) : null}
    </>
  )
}

function ChangeActions({ organizationId, change }: SettingChangeProps): ReactElement {
  const retry = useRetryPendingChange()
  const discard = useDiscardPendingChange()
  const input = { organizationId, changeId: change.id }
  const isBlocked = retry.isPending || discard.isPending || change.state === 'sending'
  const error = retry.error ?? discard.error
  return (
    <>
      <div className={styles.actions}>
        <Button
          variant="quiet"
          isPending={discard.isPending}
          isDisabled={isBlocked}
          onPress={() => discard.mutate(input)}
        >
          Discard
        </Button>
        <Button isPending={retry.isPending} isDisabled={isBlocked} onPress={() => retry.mutate(input)}>
          {change.state === 'refused' ? 'Try again' : 'Send now'}
        </Button>
      </div>
      {error === null ? null : (
        <div className={styles.changeError}>
          <ErrorNotice error={error} />
        </div>
      )}
    </>
  )
}
