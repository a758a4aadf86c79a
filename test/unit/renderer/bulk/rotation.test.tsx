import { configure, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { setFleetSelection } from '../../../../src/renderer/src/lib/fleet-selection.ts'
import type { CredentialList } from '../../../../src/shared/contract/bulk.ts'
import { type FakeApi, fakeIds } from '../../../support/fake-api.ts'
import { openApp } from '../render-app.tsx'

// the whole window is drawn, and a run takes its time
configure({ asyncUtilTimeout: 5_000 })

afterEach(() => setFleetSelection([]))

const { acme, northwind } = fakeIds
const listId = '00000000-0000-4000-8000-0000000000cc'
const list: CredentialList = {
  listId,
  entries: [
    { name: 'Acme Corporation', organizationId: acme, clientId: 'new-acme', line: 2 },
    { name: 'northwind traders', organizationId: northwind, clientId: 'new-northwind', line: 3 },
    { name: 'Contoso', clientId: 'new-contoso', problem: 'no-such-organization', line: 4 },
    { name: 'Sandbox', organizationId: fakeIds.sandbox, clientId: 'new-box', problem: 'no-client-secret', line: 6 }
  ]
}
const press = async (name: string | RegExp) => fireEvent.click(await screen.findByRole('button', { name }))

async function open(prepare?: (fake: FakeApi) => void) {
  const app = await openApp('/bulk', {}, (fake) => {
    fake.state.bulk.file = list
    fake.state.bulk.stepMs = 20
    prepare?.(fake)
  })
  fireEvent.click(screen.getByRole('radio', { name: /^Replace credentials/ }))
  return app
}

describe('New credentials out of a CSV file', () => {
  it('shows whom each line belongs to and what is wrong with it, and replaces those that can be used', async () => {
    const { fake } = await open()
    await press('Choose CSV file …')
    const region = await screen.findByRole('region', { name: 'Entries' })
    const rows = within(region).getAllByRole('row').slice(1)
    expect(rows.map((row) => row.textContent)).toEqual([
      '2Acme Corporationnew-acmeFoundAcme Corporation',
      '3northwind tradersnew-northwindFoundNorthwind Traders',
      '4Contosonew-contosoLeft outNo organization in Vigil has this name.',
      '6Sandboxnew-boxLeft outThe client secret is missing.'
    ])
    expect(screen.getByText(/2 of 4 entries can be used; 2 have a problem and are left out/)).toBeTruthy()
    await press('Dry run')
    await press('Replace credentials in 2 organizations')
    const dialog = await screen.findByRole('alertdialog')
    expect(dialog.textContent).toMatch(/tested first.*kept in the keychain.*until you revoke them/)
    fireEvent.click(within(dialog).getByRole('button', { name: 'Replace credentials in 2 organizations' }))
    expect(await screen.findByText(/^The credentials were replaced in 2 organizations(, in \d+ s)?\.$/)).toBeTruthy()
    expect(fake.inputsOf('bulk', 'startBulk')).toEqual([
      { action: { kind: 'rotate', listId, storage: 'keychain' }, organizationIds: [acme, northwind] }
    ])
    // the run needs them: leaving the form for it forgets nothing
    expect(fake.inputsOf('bulk', 'dropCredentials')).toEqual([])
  })

  it('changes nothing when no file was chosen, and says why one cannot be read', async () => {
    const { fake } = await open((api) => (api.state.bulk.file = null))
    await press('Choose CSV file …')
    await waitFor(() => expect(fake.inputsOf('bulk', 'chooseCredentialFile')).toHaveLength(1))
    expect(screen.getByText('Choose a file, or type new credentials.')).toBeTruthy()
    fake.failWith('bulk', 'chooseCredentialFile', 'internal')
    await press('Choose CSV file …')
    expect(await screen.findByText(/^Reading the file:/)).toBeTruthy()
  })

  it('is forgotten when the page is left, and on demand', async () => {
    const { fake } = await open()
    await press('Choose CSV file …')
    await press('Forget these')
    await waitFor(() => expect(fake.inputsOf('bulk', 'dropCredentials')).toEqual([{ listId }]))
    await press('Choose CSV file …')
    await screen.findByRole('region', { name: 'Entries' })
    fireEvent.click(screen.getByRole('link', { name: 'Activity' }))
    await waitFor(() => expect(fake.inputsOf('bulk', 'dropCredentials')).toEqual([{ listId }, { listId }]))
  })

  it('says that the secrets are no longer in memory when the dry run comes too late', async () => {
    await open((fake) => fake.failWith('bulk', 'planBulk', 'not-found'))
    await press('Choose CSV file …')
    await press('Dry run')
    expect(await screen.findByText('The new credentials are no longer in memory.')).toBeTruthy()
  })

  it('lets the person choose where secrets go when there is no keychain', async () => {
    const { fake } = await open((api) => (api.state.keychain = { state: 'unavailable', platform: 'linux' }))
    await press('Choose CSV file …')
    fireEvent.click(await screen.findByRole('radio', { name: /for this session only/ }))
    await press('Dry run')
    await waitFor(() =>
      expect(fake.inputsOf('bulk', 'planBulk')).toMatchObject([{ action: { storage: 'session-only' } }])
    )
  })
})

describe('Typed credentials', () => {
  const secret = 'typed-secret-of-acme'

  async function type() {
    setFleetSelection([acme, northwind])
    const app = await open()
    fireEvent.click(screen.getByRole('radio', { name: 'Typed here' }))
    fireEvent.change(await screen.findByLabelText('Client ID of Acme Corporation'), { target: { value: 'new-acme' } })
    return app
  }
  const secretField = () => screen.getByLabelText<HTMLInputElement>('Client secret of Acme Corporation')

  it('go to the main process in one call and leave nothing behind', async () => {
    const { fake, queryClient } = await type()
    expect(secretField().type).toBe('password')
    expect(screen.getByText(/1 organization with a client ID or a client secret alone/)).toBeTruthy()
    fireEvent.change(secretField(), { target: { value: secret } })
    expect(screen.getByText(/1 organization with new credentials; the others keep theirs/)).toBeTruthy()
    await press('Use these credentials')
    expect(await screen.findByText(/1 of 1 entry can be used/)).toBeTruthy()
    expect(fake.inputsOf('bulk', 'keepCredentials')).toEqual([
      { entries: [{ organizationId: acme, clientId: 'new-acme', clientSecret: secret }] }
    ])
    await waitFor(() =>
      expect(
        JSON.stringify(
          queryClient
            .getMutationCache()
            .getAll()
            .map((one) => one.state)
        )
      ).not.toContain(secret)
    )
    expect(
      JSON.stringify(
        queryClient
          .getQueryCache()
          .getAll()
          .map((one) => one.state)
      )
    ).not.toContain(secret)
    expect(document.body.innerHTML).not.toContain(secret)
    await press('Forget these')
    expect((await screen.findByLabelText<HTMLInputElement>('Client secret of Acme Corporation')).value).toBe('')
  })

  it('stay to be sent again when the call fails', async () => {
    const { fake } = await type()
    fireEvent.change(secretField(), { target: { value: secret } })
    fake.failWith('bulk', 'keepCredentials', 'internal')
    await press('Use these credentials')
    expect(await screen.findByText('Something went wrong inside Vigil.')).toBeTruthy()
    expect(secretField().value).toBe(secret)
  })
})
