import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { wordsOfEntry } from '../../../../src/renderer/src/features/inbox/inbox-words.ts'
import { type InboxEntry, inboxEntrySchema } from '../../../../src/shared/contract/inbox.ts'
import { auditConnectionId, fakeIds, standardState } from '../../../support/fake-api.ts'
import { openApp } from '../render-app.tsx'

it('opens an entry where it leads and marks it as read', async () => {
  const app = await openApp('/inbox')
  fireEvent.click(await screen.findByRole('link', { name: 'Browse Connection' }))
  await waitFor(() => expect(app.path()).toBe(`/organizations/${fakeIds.acme}/connections/${auditConnectionId}`))
  expect(app.fake.inputsOf('inbox', 'markRead')).toEqual([{ entryId: standardState().inbox[0]?.id }])
})

it('counts what is unread in the sidebar and the page, live', async () => {
  const app = await openApp('/inbox')
  await screen.findByRole('link', { name: 'Inbox 2 unread' })
  fireEvent.click(screen.getByRole('button', { name: 'Mark all as read' }))
  await screen.findByRole('link', { name: 'Inbox' })
  app.fake.state.inbox = standardState().inbox
  app.fake.emit('inboxChanged', { unread: 2 })
  expect(await screen.findByRole('link', { name: 'Inbox 2 unread' })).toBeTruthy()
})

it('removes an entry', async () => {
  await openApp('/inbox')
  const list = await screen.findByRole('list', { name: 'Inbox entries' })
  fireEvent.click(
    within(list).getByRole('button', { name: 'Remove “Sigma refused the credentials”, Northwind Traders' })
  )
  await waitFor(() => expect(within(list).getAllByRole('listitem')).toHaveLength(2))
})

it('explains an empty inbox', async () => {
  await openApp('/inbox', { inbox: [] })
  expect(await screen.findByText('Nothing has happened yet')).toBeTruthy()
})

it('has words and a destination for every kind of entry, with facts and without', () => {
  const [entry] = standardState().inbox
  if (entry === undefined) throw new Error('no entry')
  for (const kind of inboxEntrySchema.shape.kind.options) {
    const someFacts: InboxEntry['facts'][] = [
      {},
      { tookMs: 60_000, code: 'conflict', key: 'comments', reason: 'not-permitted', file: 'x.json' }
    ]
    for (const facts of someFacts) {
      const words = wordsOfEntry({ ...entry, kind, facts })
      expect(`${words.title} ${words.detail} ${words.open}`).not.toMatch(/undefined|\[object/)
    }
  }
})
