import { Download, History } from 'lucide-react'
import { type ReactElement, useState } from 'react'
import type { JournalPage } from '../../../../shared/contract/journal.ts'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { formatCountOf } from '../../lib/formats.ts'
import { useExportJournal, useJournal } from '../../lib/journal-queries.ts'
import { useOrganizations } from '../../lib/organization-queries.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Menu } from '../../ui/menu.tsx'
import { Page } from '../../ui/page.tsx'
import { Select } from '../../ui/select.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { showToast } from '../../ui/toast-queue.ts'
import styles from './activity-page.module.css'
import { EntryTable } from './entry-table.tsx'
import { useSettled } from '../../lib/use-settled.ts'

const everyOrganization = 'all'
/** A search reads every organization's journal: it waits until the person has stopped typing. */
const typingPauseMs = 250

/** Everything that was done in Vigil, over all organizations, also those that are gone. */
export function ActivityPage(): ReactElement {
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState<string>(everyOrganization)
  const filter = {
    text: useSettled(text, typingPauseMs),
    organizationId: chosen === everyOrganization ? undefined : (chosen as OrganizationId)
  }
  const journal = useJournal(filter)
  const exporting = useExportJournal()
  const pages = journal.data?.pages ?? []
  const entries = uniqueEntries(pages)
  const isFiltered = filter.text.trim() !== '' || filter.organizationId !== undefined
  const save = (format: 'csv' | 'ndjson') =>
    exporting.mutate(
      { filter, format },
      {
        onSuccess: (answer) => {
          if (answer.outcome === 'saved')
            showToast({
              tone: 'good',
              title: 'Activity exported',
              description: `${formatCountOf(answer.entries, 'entry', 'entries')} in ${answer.fileName}`
            })
        }
      }
    )
  return (
    <Page
      title="Activity"
      description="Everything that was done in Vigil on this computer. Entries cannot be changed or deleted."
      layout="full"
      actions={
        <Menu
          label="Formats"
          trigger={
            <Button icon={Download} isPending={exporting.isPending} isDisabled={entries.length === 0}>
              Export
            </Button>
          }
          items={[
            { id: 'csv', label: 'CSV', description: 'For spreadsheets', onAction: () => save('csv') },
            { id: 'ndjson', label: 'NDJSON', description: 'One JSON object a line', onAction: () => save('ndjson') }
          ]}
        />
      }
    >
      <div className={styles.tools}>
        <div className={styles.text}>
          <TextField
            label="Search activity"
            isLabelHidden
            type="search"
            placeholder="Search activity"
            maxLength={200}
            value={text}
            onChange={setText}
          />
        </div>
        <div className={styles.organization}>
          <Select
            label="Organization"
            isLabelHidden
            value={chosen}
            onChange={setChosen}
            options={useOrganizationOptions(pages[0])}
          />
        </div>
        <span className={styles.count} aria-live="polite">
          {journal.isSuccess &&
            `${formatCountOf(entries.length, 'entry', 'entries')}${journal.hasNextPage ? ', and older ones' : ''}`}
        </span>
      </div>
      {exporting.isError && <ErrorNotice activity="Exporting the activity" error={exporting.error} />}
      {journal.isError && (
        <ErrorNotice activity="Reading the activity" error={journal.error} onRetry={() => void journal.refetch()} />
      )}
      {(pages[0]?.unreadable.length ?? 0) > 0 && (
        <p role="status" className={styles.unreadable}>
          The activity of {formatCountOf(pages[0]?.unreadable.length ?? 0, 'organization')} could not be read and is
          missing here.
        </p>
      )}
      {journal.isPending && <Skeleton lines={8} lineHeight={32} label="Reading the activity" />}
      {journal.isSuccess && entries.length === 0 && (
        <EmptyState icon={History} title={isFiltered ? 'Nothing found' : 'Nothing was done yet'}>
          {isFiltered
            ? 'No entry fits the search and the organization.'
            : 'Each change, test, sync and export appears here with its outcome.'}
        </EmptyState>
      )}
      {entries.length > 0 && (
        <EntryTable
          entries={entries}
          isStale={journal.isPlaceholderData}
          hasMore={journal.hasNextPage}
          isLoadingMore={journal.isFetchingNextPage}
          onMore={() => void journal.fetchNextPage()}
        />
      )}
    </Page>
  )
}

/** A removal between two pages moves an organization's entries; none may stand on screen twice under one key. */
function uniqueEntries(pages: readonly JournalPage[]): JournalPage['entries'] {
  return [...new Map(pages.flatMap((page) => page.entries.map((entry) => [entry.id, entry]))).values()]
}

function useOrganizationOptions(page: JournalPage | undefined) {
  const organizations = useOrganizations().data ?? []
  const present = organizations.map(({ id, name }) => ({ value: id as string, label: name }))
  const removed = (page?.removedOrganizations ?? []).map(({ organizationId, name }) => ({
    value: organizationId as string,
    label: `${name} (removed)`
  }))
  return [{ value: everyOrganization, label: 'All organizations' }, ...present, ...removed]
}
