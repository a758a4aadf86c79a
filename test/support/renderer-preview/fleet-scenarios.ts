import type { FakeState } from '../fake-api.ts'
import { standardState } from '../fake-api.ts'
import { fakeFleet } from '../fake-api-fleet.ts'
import type { Scenario } from './scenarios.ts'

const longName = 'The Very Long Name Of An International Holding Company With Many Subsidiaries Ltd'.slice(0, 80)

const fleet = (count: number, more: Partial<FakeState> = {}): Scenario => ({
  state: () => ({ organizations: fakeFleet(count), settings: new Map(), ...more })
})

/** What the pages over all organizations can be looked at in. */
export const fleetScenarios: Readonly<Record<string, Scenario>> = {
  fleet: fleet(34),
  'fleet-200': fleet(200),
  'fleet-1000': fleet(1_000),
  'fleet-grouped': fleet(34, {
    preferences: {
      ...standardState().preferences,
      fleetView: {
        columns: ['name', 'auditLogging', 'health', 'lastSync', 'freshness', 'leavesSigma', 'pending', 'label'],
        widths: { name: 220 },
        sort: { column: 'leavesSigma', isDescending: false },
        groupBy: 'label'
      }
    }
  }),
  'fleet-long': {
    state: () => ({
      organizations: fakeFleet(12).map((one, index) => ({
        ...one,
        name: index % 2 === 0 ? `${index + 1} ${longName}` : one.name,
        apiUrl: index % 3 === 0 ? 'https://sigma.of-a-very-long-host-name.internal.example.com:8443' : one.apiUrl,
        regionId: index % 3 === 0 ? undefined : one.regionId
      })),
      settings: new Map()
    })
  },
  'fleet-paused': {
    state: () => ({
      organizations: fakeFleet(3).map((one, index) =>
        index === 0
          ? { ...one, pausedAtMs: Date.now() - 7_200_000, syncPhase: 'halted', health: 'paused', pendingChanges: 2 }
          : one
      )
    })
  }
}
