import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { passingTestSteps } from '../../../support/fake-api.ts'
import { openApp } from '../render-app.tsx'

const secret = 'marker-5e1f'

function type(label: string, value: string): void {
  fireEvent.change(screen.getByLabelText(label), { target: { value } })
}

async function fill(): Promise<void> {
  await screen.findByRole('heading', { level: 1, name: 'Connect a Sigma organization' })
  type('Name', 'Contoso')
  fireEvent.click(screen.getByRole('button', { name: /Cloud and region/ }))
  fireEvent.click(await screen.findByRole('option', { name: 'AWS US West (Oregon)' }))
  type('Client ID', 'id-1')
  type('Client secret', secret)
}

it('hands the secret over once, opens the new organization and keeps nothing of the secret', async () => {
  const app = await openApp('/add-organization')
  await fill()
  fireEvent.click(screen.getByRole('button', { name: 'Save organization' }))
  await waitFor(() => expect(app.path()).toMatch(/\/overview$/))
  expect(app.fake.inputsOf('organizations', 'addOrganization')).toEqual([
    {
      draft: {
        name: 'Contoso',
        label: 'none',
        endpoint: { kind: 'region', regionId: 'aws-us-west' },
        clientId: 'id-1',
        clientSecret: secret
      },
      storage: 'keychain'
    }
  ])
  await waitFor(() => {
    const cached = [...app.queryClient.getQueryCache().getAll(), ...app.queryClient.getMutationCache().getAll()].map(
      (one) => one.state
    )
    expect(JSON.stringify(cached)).not.toContain(secret)
  })
  expect(document.body.innerHTML).not.toContain(secret)
})

it('says what is missing and sends nothing', async () => {
  const app = await openApp('/add-organization')
  fireEvent.click(await screen.findByRole('button', { name: 'Save organization' }))
  expect(await screen.findByText('Give the organization a name.')).toBeTruthy()
  expect(screen.getByText('Choose the region, or another API address.')).toBeTruthy()
  expect(app.fake.inputsOf('organizations', 'addOrganization')).toEqual([])
})

it('shows each step of a connection test, with the remedy of the one that failed, and stores nothing', async () => {
  const steps = passingTestSteps().map((step, index) =>
    index < 2
      ? step
      : index === 2
        ? { ...step, outcome: 'failed' as const, facts: {}, error: { code: 'credential-refused' as const, params: {} } }
        : { name: step.name, outcome: 'skipped' as const, facts: {} }
  )
  const app = await openApp('/add-organization', { testSteps: steps })
  await fill()
  fireEvent.click(screen.getByRole('button', { name: 'Test connection' }))
  const list = await screen.findByRole('list', { name: 'Steps of the connection test' })
  await within(list).findByText('Sigma refused the client ID or the client secret.')
  expect(within(list).getAllByRole('listitem')).toHaveLength(7)
  await waitFor(() => expect(within(list).getAllByText('Skipped')).toHaveLength(4))
  expect(within(list).getByText(/Check that both were copied whole/)).toBeTruthy()
  expect(app.fake.inputsOf('organizations', 'addOrganization')).toEqual([])
})

it('keeps a secret out of the keychain only by explicit choice', async () => {
  const app = await openApp('/add-organization', {
    keychain: { state: 'locked', storeName: 'GNOME Keyring', platform: 'linux' }
  })
  await fill()
  expect(await screen.findByText('GNOME Keyring is locked, so client secrets cannot be read or stored.')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Save organization' }))
  expect(await screen.findByText(/The organization was not saved: The keychain is locked/)).toBeTruthy()
  fireEvent.click(screen.getByRole('radio', { name: /Keep the secret for this session only/ }))
  fireEvent.click(screen.getByRole('button', { name: 'Save organization' }))
  await waitFor(() => expect(app.path()).toMatch(/\/overview$/))
  expect(
    app.fake.inputsOf('organizations', 'addOrganization').map((input) => (input as { storage: string }).storage)
  ).toEqual(['keychain', 'session-only'])
})
