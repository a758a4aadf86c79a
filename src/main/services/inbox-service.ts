import type { InboxEntry } from '../../shared/contract/inbox.ts'
import type { Destination } from '../../shared/contract/events.ts'
import type { InboxEntryId, OrganizationId } from '../../shared/kit/ids.ts'
import type { Announce } from '../ports/announcer.port.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { Notifier } from '../ports/notifier.port.ts'
import type { InboxStore } from '../stores/inbox-store.ts'
import { notificationFor } from './notification-words.ts'

/** Something that a person must learn of, even when no notification can be shown. */
export interface InboxNews {
  /** What makes it the same news: told once. */
  readonly key: string
  readonly organizationId?: OrganizationId
  readonly organizationName: string
  readonly kind: InboxEntry['kind']
  readonly facts: InboxEntry['facts']
  /** Whether a desktop notification is wanted besides the entry. */
  readonly isNotified: boolean
}

export interface InboxServiceOptions {
  readonly store: InboxStore
  readonly notifier: Notifier
  readonly clock: Clock
  readonly announce: Announce
  /** Brings the window up at a place. */
  readonly go: (destination: Destination) => void
  /** Opens the audit connection of an organization in the browser. */
  readonly openInSigma: (organizationId: OrganizationId) => Promise<void>
}

const listLimit = 200

/** The inbox and its desktop notifications: news is written down first and shown afterwards. */
export class InboxService {
  readonly #options: InboxServiceOptions

  constructor(options: InboxServiceOptions) {
    this.#options = options
  }

  /**
   * Writes news down once (by its key) and shows its notification. News whose notification was not shown, because the
   * program ended in between, is shown by `showMissed` at the next start.
   * @throws AppError from the store; a notification that fails is not an error
   */
  async tell(news: InboxNews): Promise<void> {
    const { store, clock } = this.#options
    const entry: InboxEntry = {
      id: crypto.randomUUID() as InboxEntryId,
      ...(news.organizationId ? { organizationId: news.organizationId } : {}),
      organizationName: news.organizationName,
      kind: news.kind,
      atMs: clock.nowMs(),
      isRead: false,
      facts: { ...news.facts, isNotified: news.isNotified ? 1 : 0 },
      notification: 'none'
    }
    if (!(await store.add(entry, news.key))) return
    await this.#announceCount()
    if (news.isNotified) await this.#show(entry)
  }

  /** Shows the notifications of the last hour that were written down and never shown. */
  async showMissed(): Promise<void> {
    const since = this.#options.clock.nowMs() - 3_600_000
    for (const entry of await this.#options.store.list(listLimit)) {
      if (entry.atMs >= since && !entry.isRead && entry.notification === 'none' && entry.facts.isNotified === 1)
        await this.#show(entry)
    }
  }

  list(): Promise<readonly InboxEntry[]> {
    return this.#options.store.list(listLimit)
  }

  async markRead(id: InboxEntryId): Promise<void> {
    await this.#options.store.markRead(id)
    await this.#announceCount()
  }

  async markAllRead(): Promise<void> {
    await this.#options.store.markAllRead()
    await this.#announceCount()
  }

  async remove(id: InboxEntryId): Promise<void> {
    await this.#options.store.remove(id)
    await this.#announceCount()
  }

  async #show(entry: InboxEntry): Promise<void> {
    const outcome = await this.#options.notifier.show(notificationFor(entry), (action) =>
      this.#activated(entry, action)
    )
    await this.#options.store.setNotification(entry.id, outcome)
    await this.#announceCount()
  }

  #activated(entry: InboxEntry, action: string): void {
    const { organizationId } = entry
    void this.markRead(entry.id).catch(() => undefined)
    if (organizationId === undefined) return this.#options.go({ to: 'inbox' })
    if (action === 'open-in-sigma') {
      void this.#options.openInSigma(organizationId).catch(() => this.#options.go({ to: 'inbox' }))
      return
    }
    if (entry.kind === 'audit-logging-activated') {
      const { connectionId } = entry.facts
      const connection = typeof connectionId === 'string' ? { connectionId } : {}
      this.#options.go({ to: 'audit-connection', organizationId, ...connection })
    } else if (entry.kind === 'credential-refused') this.#options.go({ to: 'organization', organizationId })
    else this.#options.go({ to: 'general-settings', organizationId })
  }

  async #announceCount(): Promise<void> {
    this.#options.announce('inboxChanged', { unread: await this.#options.store.unread() })
  }
}
