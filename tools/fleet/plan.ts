import { createHash } from 'node:crypto'
import type { SandboxOptions } from '../../src/main/sandbox/sandbox-organization.ts'
import type { SandboxSettings, SandboxTenant, SandboxVisitor } from '../../src/main/sandbox/state/sandbox.ts'
import { type Random, randomFrom } from '../../src/main/sandbox/world/random.ts'
import type { OrganizationColor, OrganizationDraft } from '../../src/shared/contract/organizations.ts'
import { booleanSettingKeys } from '../../src/shared/domain/setting-keys.ts'
import { dayMs, minuteMs, secondMs } from '../../src/shared/kit/time.ts'
import { customers, environments } from './customers.ts'

/**
 * `hanging`: leaves each request waiting for a minute. `offline`: drops every connection. `refusing`: answers 401.
 * `read-only`: answers 403 to what would change something.
 */
export type Behaviour = 'normal' | 'hanging' | 'offline' | 'refusing' | 'read-only'

/** `pending`: off, and an activation that is asked for takes half an hour, so that Feature Pending can be looked at. */
export type AuditPlan = 'off' | 'on' | 'pending' | 'region-not-supported' | 'not-provisioned'

export interface PlannedOrganization {
  readonly name: string
  readonly label: OrganizationDraft['label']
  readonly color: OrganizationColor
  readonly auditLogging: AuditPlan
  /** Whether the credentials belong to an Admin. */
  readonly isAdmin: boolean
  readonly behaviour: Behaviour
  readonly clientId: string
  readonly secret: string
  readonly sandbox: Partial<SandboxOptions>
}

export interface FleetPlan {
  readonly organizations: number
  /** How many begin with another behaviour than normal: the first ones hang, the next are offline, the next refuse. */
  readonly hang?: number
  readonly offline?: number
  readonly refuse?: number
}

const consultants: readonly (readonly [first: string, last: string, reach: number])[] = [
  ['Frieda', 'Lindemann', 1],
  ['Olu', 'Adeyemi', 0.8],
  ['Beatriz', 'Queiroz', 0.35],
  ['Jürgen', 'Šimunić', 0.3],
  ['Keiko', 'Morita', 0.25],
  ['Björn', 'Åkerlund', 0.2],
  ['Niamh', 'O’Connell', 0.2],
  ['Ravi', 'Subramaniam', 0.15],
  ['Chloé', 'Desrosiers', 0.1],
  ['Tomasz', 'Wójcik', 0.1],
  ['Mercy', 'Wanjiru', 0.06],
  ['Elif', 'Gündoğdu', 0.04]
]
const freelancers: readonly (readonly [first: string, last: string, address: string])[] = [
  ['Sam', 'Petrov', 'sam@petrov-data.example'],
  ['Lou', 'Verhoeven', 'lou.verhoeven@freelance.example'],
  ['Noor', 'El-Amin', 'noor@elamin.example']
]

/** Each so-many-th organization serves customers of its own from tenants. */
const tenantsEvery = 9

/** What the consultancy sets everywhere; the rest are Sigma's defaults. */
const house = { publicEmbeds: false, sampleConnections: false, licenseUpgradeRequests: false } as const

/** The organizations of an invented consultancy. The n-th is the same whatever their number, on every machine. */
export function planFleet({ organizations, hang = 0, offline = 0, refuse = 0 }: FleetPlan): PlannedOrganization[] {
  const planned: PlannedOrganization[] = []
  const behaviourOf = (index: number): Behaviour => {
    if (index < hang) return 'hanging'
    if (index < hang + offline) return 'offline'
    return index < hang + offline + refuse ? 'refusing' : 'normal'
  }
  for (let round = 0; planned.length < organizations; round += 1) {
    for (const [place, customer] of customers.entries()) {
      const holding = round === 0 ? { name: '', slug: '' } : { name: ` Holding ${round}`, slug: `-${round}` }
      const name = round === 0 ? customer.name : customer.name.slice(0, 50) + holding.name
      for (const environment of environments.slice(0, [3, 2, 3, 4, 1, 3, 4][place % 7])) {
        if (planned.length === organizations) return planned
        const index = planned.length
        const random = randomFrom('fleet', index)
        const auditLogging = auditPlan(random)
        const isAdmin = index < 3 || random.chance(0.93)
        planned.push({
          name: name + environment.suffix,
          label: environment.label,
          color: random.chance(0.9) ? environment.color : random.pick(['gray', 'purple', 'yellow', 'green']),
          auditLogging,
          isAdmin,
          behaviour: behaviourOf(index),
          clientId: constant('client', index),
          secret: constant('secret', index),
          sandbox: {
            seed: 40_000 + index,
            name: `${customer.slug}${holding.slug}${environment.slug}`,
            domain: `${customer.slug}.example`,
            members: Math.max(20, Math.round((20 + 380 * random.next() ** 2) * environment.people)),
            visitors: visitorsOf(random),
            dormantShare: 0.05 + random.next() * 0.15,
            settings: settingsOf(random, customer.timezone),
            tenants: index % tenantsEvery === 0 ? tenantsOf(customer.slug, index) : [],
            adminAccountType: isAdmin ? 'Admin' : random.pick(['View', 'Build']),
            events: 40,
            ...auditOptions(auditLogging, random)
          }
        })
      }
    }
  }
  return planned
}

function auditPlan(random: Random): AuditPlan {
  const draw = random.next()
  if (draw < 0.42) return 'off'
  if (draw < 0.8) return 'on'
  if (draw < 0.87) return 'pending'
  return draw < 0.94 ? 'region-not-supported' : 'not-provisioned'
}

function auditOptions(plan: AuditPlan, random: Random): Partial<SandboxOptions> {
  switch (plan) {
    case 'on':
      return { backfilledHistoryMs: Math.round((1 + random.next() * 200) * dayMs), activationMs: 30 * secondMs }
    case 'pending':
      return { activationMs: 30 * minuteMs }
    case 'region-not-supported':
      return { region: 'not-supported' }
    case 'not-provisioned':
      return { auditLogging: 'not-provisioned' }
    default:
      return { activationMs: 30 * secondMs }
  }
}

function visitorsOf(random: Random): SandboxVisitor[] {
  const mail = (name: string): string =>
    name
      .normalize('NFD')
      .toLowerCase()
      .replaceAll(/[^a-z]/g, '')
  const staff = consultants.flatMap(([firstName, lastName, reach], place): SandboxVisitor[] => {
    if (!random.chance(reach)) return []
    const accountType = place < 2 ? 'Admin' : random.pick(['Admin', 'Build', 'Build', 'View'])
    const userKind = random.chance(0.15) ? 'guest' : 'internal'
    const email = `${mail(firstName)}.${mail(lastName)}@fernweh-analytics.example`
    return [{ firstName, lastName, email, accountType, userKind }]
  })
  const others = freelancers.flatMap(([firstName, lastName, email]): SandboxVisitor[] =>
    random.chance(0.08) ? [{ firstName, lastName, email, accountType: 'Build', userKind: 'guest' }] : []
  )
  return [...staff, ...others]
}

/** A stream of its own, so that the rest of the organization is what it was. */
function tenantsOf(slug: string, index: number): SandboxTenant[] {
  const random = randomFrom('fleet-tenants', index)
  return ['North', 'South', 'Retail'].slice(0, 1 + Math.floor(random.next() * 3)).map((branch) => ({
    organizationId: uuidFrom(constant(`tenant ${branch}`, index)),
    name: `${slug} ${branch}`,
    slug: `${slug}-${branch.toLowerCase()}`,
    cloudProvider: 'aws-eu',
    region: 'eu-central-1',
    apiUrl: 'https://api.eu.aws.sigmacomputing.com'
  }))
}

function uuidFrom(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

function settingsOf(random: Random, timezone: string): SandboxSettings {
  const drifted = random.chance(0.3) ? booleanSettingKeys.filter(() => random.chance(0.3)) : []
  const changed = Object.fromEntries(
    drifted.map((key) => [key, !(key in house ? house[key as keyof typeof house] : true)])
  )
  return { ...house, ...changed, timezone: random.chance(0.8) ? 'UTC' : timezone }
}

/** The same at every start, so that a data folder seeded before goes on to work. They open nothing but this fleet. */
function constant(what: string, index: number): string {
  return createHash('sha256').update(`vigil fleet ${what} ${index}`).digest('hex')
}
