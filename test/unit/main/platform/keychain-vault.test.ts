import { expect, test } from 'vitest'
import { KeychainVault } from '../../../../src/main/platform/keychain-vault.ts'
import type { SecretService, SecretServiceFacts } from '../../../../src/main/platform/secret-service.ts'
import { newOrganizationId } from '../../../../src/shared/kit/ids.ts'
import { createMemoryLogger } from '../../../support/memory-logger.ts'

test('the store is asked once for hundreds of secrets, and again the next time', async () => {
  let asked = 0
  let state: SecretServiceFacts['state'] = 'open'
  const facts = async (): Promise<SecretServiceFacts> => {
    asked += 1
    await new Promise((resolve) => setTimeout(resolve, 1))
    return { state, storeName: 'GNOME Keyring' }
  }
  const vault = new KeychainVault({
    platform: 'linux',
    keychain: { get: async () => 'secret', set: async () => undefined, delete: async () => true },
    secretService: { facts } as SecretService,
    logger: createMemoryLogger()
  })
  const ids = Array.from({ length: 200 }, () => newOrganizationId())
  const states = async () => (await Promise.all(ids.map((id) => vault.status(id, 1)))).map((status) => status.state)
  expect(new Set(await states())).toEqual(new Set(['keychain']))
  expect(asked).toBe(1)
  state = 'locked'
  expect(new Set(await states())).toEqual(new Set(['locked']))
  expect(asked).toBe(2)
})
