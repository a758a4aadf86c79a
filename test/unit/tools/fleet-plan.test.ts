import { describe, expect, it } from 'vitest'
import { planFleet } from '../../../tools/fleet/plan.ts'
import { organizationDraftSchema } from '../../../src/shared/contract/organizations.ts'

const fleet = planFleet({ organizations: 200 })
const counted = <Value>(values: readonly Value[]) =>
  values.reduce((counts, value) => counts.set(value, (counts.get(value) ?? 0) + 1), new Map<Value, number>())

describe('the plan of a fleet', () => {
  it('is the same every time, and the same for the first ones of a larger fleet', () => {
    expect(planFleet({ organizations: 200 })).toEqual(fleet)
    expect(planFleet({ organizations: 20 })).toEqual(fleet.slice(0, 20))
  })

  it('can be added to Vigil, each under a name, a client ID and a secret of its own', () => {
    const many = planFleet({ organizations: 600 })
    for (const { name, label, clientId, secret } of many) {
      const endpoint = { kind: 'custom', apiUrl: 'http://127.0.0.1:1' }
      expect(organizationDraftSchema.safeParse({ name, label, endpoint, clientId, clientSecret: secret }).error).toBe(
        undefined
      )
    }
    for (const field of ['name', 'clientId', 'secret'] as const)
      expect(new Set(many.map((one) => one[field].toLowerCase())).size).toBe(600)
  })

  it('has every kind of organization that a console must show', () => {
    const audit = counted(fleet.map((one) => one.auditLogging))
    for (const kind of ['off', 'on', 'pending', 'region-not-supported', 'not-provisioned'] as const)
      expect(audit.get(kind) ?? 0).toBeGreaterThan(4)
    expect(counted(fleet.map((one) => one.isAdmin)).get(false)).toBeGreaterThan(4)
    expect(new Set(fleet.map((one) => one.label))).toEqual(
      new Set(['production', 'staging', 'development', 'customer'])
    )
    const members = fleet.map((one) => one.sandbox.members ?? 0)
    expect(Math.min(...members)).toBeGreaterThanOrEqual(20)
    expect(Math.max(...members)).toBeGreaterThan(300)
    expect(Math.max(...members)).toBeLessThanOrEqual(400)
    expect(Math.max(...fleet.map((one) => one.name.length))).toBeGreaterThan(70)
  })

  it('has people who are in many organizations, not all with the same account type', () => {
    const visits = fleet.flatMap((one) => one.sandbox.visitors ?? [])
    const everywhere = visits.filter((one) => one.email === 'frieda.lindemann@fernweh-analytics.example')
    expect(everywhere).toHaveLength(200)
    expect([...counted(visits.map((one) => one.email)).values()].filter((times) => times > 5).length).toBeGreaterThan(8)
    const beatriz = visits.filter((one) => one.email.startsWith('beatriz.'))
    expect(new Set(beatriz.map((one) => one.accountType)).size).toBeGreaterThan(1)
    expect(visits.some((one) => one.userKind === 'guest')).toBe(true)
  })

  it('has organizations with tenants, each of which has an ID of its own', () => {
    const tenants = fleet.flatMap((one) => one.sandbox.tenants ?? [])
    expect(tenants.length).toBeGreaterThan(20)
    expect(new Set(tenants.map((one) => one.organizationId)).size).toBe(tenants.length)
    expect(fleet.filter((one) => one.sandbox.tenants?.length === 0).length).toBeGreaterThan(100)
  })

  it('has settings that most organizations share and some do not', () => {
    const embeds = counted(fleet.map((one) => one.sandbox.settings?.publicEmbeds))
    expect(embeds.get(false) ?? 0).toBeGreaterThan(150)
    expect(embeds.get(true) ?? 0).toBeGreaterThan(5)
  })

  it('begins with those that hang, then those that are offline, then those that refuse', () => {
    const behaviours = planFleet({ organizations: 8, hang: 1, offline: 2, refuse: 3 }).map((one) => one.behaviour)
    expect(behaviours).toEqual([
      'hanging',
      'offline',
      'offline',
      'refusing',
      'refusing',
      'refusing',
      'normal',
      'normal'
    ])
  })
})
