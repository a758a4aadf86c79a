import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { namesFoundBy, wordsOfAction, wordsOfDetail } from '../../../../src/renderer/src/lib/journal-words.ts'
import { journalActions } from '../../../../src/shared/domain/journal.ts'
import { fakeJournal, removedOrganization } from '../../../support/fake-api-journal.ts'
import { fakeIds, standardState } from '../../../support/fake-api.ts'
import { openApp } from '../render-app.tsx'

const rows = () => within(screen.getByRole('table')).getAllByRole('row').slice(1)

it('tells every act with time, organization, outcome and user, newest first', async () => {
  await openApp('/inbox')
  fireEvent.click(await screen.findByRole('link', { name: 'Activity' }))
  await screen.findByRole('heading', { level: 1, name: 'Activity' })
  await screen.findByRole('table')
  expect(rows()).toHaveLength(journalActions.length)
  const cells = within(rows()[0] as HTMLElement).getAllByRole('cell')
  expect(cells.map((cell) => cell.textContent).slice(1)).toEqual([
    'Acme Corporation',
    'Back up the archive',
    'Done',
    'ada'
  ])
  expect(screen.getByText(`${journalActions.length} entries`)).toBeTruthy()
})

it('searches by the words on screen once typing has paused', async () => {
  const app = await openApp('/activity')
  await screen.findByRole('table')
  fireEvent.change(screen.getByRole('searchbox', { name: 'Search activity' }), { target: { value: 'withdraw the' } })
  await waitFor(() => expect(rows()).toHaveLength(1))
  expect(rows()[0]?.textContent).toContain('Withdraw the audit logging request')
  expect(app.fake.inputsOf('journal', 'listEntries').at(-1)).toMatchObject({
    search: { text: 'withdraw the', names: ['audit-logging-request-withdrawn'] }
  })
  fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'no such thing' } })
  expect(await screen.findByText('Nothing found')).toBeTruthy()
})

it('shows one organization alone, also one that was removed', async () => {
  const app = await openApp('/activity')
  await screen.findByRole('table')
  fireEvent.click(screen.getByRole('button', { name: /Organization/ }))
  fireEvent.click(await screen.findByRole('option', { name: `${removedOrganization.name} (removed)` }))
  await waitFor(() =>
    expect(app.fake.inputsOf('journal', 'listEntries').at(-1)).toMatchObject({
      organizationId: removedOrganization.organizationId
    })
  )
  await waitFor(() => expect(rows().every((row) => row.textContent?.includes(removedOrganization.name))).toBe(true))
})

it('reads on at the end of a page', async () => {
  const { organizations } = standardState()
  const many = Array.from({ length: 3 }, (_nothing, round) =>
    fakeJournal(organizations, 1_700_000_000_000 - round).map((entry) => ({ ...entry, id: `${entry.id}-${round}` }))
  ).flat()
  await openApp('/activity', { journal: many })
  fireEvent.click(await screen.findByRole('button', { name: 'Show older' }))
  await waitFor(() => expect(rows()).toHaveLength(many.length))
  expect(screen.queryByRole('button', { name: 'Show older' })).toBeNull()
})

it('exports what the filter shows, and says where it went', async () => {
  const app = await openApp('/activity')
  await screen.findByRole('table')
  fireEvent.click(screen.getByRole('button', { name: 'Export' }))
  fireEvent.click(await screen.findByRole('menuitem', { name: /^CSV/ }))
  expect(await screen.findByText(/entries in vigil-activity\.csv/)).toBeTruthy()
  expect(app.fake.inputsOf('journal', 'exportEntries')).toEqual([{ format: 'csv' }])
})

it('says why an export failed, why nothing could be read, and that nothing was done yet', async () => {
  await openApp('/activity', {}, (fake) =>
    fake.failWith('journal', 'exportEntries', 'file-not-writable', { file: 'a.csv' })
  )
  await screen.findByRole('table')
  fireEvent.click(screen.getByRole('button', { name: 'Export' }))
  fireEvent.click(await screen.findByRole('menuitem', { name: /^NDJSON/ }))
  expect(await screen.findByText('Exporting the activity: The file could not be written: a.csv.')).toBeTruthy()
})

it('tries again after it could not be read', async () => {
  const app = await openApp('/activity', {}, (fake) => fake.failWith('journal', 'listEntries', 'database-damaged'))
  const again = await screen.findByRole('button', { name: 'Try again' })
  app.fake.succeed('journal', 'listEntries')
  fireEvent.click(again)
  expect(await screen.findByRole('table')).toBeTruthy()
})

it('explains an empty journal', async () => {
  await openApp('/activity', { journal: [] })
  expect(await screen.findByText('Nothing was done yet')).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Export' }).hasAttribute('disabled')).toBe(true)
})

it('has its own words for every act, and shows an unknown one as it is', () => {
  expect(new Set(journalActions.map(wordsOfAction)).size).toBe(journalActions.length)
  expect(journalActions.filter((action) => wordsOfAction(action) === action)).toEqual([])
  expect(wordsOfAction('made-tea')).toBe('made-tea')
  expect(wordsOfAction('toString')).toBe('toString')
})

it('tells facts in words', () => {
  expect(wordsOfDetail({ key: 'comments', value: false, code: 'not-permitted' })[0]).toBe('Comments: Off')
  expect(wordsOfDetail({ key: 'auditLogging' })).toEqual(['Audit logging'])
  expect(wordsOfDetail({ connection: 'Lake', connectionId: 'x', odd: 3 })).toEqual(['Connection: Lake', 'odd: 3'])
  expect(wordsOfDetail({ code: 'of-later' })).toEqual(['of-later'])
  expect(namesFoundBy('comments')).toContain('comments')
  expect(namesFoundBy(' ')).toEqual([])
  expect(fakeIds.acme).not.toBe(removedOrganization.organizationId)
})
