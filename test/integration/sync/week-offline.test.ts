import { afterEach, expect, it } from 'vitest'
import { systemClock } from '../../../src/main/platform/system-clock.ts'
import type { SandboxOrganization } from '../../../src/main/sandbox/sandbox-organization.ts'
import { createSigmaClient, type SigmaClient } from '../../../src/main/sigma/sigma-client.ts'
import type { Organization } from '../../../src/shared/contract/organizations.ts'
import { settingKeys } from '../../../src/shared/domain/setting-keys.ts'
import { Secret } from '../../../src/shared/kit/secret.ts'
import { hourMs } from '../../../src/shared/kit/time.ts'
import { discardTestCore, eventually, startTestCore, type TestCore } from '../../support/core.ts'
import { createMemoryLogger } from '../../support/memory-logger.ts'
import { createShiftedClock } from '../../support/shifted-clock.ts'
import { createSwitchableNetwork } from '../../support/switchable-network.ts'

const organizationCount = 72
const changesEach = settingKeys.length
const changeCount = organizationCount * changesEach
/** Where somebody else changed the time zone meanwhile, whose credentials were taken away, and who is still out of reach. */
const conflicting = [0, 1, 2, 3, 4]
const revoked = 5
const unreachable = 6
const mine = 'Asia/Kathmandu'
const theirs = 'Pacific/Chatham'

const hostOf = (place: number): string => `org-${place}.example`
const nameOf = (place: number): string => `Organization ${place}`

const patches = (requests: readonly string[]): number => requests.filter((one) => one.startsWith('PATCH ')).length

let core: TestCore | undefined
afterEach(async () => {
  if (core !== undefined) await discardTestCore(core)
})

/** Sigma as somebody else sees it, who is not Vigil. */
function somebodyElse(sandbox: SandboxOrganization): SigmaClient {
  return createSigmaClient({
    apiUrl: sandbox.baseUrl,
    httpClient: sandbox.httpClient,
    clock: systemClock,
    logger: createMemoryLogger(),
    clientId: sandbox.clientId,
    readSecret: async () => new Secret(sandbox.clientSecret ?? '')
  })
}

async function listed(of: TestCore): Promise<Map<string, Organization>> {
  const all = await of.organizations.list()
  return new Map(all.map((one) => [one.name, one]))
}

it(`sends ${changeCount} changes of a week without a network, each once, and keeps those that cannot be sent`, {
  timeout: 300_000
}, async () => {
  const network = createSwitchableNetwork()
  const sandboxes = Array.from({ length: organizationCount }, (_, place) =>
    network.add(hostOf(place), { seed: place + 1, members: 3, events: 0, name: nameOf(place) })
  )
  const before = startTestCore({ network })
  await before.start()
  for (const [place, sandbox] of sandboxes.entries()) {
    const endpoint = { kind: 'custom', apiUrl: sandbox.apiUrl } as const
    await before.organizations.add(
      {
        name: nameOf(place),
        label: 'none',
        endpoint,
        clientId: sandbox.clientId,
        clientSecret: sandbox.clientSecret ?? ''
      },
      'keychain'
    )
  }
  await eventually(async () => {
    const all = [...(await listed(before)).values()]
    expect(all.filter((one) => one.lastReadAtMs === undefined).map((one) => one.name)).toEqual([])
  }, 120_000)

  // on the train
  for (const place of sandboxes.keys()) network.set(hostOf(place), 'offline')
  for (const one of (await listed(before)).values()) {
    for (const key of settingKeys) {
      if (key === 'timezone') await before.settings.change(one.id, key, mine)
      else {
        const known = (await before.settings.get(one.id)).settings.find((setting) => setting.key === key)
        await before.settings.change(one.id, key, known?.value !== true)
      }
    }
  }
  await eventually(async () => {
    const all = [...(await listed(before)).values()]
    expect(all.map((one) => one.pendingChanges)).toEqual(all.map(() => changesEach))
  })
  const revokedId = (await listed(before)).get(nameOf(revoked))?.id
  await before.end()

  // a week passes, and Sigma goes on
  for (const place of conflicting) {
    const sandbox = sandboxes[place]
    if (sandbox !== undefined)
      await somebodyElse(sandbox).settings.setSetting('timezone', theirs, { idempotencyKey: crypto.randomUUID() })
  }
  for (const place of sandboxes.keys()) if (place !== unreachable) network.set(hostOf(place), 'up')
  const patchesBefore = sandboxes.map((_, place) => patches(network.requests(hostOf(place))))
  const clock = createShiftedClock()
  clock.shift(7 * 24 * hourMs)
  const after = startTestCore({
    network,
    clock,
    folder: before.folder,
    vault: (vault) => {
      const read = vault.read.bind(vault)
      vault.read = (id, slot) => (id === revokedId ? Promise.resolve(new Secret('taken away')) : read(id, slot))
      return vault
    }
  })
  core = after
  await after.start()
  await eventually(async () => {
    const all = [...(await listed(after)).values()]
    const pending = all.filter((one) => one.pendingChanges > 0).map((one) => one.name)
    expect(pending.toSorted()).toEqual([...conflicting, revoked, unreachable].map(nameOf).toSorted())
  }, 150_000)

  const now = await listed(after)
  for (const [place, sandbox] of sandboxes.entries()) {
    const one = now.get(nameOf(place))
    if (one === undefined) throw new Error(`${nameOf(place)} is gone`)
    const sent = patches(network.requests(hostOf(place))) - (patchesBefore[place] ?? 0)
    if (place === unreachable || place === revoked) {
      expect(one.pendingChanges).toBe(changesEach)
      expect(sent).toBe(0)
      continue
    }
    const isConflict = conflicting.includes(place)
    expect(sent).toBe(isConflict ? changesEach - 1 : changesEach)
    expect(await somebodyElse(sandbox).settings.getSetting('timezone')).toBe(isConflict ? theirs : mine)
    expect(await somebodyElse(sandbox).settings.getSetting('comments')).toBe(false)
    expect(one.refusedChanges).toBe(isConflict ? 1 : 0)
  }
  expect(now.get(nameOf(revoked))).toMatchObject({ vault: { isRefused: true }, health: 'attention' })
  expect(now.get(nameOf(unreachable))).toMatchObject({ health: 'offline' })

  const { changes } = await after.changes.list()
  const conflicts = changes.filter(({ change }) => change.conflict !== undefined)
  expect(conflicts.map((one) => one.organizationName).toSorted()).toEqual(conflicting.map(nameOf).toSorted())
  for (const { change } of conflicts)
    expect(change).toMatchObject({ key: 'timezone', value: mine, baseValue: 'UTC', conflict: { theirs } })

  const [first] = conflicts
  if (first === undefined) throw new Error('there is no conflict')
  await after.changes.resolveConflict(first.organizationId, first.change.id, 'mine')
  const place = Number(first.organizationName.split(' ')[1])
  const sandbox = sandboxes[place]
  if (sandbox === undefined) throw new Error('no such organization')
  await eventually(async () => expect(await somebodyElse(sandbox).settings.getSetting('timezone')).toBe(mine))
  network.close()
})
