import { afterEach, beforeEach, expect, test } from 'vitest'
import type { HttpClient } from '../../../src/main/ports/http-client.port.ts'
import type { PendingChange } from '../../../src/shared/contract/settings.ts'
import type { OrganizationId } from '../../../src/shared/kit/ids.ts'
import { discardTestCore, eventually, startTestCore, type TestCore } from '../../support/core.ts'
import { createSwitchableNetwork, type SwitchableNetwork } from '../../support/switchable-network.ts'

let network: SwitchableNetwork
/** The network, but for answers to changes, which are lost when this says so. */
let lossy: HttpClient
let areAnswersLost: boolean
let core: TestCore

beforeEach(async () => {
  network = createSwitchableNetwork()
  areAnswersLost = false
  lossy = {
    async send(request) {
      const response = await network.send(request)
      if (request.method !== 'PATCH' || !areAnswersLost) return response
      return new Promise((_resolve, reject) => {
        request.signal?.addEventListener('abort', () => reject(new Error('aborted')), { once: true })
      })
    }
  }
  core = startTestCore({ network: lossy })
  await core.start()
})

afterEach(async () => {
  await discardTestCore(core)
  network.close()
})

const settingOf = async (id: OrganizationId) =>
  (await core.settings.get(id)).settings.find((setting) => setting.key === 'timezone')
const pendingOf = async (id: OrganizationId): Promise<PendingChange | undefined> => (await settingOf(id))?.pending
const patches = () => network.requests('acme.example').filter((one) => one.startsWith('PATCH'))

async function connect(): Promise<OrganizationId> {
  const { apiUrl, clientId, clientSecret = '' } = network.add('acme.example')
  const endpoint = { kind: 'custom', apiUrl } as const
  const { id } = await core.organizations.add(
    { name: 'Acme', label: 'none', endpoint, clientId, clientSecret },
    'keychain'
  )
  await eventually(async () =>
    expect(await core.organizations.list([id])).toMatchObject([{ syncPhase: 'idle', health: 'good' }])
  )
  return id
}

/** Ends the program as a kill does, as far as its files can tell, and starts it anew with the organization paused. */
async function killAndPause(id: OrganizationId): Promise<void> {
  await core.database.close()
  await core.end()
  core = startTestCore({ network: lossy, folder: core.folder })
  await core.organizations.pause(id)
  await core.start()
}

test('a change that was cut off by a kill can be discarded in an organization that is paused', async () => {
  const id = await connect()
  network.set('acme.example', 'hanging')
  await core.settings.change(id, 'timezone', 'Europe/Paris')
  await eventually(async () => expect((await pendingOf(id))?.state).toBe('sending'))
  await killAndPause(id)
  network.set('acme.example', 'up')
  await eventually(async () => expect((await pendingOf(id))?.state).toBe('waiting'))
  await core.settings.discard(id, (await pendingOf(id))?.id ?? ('' as never))
  expect(await pendingOf(id)).toBeUndefined()
  expect((await core.changes.list()).changes).toEqual([])
  await core.organizations.resume(id)
  await core.refreshOrganization(id)
  expect(patches()).toEqual([])
})

test('a change whose answer a kill has cut off waits while it is paused, and is looked at before it is sent again', async () => {
  const id = await connect()
  areAnswersLost = true
  await core.settings.change(id, 'timezone', 'Europe/Paris')
  await eventually(() => expect(patches()).toHaveLength(1))
  await killAndPause(id)
  areAnswersLost = false
  await eventually(async () => expect(await pendingOf(id)).toMatchObject({ state: 'waiting', attempts: 1 }))
  await core.organizations.resume(id)
  await eventually(async () => expect(await settingOf(id)).toMatchObject({ value: 'Europe/Paris', pending: undefined }))
  expect(patches()).toHaveLength(1)
  // It was sent from here, whoever finds it there.
  expect((await core.drift.history(id, 'timezone'))[0]).toMatchObject({
    value: 'Europe/Paris',
    changedBy: expect.any(String)
  })
})
