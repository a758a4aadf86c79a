import type { ReactElement } from 'react'
import type { JournalEntry } from '../../../../shared/contract/journal.ts'
import { formatAbsolute } from '../../lib/formats.ts'
import { wordsOfAction, wordsOfDetail, wordsOfOutcome } from '../../lib/journal-words.ts'
import { Button } from '../../ui/button.tsx'
import { PlainTable } from '../../ui/plain-table.tsx'
import { toneIcons } from '../../ui/tag.tsx'
import styles from './entry-table.module.css'

export interface EntryTableProps {
  readonly entries: readonly JournalEntry[]
  /** Those of the search before are still on screen. */
  readonly isStale: boolean
  readonly hasMore: boolean
  readonly isLoadingMore: boolean
  readonly onMore: () => void
}

/** Entries of the journal, newest first. */
export function EntryTable({ entries, isStale, hasMore, isLoadingMore, onMore }: EntryTableProps): ReactElement {
  return (
    <PlainTable
      label="Entries"
      columns={['Time', 'Organization', 'Activity', 'Outcome', 'User']}
      isBusy={isStale}
      footer={
        hasMore && (
          <div className={styles.more}>
            <Button onPress={onMore} isPending={isLoadingMore}>
              Show older
            </Button>
          </div>
        )
      }
    >
      {entries.map((entry) => (
        <EntryRow key={entry.id} entry={entry} />
      ))}
    </PlainTable>
  )
}

function EntryRow({ entry }: { readonly entry: JournalEntry }): ReactElement {
  const { word, tone } = wordsOfOutcome(entry.outcome)
  const Icon = toneIcons[tone]
  const facts = wordsOfDetail(entry.detail)
  return (
    <tr>
      <td className={styles.time}>
        <time dateTime={new Date(entry.atMs).toISOString()}>{formatAbsolute(entry.atMs)}</time>
      </td>
      <td className={styles.organization}>{entry.organizationName ?? '–'}</td>
      <td className={styles.activity}>
        <span>{wordsOfAction(entry.action)}</span>
        {facts.length > 0 && <span className={styles.facts}>{facts.join(' · ')}</span>}
      </td>
      <td>
        <span className={styles.outcome} data-tone={tone}>
          <Icon aria-hidden="true" size={14} />
          {word}
        </span>
      </td>
      <td className={styles.user}>{entry.machineUser ?? '–'}</td>
    </tr>
  )
}
