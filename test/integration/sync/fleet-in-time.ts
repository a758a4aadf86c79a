import { onTestFinished } from 'vitest'
import { minuteMs } from '../../../src/shared/kit/time.ts'
import type { OrganizationId } from '../../../src/shared/kit/ids.ts'
import { createEngineFleet, type EngineFleet } from '../../support/engine-fleet.ts'
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts'

export interface FleetInTime {
  readonly fleet: EngineFleet
  readonly clock: ManualClock
  /** The id of an organization, by default the first. */
  readonly id: (index?: number) => OrganizationId
  /** How often an organization's connections were read, by default the first's. */
  readonly readings: (index?: number) => number
}

/** Engines that have not begun; they end with the test. */
export function fleetOf(count: number, known?: Parameters<typeof createEngineFleet>[0]['known']): FleetInTime {
  const clock = createManualClock()
  const fleet = createEngineFleet({ clock, count, ...(known ? { known } : {}) })
  onTestFinished(() => fleet.stop())
  const id = (index = 0) => fleet.ids[index] ?? ('' as never)
  return { fleet, clock, id, readings: (index = 0) => fleet.requests(id(index), '/v2/connections').length }
}

/** Organizations whose first reading is done. */
export async function readFleet(count = 1): Promise<FleetInTime> {
  const made = fleetOf(count)
  made.fleet.start()
  await made.clock.advance(6 * minuteMs)
  return made
}
