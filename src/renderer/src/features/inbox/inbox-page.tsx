import { Inbox, MailOpen, Trash2 } from 'lucide-react'
import { type ReactElement, useState } from 'react'
import type { InboxEntry } from '../../../../shared/contract/inbox.ts'
import { useInbox, useMarkAllRead, useMarkRead, useRemoveEntry } from '../../lib/inbox-queries.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Page } from '../../ui/page.tsx'
import { PlaceLink } from '../../ui/place-link.tsx'
import { RadioGroup } from '../../ui/radio-group.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { toneIcons } from '../../ui/tag.tsx'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import styles from './inbox-page.module.css'
import { wordsOfEntry } from './inbox-words.ts'

/** Everything that Vigil has announced, also where the desktop showed no notification. */
export function InboxPage(): ReactElement {
  const inbox = useInbox()
  const markAll = useMarkAllRead()
  const [shown, setShown] = useState<'all' | 'unread'>('all')
  const entries = inbox.data ?? []
  const unread = entries.filter((entry) => !entry.isRead).length
  const visible = shown === 'all' ? entries : entries.filter((entry) => !entry.isRead)
  return (
    <Page
      title="Inbox"
      documentTitle={unread === 0 ? 'Inbox' : `Inbox (${unread})`}
      description="What happened in your organizations while you were looking elsewhere."
      actions={
        <Button
          icon={MailOpen}
          onPress={() => markAll.mutate()}
          isDisabled={unread === 0}
          isPending={markAll.isPending}
        >
          Mark all as read
        </Button>
      }
    >
      {inbox.isError && (
        <ErrorNotice activity="Reading the inbox" error={inbox.error} onRetry={() => void inbox.refetch()} />
      )}
      {inbox.isPending && <Skeleton lines={4} lineHeight={56} label="Reading the inbox" />}
      {inbox.isSuccess && entries.length > 0 && (
        <RadioGroup
          label="Entries shown"
          isLabelHidden
          orientation="horizontal"
          value={shown}
          onChange={setShown}
          options={[
            { value: 'all', label: `All (${entries.length})` },
            { value: 'unread', label: `Unread (${unread})` }
          ]}
        />
      )}
      {inbox.isSuccess && visible.length === 0 && (
        <EmptyState icon={Inbox} title={entries.length === 0 ? 'Nothing has happened yet' : 'Everything is read'}>
          When audit logging becomes active, a change is refused or credentials stop working, it stands here.
        </EmptyState>
      )}
      {visible.length > 0 && (
        <ul className={styles.entries} aria-label="Inbox entries">
          {visible.map((entry) => (
            <EntryRow key={entry.id} entry={entry} />
          ))}
        </ul>
      )}
    </Page>
  )
}

function EntryRow({ entry }: { readonly entry: InboxEntry }): ReactElement {
  const markRead = useMarkRead()
  const remove = useRemoveEntry()
  const words = wordsOfEntry(entry)
  const Icon = toneIcons[words.tone]
  return (
    <li className={styles.entry} data-unread={!entry.isRead || undefined}>
      <span className={styles.icon} data-tone={words.tone}>
        <Icon aria-hidden="true" size={16} />
      </span>
      <div className={styles.words}>
        <div className={styles.title}>
          {!entry.isRead && <VisuallyHidden>Unread: </VisuallyHidden>}
          <span>{words.title}</span>
        </div>
        <div className={styles.facts}>
          <span className="vigil-ellipsis" title={entry.organizationName}>
            {entry.organizationName}
          </span>
          <span className={styles.time}>
            <RelativeTime atMs={entry.atMs} />
          </span>
          {entry.notification === 'failed' && <span>The desktop did not show the notification</span>}
        </div>
        <p>{words.detail}</p>
        <div className={styles.actions}>
          <PlaceLink
            place={words.place}
            variant="secondary"
            onFollow={() => {
              if (!entry.isRead) markRead.mutate(entry.id)
            }}
          >
            {words.open}
          </PlaceLink>
          {!entry.isRead && (
            <Button variant="quiet" onPress={() => markRead.mutate(entry.id)}>
              Mark as read
            </Button>
          )}
        </div>
      </div>
      <IconButton
        label={`Remove “${words.title}”, ${entry.organizationName}`}
        icon={Trash2}
        onPress={() => remove.mutate(entry.id)}
      />
    </li>
  )
}
