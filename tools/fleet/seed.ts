import { setTimeout as sleep } from 'node:timers/promises'
import type { Core } from '../../src/main/app/compose.ts'
import { randomFrom } from '../../src/main/sandbox/world/random.ts'
import { settingKeys } from '../../src/shared/domain/setting-keys.ts'
import { organizationId, type OrganizationId } from '../../src/shared/kit/ids.ts'
import type { FleetOrganization } from './messages.ts'
import type { Seeded, SeedOptions } from './seed-messages.ts'
import { openSeedingCore } from './seeding-core.ts'

/** How long nothing more may come of reading before what is there counts as all, ms. */
const patienceMs = 20_000

type Added = FleetOrganization & { readonly id: OrganizationId }

/** Fills a data folder through the program's own core, as a person would through its window. */
export async function seed(options: SeedOptions, tell: (text: string) => void): Promise<Seeded> {
  const startedAtMs = Date.now()
  const { synced = false, changes = 0, secrets = 'keychain' } = options
  const { core, setNetwork } = openSeedingCore(options.folder, synced ? 'online' : 'silent')
  try {
    const added: Added[] = []
    for (const organization of options.organizations) {
      added.push({ ...organization, id: await add(core, organization, secrets) })
      if (added.length % 50 === 0) tell(`${added.length} organizations added`)
    }
    const notRead = synced ? await readAll(core, added, tell) : []
    if (synced) await requestActivations(core, added)
    setNetwork('offline')
    const made = await makeChanges(core, added, changes)
    if (made > 0) tell(`${made} changes wait`)
    return {
      organizations: added.map(({ id, name }) => ({ id, name })),
      notRead,
      changes: made,
      tookMs: Date.now() - startedAtMs
    }
  } finally {
    await core.stop()
  }
}

/** Removes all organizations of a data folder with their secrets. @returns how many there were */
export async function removeAll(folder: string): Promise<number> {
  const { core } = openSeedingCore(folder, 'silent')
  try {
    const all = await core.organizations.list()
    for (const { id, name } of all) await core.organizations.remove(id, name)
    return all.length
  } finally {
    await core.stop()
  }
}

async function add(
  core: Core,
  { name, label, color, apiUrl, clientId, secret }: FleetOrganization,
  secrets: 'keychain' | 'session-only'
): Promise<OrganizationId> {
  const endpoint = { kind: 'custom', apiUrl } as const
  const { id, color: given } = await core.organizations.add(
    { name, label, endpoint, clientId, clientSecret: secret },
    secrets
  )
  if (given !== color) await core.organizations.update(id, { color })
  return id
}

/** Waits until each organization was read, or is known not to be readable. */
async function readAll(core: Core, added: readonly Added[], tell: (text: string) => void): Promise<Seeded['notRead']> {
  const answering = new Set(added.filter(isAnswering).map((one) => one.id))
  let told = 0
  let open = Number.POSITIVE_INFINITY
  for (let progressAtMs = Date.now(); ; await sleep(500)) {
    const list = await core.organizations.list()
    const notRead = list.filter((one) => one.lastReadAtMs === undefined)
    const failing = notRead.filter((one) => one.lastError !== undefined || !answering.has(one.id))
    const withoutRows = list.filter((one) => one.auditLogging.kind === 'enabled' && one.auditLogReadAtMs === undefined)
    const nowOpen = notRead.length - failing.length + withoutRows.length
    if (nowOpen < open) [open, progressAtMs] = [nowOpen, Date.now()]
    if (list.length - notRead.length >= told + 50) {
      told = list.length - notRead.length
      tell(`${told} organizations read`)
    }
    // What fails is tried again later and later; a row of the audit log may never come.
    if (open === 0 || Date.now() - progressAtMs > patienceMs)
      return notRead.map(({ name, lastError }) => ({ name, code: lastError?.code ?? 'timed-out' }))
  }
}

function isAnswering(organization: Added): boolean {
  return organization.behaviour === 'normal'
}

/** Asks for the activations that take long, and waits until Sigma has accepted them. */
async function requestActivations(core: Core, added: readonly Added[]): Promise<void> {
  const asked = added.filter((one) => one.auditLogging === 'pending' && one.isAdmin && isAnswering(one))
  for (const { id } of asked) await core.settings.enableAuditLogging(id)
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(200)) {
    const states = await Promise.all(asked.map(({ id }) => core.settings.get(id)))
    if (states.every(({ auditLogging }) => auditLogging.state.kind !== 'enable-waiting')) return
  }
}

/** Makes changes all over the fleet, each of another setting of an organization. @returns how many were made */
async function makeChanges(core: Core, added: readonly Added[], wanted: number): Promise<number> {
  if (wanted === 0) return 0
  const random = randomFrom('fleet-changes', added.length)
  const places = added
    .filter((one) => one.isAdmin && isAnswering(one))
    .flatMap(({ id }) => settingKeys.map((key) => ({ id, key, rank: random.next() })))
    .sort((one, other) => one.rank - other.rank)
    .slice(0, wanted)
  for (const { id, key } of places) {
    const known = (await core.settings.get(organizationId(id))).settings.find((setting) => setting.key === key)?.value
    const value = key === 'timezone' ? (known === 'Europe/Vienna' ? 'UTC' : 'Europe/Vienna') : known === false
    await core.settings.change(id, key, value)
  }
  return places.length
}
