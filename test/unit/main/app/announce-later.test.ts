import { expect, test } from 'vitest'
import { announceLater, laterMs } from '../../../../src/main/app/announce-later.ts'
import { newOrganizationId } from '../../../../src/shared/kit/ids.ts'
import { createManualClock } from '../../../support/manual-clock.ts'

const [first, second] = [newOrganizationId(), newOrganizationId()]

function later() {
  const clock = createManualClock()
  const told: { name: string; payload: unknown }[] = []
  return { clock, told, announce: announceLater((name, payload) => told.push({ name, payload }), clock) }
}

test('what comes within a minute is told together, organizations in one word', async () => {
  const { clock, told, announce } = later()
  announce('organizationsChanged', { organizationIds: [first] })
  announce('settingsChanged', { organizationId: first })
  await clock.advance(laterMs / 2)
  announce('organizationsChanged', { organizationIds: [second] })
  announce('settingsChanged', { organizationId: first })
  await clock.advance(laterMs / 2 - 1)
  expect(told).toEqual([])
  await clock.advance(1)
  expect(told).toEqual([
    { name: 'organizationsChanged', payload: { organizationIds: [first, second] } },
    { name: 'settingsChanged', payload: { organizationId: first } }
  ])
})

test('what comes after that is told a minute later, and nothing by itself', async () => {
  const { clock, told, announce } = later()
  announce('settingsChanged', { organizationId: first })
  await clock.advance(5 * laterMs)
  expect(told).toHaveLength(1)
  expect(clock.sleeping).toBe(0)
  announce('settingsChanged', { organizationId: second })
  await clock.advance(laterMs)
  expect(told).toHaveLength(2)
})

test('what must arrive each time does not wait', () => {
  const { told, announce } = later()
  announce('destinationRequested', { to: 'fleet' })
  expect(told).toHaveLength(1)
})
