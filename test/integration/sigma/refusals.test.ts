import { afterEach, describe, expect, it } from 'vitest'
import { errorOf } from '../../support/sigma-client-fixture.ts'
import { type Reached, reach } from './organization.ts'

describe('an organization where something is missing', () => {
  let reached: Reached | undefined
  afterEach(() => reached?.close())

  it('refuses settings to credentials that are not an Admin’s', async () => {
    reached = await reach('in process', { adminAccountType: 'Creator' })
    const { client } = reached
    expect((await errorOf(client.settings.setSetting('auditLogging', true, { idempotencyKey: 'k' }))).code).toBe(
      'not-permitted'
    )
    expect((await errorOf(client.accountTypes.list())).code).toBe('not-permitted')
  })

  it('refuses audit logging in an unsupported region, in words that can be told apart', async () => {
    reached = await reach('in process', { region: 'not-supported' })
    const error = await errorOf(reached.client.settings.setSetting('auditLogging', true, { idempotencyKey: 'k' }))
    expect(error.code).toBe('invalid-input')
    expect(error.params.sigmaCode).toBe('region_not_supported')
  })
})
