import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { fakeIds } from '../../../support/fake-api.ts'
import { openApp } from '../render-app.tsx'

const path = `/organizations/${fakeIds.acme}/overview`

it('removes an organization only after its name was typed', async () => {
  const app = await openApp(path)
  fireEvent.click(await screen.findByRole('button', { name: 'Remove …' }))
  const dialog = await screen.findByRole('alertdialog')
  const confirm = within(dialog).getByRole('button', { name: 'Remove the organization' })
  expect(confirm.hasAttribute('disabled')).toBe(true)
  fireEvent.change(within(dialog).getByLabelText('Type “Acme Corporation” to confirm'), {
    target: { value: 'Acme Corporation' }
  })
  fireEvent.click(confirm)
  await waitFor(() => expect(app.path()).toBe('/fleet'))
  expect(app.fake.inputsOf('organizations', 'removeOrganization')).toEqual([
    { organizationId: fakeIds.acme, typedName: 'Acme Corporation' }
  ])
})

it('replaces credentials and forgets the secret', async () => {
  const app = await openApp(path)
  fireEvent.click(await screen.findByRole('button', { name: 'Replace …' }))
  const dialog = await screen.findByRole('alertdialog')
  fireEvent.change(within(dialog).getByLabelText('Client secret'), { target: { value: 'marker-77' } })
  fireEvent.click(within(dialog).getByRole('button', { name: 'Replace credentials' }))
  await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
  expect(app.fake.inputsOf('credentials', 'setCredentials')).toHaveLength(1)
  await waitFor(() => {
    const cached = app.queryClient
      .getMutationCache()
      .getAll()
      .map((one) => one.state)
    expect(JSON.stringify(cached)).not.toContain('marker-77')
  })
})

it('says why a new name was not accepted and keeps what was typed', async () => {
  await openApp(path)
  const name = await screen.findByLabelText('Name')
  fireEvent.change(name, { target: { value: 'Sandbox' } })
  fireEvent.click(screen.getByRole('button', { name: 'Save' }))
  expect(await screen.findByText('Another organization already has the name “Sandbox”.')).toBeTruthy()
  expect(screen.getByLabelText<HTMLInputElement>('Name').value).toBe('Sandbox')
})
