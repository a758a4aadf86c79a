import { expect, test } from '../fixtures/fleet.ts'
import { GeneralSettingsPage } from '../pages/general-settings-page.ts'
import { Shell } from '../pages/shell.ts'

/** While an activation is young, Vigil looks at it every two seconds. */
const quietMs = 8_000
/** Should the computer stay awake, Vigil goes on by itself a minute after it was told of sleep. */
const awakeAnywayMs = 60_000

test('nothing is asked for while the computer falls asleep, and an activation is looked at again as soon as it wakes', async ({
  startFleet,
  seedVigil,
  startVigil
}) => {
  const fleet = await startFleet({ organizations: 5 })
  await seedVigil(fleet, { synced: true })
  const place = fleet.organizations.findIndex(({ auditLogging, isAdmin }) => auditLogging === 'off' && isAdmin)
  const name = fleet.organizations[place]?.name ?? ''
  const requests = async (): Promise<number> => (await fleet.stats()).requests[place] ?? 0
  const { window, electron } = await startVigil()
  const tell = (event: 'suspend' | 'resume') =>
    electron.evaluate(({ powerMonitor }, named) => void powerMonitor.emit(named), event)

  await new Shell(window).open(name)
  const settings = new GeneralSettingsPage(window)
  await settings.open()
  await settings.confirmEnable()
  await settings.expectState('Feature Pending')
  const pending = await requests()
  await expect.poll(requests, { message: 'it is being looked at' }).toBeGreaterThan(pending)

  await tell('suspend')
  const suspendedAtMs = Date.now()
  // what was on its way already may still arrive
  await window.waitForTimeout(1_000)
  const asleep = await requests()
  await window.waitForTimeout(quietMs)
  expect(await requests(), 'asleep').toBe(asleep)

  await tell('resume')
  await expect.poll(requests, { message: 'awake', timeout: 30_000 }).toBeGreaterThan(asleep)
  expect(Date.now() - suspendedAtMs, 'because it was told, not because a minute is over').toBeLessThan(awakeAnywayMs)
  await settings.expectState('On', 60_000)
})
