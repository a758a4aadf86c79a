import { newOrganizationId, type PendingChangeId } from '../../../src/shared/kit/ids.ts'
import { hourMs, minuteMs } from '../../../src/shared/kit/time.ts'
import { type FakeDirectory, fakeDirectory } from '../fake-api-directory.ts'
import { driftingOrganizations } from '../fake-api-drift.ts'
import { type FakeState, fakeIds, fakeOrganization, standardState } from '../fake-api.ts'
import type { Scenario } from './scenarios.ts'

const names = ['Acme Corporation', 'Northwind Traders', 'Contoso', 'Fabrikam', 'Litware', 'Tailspin Toys', 'Wingtip']

/** Many organizations with many people, most of them in several. */
function manyPeople(): Partial<FakeState> {
  const organizations = Array.from({ length: 40 }, (_nothing, index) =>
    fakeOrganization({
      id: index === 0 ? fakeIds.acme : newOrganizationId(),
      name: `${names[index % names.length] ?? ''}${index < names.length ? '' : ` ${Math.floor(index / names.length) + 1}`}`,
      position: index,
      ...(index % 13 === 6 ? { health: 'offline', lastReadAtMs: Date.now() - 7 * hourMs } : {})
    })
  )
  return {
    organizations,
    settings: new Map(),
    directories: new Map(
      organizations.map((one, place) => [
        one.id,
        fakeDirectory(one, place % 7 === 0 ? 0 : place, 60 + (place % 5) * 20)
      ])
    ),
    unreadable: organizations.slice(38).map((one) => one.id)
  }
}

/** The first organization with another directory. */
function withDirectory(change: (directory: FakeDirectory) => Partial<FakeDirectory>): Scenario {
  return {
    state: () => {
      const { organizations } = standardState()
      return {
        directories: new Map(
          organizations.map((one, place) => {
            const directory = fakeDirectory(one, place, 120)
            return [one.id, place === 0 ? { ...directory, ...change(directory) } : directory]
          })
        )
      }
    }
  }
}

function drifting(facts: Partial<FakeState['preferences']>): Scenario {
  return {
    state: () => {
      const { organizations, settings } = driftingOrganizations(200)
      const second = organizations[1]
      const general = second === undefined ? undefined : settings.get(second.id)
      if (second !== undefined && general !== undefined)
        settings.set(second.id, {
          ...general,
          settings: general.settings.map((one) =>
            one.key === 'comments' || one.key === 'publicEmbeds'
              ? {
                  ...one,
                  value: one.key === 'comments',
                  pending: {
                    id: crypto.randomUUID() as PendingChangeId,
                    key: one.key,
                    value: one.key !== 'comments',
                    madeAtMs: Date.now() - 12 * minuteMs,
                    attempts: 2,
                    state: 'waiting',
                    lastError: { code: 'offline', params: {} }
                  }
                }
              : one
          )
        })
      return { organizations, settings, preferences: { ...standardState().preferences, ...facts } }
    }
  }
}

const baseline = {
  settingsBaseline: {
    kind: 'values',
    values: { timezone: 'America/New_York', csvUpload: false, publicEmbeds: true, comments: true, bulkCopy: true }
  }
} as const

const hidden = { isReading: false, lastError: { code: 'not-permitted' as const, params: {} } }

/** What the pages over all organizations, and each organization's directory, can be looked at in. */
export const comparisonScenarios: Readonly<Record<string, Scenario>> = {
  'people-many': { state: manyPeople },
  'people-none': withDirectory((directory) => ({ ...directory, members: [], teams: [], accountTypes: [] })),
  directory: withDirectory((directory) => ({
    tenants: directory.tenants.map((tenant, index) =>
      index === 1 ? { ...tenant, organizationId: fakeIds.northwind } : tenant
    )
  })),
  'directory-hidden': withDirectory(() => ({
    freshness: hidden,
    tenantsFreshness: { isReading: false, lastError: { code: 'not-found', params: {} } },
    members: [],
    teams: [],
    accountTypes: [],
    tenants: []
  })),
  'directory-stale': withDirectory(() => ({
    freshness: { ...hidden, readAtMs: Date.now() - 30 * hourMs, lastErrorAtMs: Date.now() - minuteMs }
  })),
  'directory-never': withDirectory(() => ({
    freshness: { isReading: false, lastError: { code: 'offline', params: {} } },
    members: [],
    teams: [],
    accountTypes: [],
    tenants: []
  })),
  drift: drifting(baseline),
  'drift-none': drifting({}),
  'comparison-loading': {
    state: () => ({}),
    prepare: (fake) => {
      fake.hold('directory', 'listPeople')
      fake.hold('directory', 'countPeople')
      fake.hold('directory', 'listMembers')
      fake.hold('directory', 'listTeams')
      fake.hold('drift', 'getSettingsMatrix')
    }
  },
  'comparison-error': {
    state: () => ({}),
    prepare: (fake) => {
      fake.failWith('directory', 'listPeople', 'internal')
      fake.failWith('directory', 'listMembers', 'database-damaged', { file: 'org.sqlite' })
      fake.failWith('drift', 'getSettingsMatrix', 'internal')
    }
  }
}
