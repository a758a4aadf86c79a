import { CheckCheck } from 'lucide-react'
import { type ReactElement, useState } from 'react'
import type { WaitingChange, WaitingChanges } from '../../../../shared/contract/changes.ts'
import { useChanges } from '../../lib/change-queries.ts'
import { waitsForPerson } from '../../lib/change-words.ts'
import { formatCountOf } from '../../lib/formats.ts'
import { useOrganizations } from '../../lib/organization-queries.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Page } from '../../ui/page.tsx'
import { PlaceLink } from '../../ui/place-link.tsx'
import { Select } from '../../ui/select.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ChangeList } from './change-list.tsx'
import styles from './changes-page.module.css'
import { DiscardDialog } from './discard-dialog.tsx'

const everyOrganization = 'all'

/** Every change made here that Sigma does not have yet, over all organizations; those that wait for a person first. */
export function ChangesPage(): ReactElement {
  const query = useChanges()
  const [chosen, setChosen] = useState<string>(everyOrganization)
  const [discarding, setDiscarding] = useState<WaitingChange | undefined>(undefined)
  const all = query.data?.changes ?? []
  // an organization whose last change has gone is no longer among the choices
  const organizationId = all.some((one) => one.organizationId === chosen) ? chosen : everyOrganization
  const shown = organizationId === everyOrganization ? all : all.filter((one) => one.organizationId === organizationId)
  const forPerson = shown.filter(({ change }) => waitsForPerson(change))
  const onTheirWay = shown.filter(({ change }) => !waitsForPerson(change))
  return (
    <Page
      title="Pending changes"
      documentTitle={all.length === 0 ? 'Pending changes' : `Pending changes (${all.length})`}
      description={
        <>
          What was changed here and Sigma does not have yet. Nothing leaves this list by itself: a change goes when
          Sigma has it or when you decide, and <PlaceLink place={{ to: 'activity' }}>Activity</PlaceLink> keeps it
          either way.
        </>
      }
    >
      {query.isError && (
        <ErrorNotice
          activity="Reading the pending changes"
          error={query.error}
          onRetry={() => void query.refetch()}
          isRetrying={query.isFetching}
        />
      )}
      {query.isPending && <Skeleton lines={4} lineHeight={72} label="Reading the pending changes" />}
      {query.data !== undefined && (
        <Unreadable ids={query.data.unreadable} isRetrying={query.isFetching} onRetry={() => void query.refetch()} />
      )}
      {all.length > 0 && (
        <div className={styles.tools}>
          <div className={styles.organization}>
            <Select
              label="Organization"
              isLabelHidden
              value={organizationId}
              onChange={setChosen}
              options={optionsOf(all)}
            />
          </div>
          <span className={styles.count} aria-live="polite">
            {formatCountOf(shown.length, 'change')}
            {forPerson.length > 0 &&
              `, ${forPerson.length} of them ${forPerson.length === 1 ? 'waits' : 'wait'} for you`}
          </span>
        </div>
      )}
      {query.isSuccess && all.length === 0 && query.data.unreadable.length === 0 && (
        <EmptyState
          icon={CheckCheck}
          title="Nothing is waiting"
          action={
            <PlaceLink place={{ to: 'activity' }} variant="secondary">
              Open Activity
            </PlaceLink>
          }
        >
          Sigma has every change that was made here. Changes made offline, changes that Sigma refused, and conflicts
          stand here until they are settled.
        </EmptyState>
      )}
      <ChangeList
        title="Waiting for you"
        description="Sigma refused these, or has another value now. They stay as they are until you decide."
        changes={forPerson}
        onDiscard={setDiscarding}
      />
      <ChangeList
        title="Waiting to be sent"
        description="Sent as soon as Sigma can be reached, oldest first in each organization."
        changes={onTheirWay}
        onDiscard={setDiscarding}
      />
      <DiscardDialog waiting={discarding} onClose={() => setDiscarding(undefined)} />
    </Page>
  )
}

interface UnreadableProps {
  readonly ids: WaitingChanges['unreadable']
  readonly isRetrying: boolean
  readonly onRetry: () => void
}

/** Says whose changes are missing here. */
function Unreadable({ ids, isRetrying, onRetry }: UnreadableProps): ReactElement | null {
  const organizations = useOrganizations().data ?? []
  if (ids.length === 0) return null
  const names = ids.map((id) => organizations.find((one) => one.id === id)?.name).filter((name) => name !== undefined)
  return (
    <Banner
      tone="warning"
      title={`The changes of ${formatCountOf(ids.length, 'organization')} could not be read and are missing here.`}
      action={
        <Button onPress={onRetry} isPending={isRetrying}>
          Try again
        </Button>
      }
    >
      {names.length > 0 &&
        `${names.slice(0, 5).join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''}. `}
      They are not lost: they are in the organization’s own file.
    </Banner>
  )
}

function optionsOf(changes: readonly WaitingChange[]) {
  const counts = new Map<string, { readonly name: string; count: number }>()
  for (const { organizationId, organizationName } of changes) {
    const known = counts.get(organizationId)
    if (known === undefined) counts.set(organizationId, { name: organizationName, count: 1 })
    else known.count += 1
  }
  const organizations = [...counts]
    .map(([value, { name, count }]) => ({ value, label: `${name} (${count})` }))
    .toSorted((left, right) => left.label.localeCompare(right.label))
  return [{ value: everyOrganization, label: `All organizations (${changes.length})` }, ...organizations]
}
