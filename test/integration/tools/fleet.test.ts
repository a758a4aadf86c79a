import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Fleet, startFleet } from '../../../tools/fleet/start-fleet.ts'

describe('a served fleet', () => {
  let fleet: Fleet
  beforeAll(async () => {
    fleet = await startFleet({ organizations: 5, hang: 1, offline: 1, refuse: 1 })
  })
  afterAll(() => fleet.stop())

  /** Status of a token request with what the fleet tells. */
  const signIn = async (place: number) => {
    const { apiUrl = '', clientId = '', secret = '' } = fleet.organizations[place] ?? {}
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: secret })
    return (await fetch(`${apiUrl}/v2/auth/token`, { method: 'POST', body })).status
  }

  it('answers under the credentials that it tells', async () => {
    expect(await signIn(3)).toBe(200)
    expect((await fleet.stats()).requests).toEqual([0, 0, 0, 1, 0])
  })

  it('leaves a request unanswered where an organization hangs', async () => {
    const url = `${fleet.organizations[0]?.apiUrl ?? ''}/v2/whoami`
    await expect(fetch(url, { signal: AbortSignal.timeout(700) })).rejects.toMatchObject({ name: 'TimeoutError' })
    expect((await fleet.stats()).requests[0]).toBe(1)
  })

  it('drops connections where an organization is offline, without a request', async () => {
    await expect(fetch(`${fleet.organizations[1]?.apiUrl ?? ''}/v2/whoami`)).rejects.toThrow('fetch failed')
    expect((await fleet.stats()).requests[1]).toBe(0)
  })

  it('refuses credentials, and takes them again when it is told to', async () => {
    expect(await signIn(2)).toBe(401)
    await fleet.behave('normal', [2])
    expect(await signIn(2)).toBe(200)
  })

  it('goes offline as a whole and comes back', async () => {
    const reach = () => fetch(`${fleet.organizations[4]?.apiUrl ?? ''}/v2/whoami`).then((answer) => answer.status)
    await fleet.behave('offline')
    await expect(reach()).rejects.toThrow('fetch failed')
    await fleet.behave('normal')
    expect(await reach()).toBe(401)
  })
})
