import { beforeEach, describe, expect, it } from 'vitest'
import { calmAnnounce, calmMs } from '../../../../src/main/app/calm-announce.ts'
import type { Announce } from '../../../../src/main/ports/announcer.port.ts'
import { newOrganizationId } from '../../../../src/shared/kit/ids.ts'
import { createManualClock, type ManualClock } from '../../../support/manual-clock.ts'

let told: unknown[]
let clock: ManualClock
let announce: Announce

beforeEach(() => {
  told = []
  clock = createManualClock()
  announce = calmAnnounce((name, payload) => told.push({ name, payload }), clock)
})

const [acme, beta] = [newOrganizationId(), newOrganizationId()]
const changed = (...organizationIds: (typeof acme)[]) => ({
  name: 'organizationsChanged',
  payload: { organizationIds }
})

describe('announcements', () => {
  it('are told at once when nothing of the kind was told a moment ago', () => {
    announce('organizationsChanged', { organizationIds: [acme] })
    expect(told).toEqual([changed(acme)])
  })

  it('that repeat themselves are gathered, each organization once, and told after a rest', async () => {
    for (const id of [acme, beta, acme, beta]) announce('organizationsChanged', { organizationIds: [id] })
    await clock.advance(calmMs - 1)
    expect(told).toEqual([changed(acme)])
    await clock.advance(1)
    expect(told).toEqual([changed(acme), changed(beta, acme)])
    await clock.advance(calmMs)
    expect(told).toHaveLength(2)
  })

  it('of the list itself swallow those of its organizations', async () => {
    announce('organizationsChanged', { organizationIds: [acme] })
    announce('organizationsChanged', { organizationIds: [acme] })
    announce('organizationsChanged', {})
    announce('organizationsChanged', { organizationIds: [beta] })
    await clock.advance(calmMs)
    expect(told[1]).toEqual({ name: 'organizationsChanged', payload: {} })
  })

  it('stay at four a second, and the last one always arrives', async () => {
    for (let unread = 1; unread <= 1_000; unread += 1) {
      announce('inboxChanged', { unread })
      await clock.advance(5)
    }
    await clock.advance(calmMs)
    expect(told.length).toBeGreaterThan(15)
    expect(told.length).toBeLessThanOrEqual(22)
    expect(told.at(-1)).toEqual({ name: 'inboxChanged', payload: { unread: 1_000 } })
  })

  it('of one organization do not hold up those of another', () => {
    announce('settingsChanged', { organizationId: acme })
    announce('settingsChanged', { organizationId: beta })
    announce('connectionsChanged', { organizationId: acme })
    expect(told).toHaveLength(3)
  })

  it('of which each one counts are never gathered', () => {
    const destinations = ['inbox', 'about', 'fleet'] as const
    for (const to of destinations) announce('destinationRequested', { to })
    expect(told).toEqual(destinations.map((to) => ({ name: 'destinationRequested', payload: { to } })))
  })
})
