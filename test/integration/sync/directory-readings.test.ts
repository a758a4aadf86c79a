import { expect, it } from 'vitest'
import type { SigmaClient } from '../../../src/main/sigma/sigma-client.ts'
import { createDirectoryStore } from '../../../src/main/stores/directory-store.ts'
import type { OrganizationRecord } from '../../../src/main/stores/organization-store.ts'
import { DirectoryReadings } from '../../../src/main/sync/directory-readings.ts'
import { newOrganizationId } from '../../../src/shared/kit/ids.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { createMemoryLogger } from '../../support/memory-logger.ts'
import { createStoreFixture } from '../stores/store-fixture.ts'
import { serverOf } from './directory-server.ts'

it('says while it reads that it does, and announces the end to whoever was told', async () => {
  const fixture = createStoreFixture()
  try {
    const id = newOrganizationId()
    const announced: string[] = []
    const readings = new DirectoryReadings(createDirectoryStore(fixture.open()))
    const pull = (client: SigmaClient) =>
      readings.pull(
        {
          organizationId: id,
          record: async () => ({ sigmaOrganizationId: 'parent' }) as OrganizationRecord,
          client: async () => client,
          clock: createManualClock({ isAutomatic: true }),
          logger: createMemoryLogger(),
          announce: (name: string) => void announced.push(name)
        },
        new AbortController().signal
      )
    const { client } = serverOf({})
    await pull(client)
    announced.length = 0
    let wasReading = false
    const told = serverOf({
      '/v2/members': () => {
        wasReading = readings.isReading(id)
        return { json: { entries: [] } }
      }
    })
    await pull(told.client)
    expect(wasReading).toBe(true)
    expect(readings.isReading(id)).toBe(false)
    expect(announced).toEqual(['directoryChanged'])
    await pull(client)
    expect(announced).toHaveLength(1)
  } finally {
    await fixture.dispose()
  }
})
