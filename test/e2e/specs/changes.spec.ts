import { expect, type Fleet, test } from '../fixtures/fleet.ts'
import { SomebodyElse } from '../fixtures/somebody-else.ts'
import { ChangesPage } from '../pages/changes-page.ts'
import { GeneralSettingsPage } from '../pages/general-settings-page.ts'
import { Shell } from '../pages/shell.ts'

const nameOf = (fleet: Fleet, place: number): string => fleet.organizations[place]?.name ?? ''
/** Places of the fleet whose credentials belong to an Admin. */
const [first, second] = [0, 2]

test('a change made offline that meets another value in Sigma is put to the person, who sends it or lets theirs stand', async ({
  startFleet,
  seedVigil,
  startVigil,
  shot
}) => {
  const fleet = await startFleet({ organizations: 3 })
  await seedVigil(fleet, { synced: true })
  const { window } = await startVigil()
  const shell = new Shell(window)
  const settings = new GeneralSettingsPage(window)
  const changes = new ChangesPage(window)
  const places = [first, second]
  const somebodyElse = places.map((place) => new SomebodyElse(fleet.organizations[place]))
  for (const one of somebodyElse) await one.signIn()
  await fleet.behave('offline', places)
  for (const place of places) {
    await shell.open(nameOf(fleet, place))
    await settings.open()
    await settings.setTimezone('Asia/Tokyo')
    await expect(settings.setting('timezone')).toContainText('Waiting to send')
  }
  await expect(changes.link).toContainText('2')
  await changes.open()
  await expect(changes.onTheirWay).toHaveCount(2)
  await expect(changes.onTheirWay.first()).toContainText('UTC')
  await expect(changes.onTheirWay.first()).toContainText('Asia/Tokyo')
  await shot(window, 'offline')

  // at once, since the program tries again by itself
  for (const [index, one] of somebodyElse.entries()) {
    await fleet.behave('normal', [places[index] ?? first])
    await one.change('timezone', 'Pacific/Chatham')
  }
  // those that were not tried yet, in whatever order the program comes to them
  await expect(async () => {
    const left = changes.onTheirWay.first()
    if (await left.isVisible()) await changes.button(left, 'Send now').click({ timeout: 1_000 })
    await expect(changes.forPerson).toHaveCount(2, { timeout: 2_000 })
  }).toPass({ timeout: 60_000 })
  await expect(changes.onTheirWay).toHaveCount(0)
  for (const one of somebodyElse) expect(await one.read('timezone'), 'nothing is overwritten').toBe('Pacific/Chatham')

  const mine = changes.forPerson.filter({ has: window.getByRole('link', { name: nameOf(fleet, first), exact: true }) })
  await expect(mine).toContainText('Conflict')
  expect(await changes.values(mine)).toEqual({
    Theirs: 'Pacific/Chatham',
    Mine: 'Asia/Tokyo',
    Before: 'UTC'
  })
  await shot(window, 'conflicts')
  await changes.button(mine, 'Send mine').click()
  await expect(changes.forPerson).toHaveCount(1)
  await expect.poll(() => somebodyElse[0]?.read('timezone'), { intervals: [1_500] }).toBe('Asia/Tokyo')

  await shell.open(nameOf(fleet, second))
  await settings.open()
  const setting = settings.setting('timezone')
  await expect(setting).toContainText('Conflict')
  expect(await changes.values(setting)).toEqual({ Theirs: 'Pacific/Chatham', Mine: 'Asia/Tokyo', Before: 'UTC' })
  await setting.scrollIntoViewIfNeeded()
  await shot(window, 'conflict-in-settings')
  await setting.getByRole('button', { name: 'Keep Sigma’s value' }).click()
  await expect(setting.getByText('Conflict')).toHaveCount(0)
  await expect(setting).toContainText('Pacific/Chatham')
  expect(await somebodyElse[1]?.read('timezone')).toBe('Pacific/Chatham')
  await changes.open()
  await expect(changes.nothing).toBeVisible()
})

test('a change that Sigma refuses waits with its reason until a person edits or discards it, and Activity keeps it all', async ({
  startFleet,
  seedVigil,
  startVigil,
  shot
}) => {
  const fleet = await startFleet({ organizations: 3 })
  await seedVigil(fleet, { synced: true })
  const { window } = await startVigil()
  const settings = new GeneralSettingsPage(window)
  const changes = new ChangesPage(window)
  await new Shell(window).open(nameOf(fleet, first))
  await settings.open()
  await fleet.behave('read-only', [first])
  await settings.toggle('comments')
  await expect(settings.setting('comments')).toContainText('Refused')
  await expect(settings.switch('comments'), 'a refused change does not hold').toBeChecked()

  await changes.open()
  const [refused] = await changes.forPerson.all()
  if (refused === undefined) throw new Error('no change waits')
  await expect(refused).toContainText('Sigma did not accept it; the value before still holds.')
  await expect(refused).toContainText('Sigma does not permit this')
  await shot(window, 'refused')
  await changes.button(refused, 'Try again').click()
  await expect(window.getByText('The change is on its way')).toBeVisible()
  await expect(refused).toContainText('Refused')

  await changes.button(refused, 'Edit').click()
  await expect(settings.setting('comments')).toHaveAttribute('data-marked', 'true')
  await expect(settings.setting('comments')).toBeInViewport()
  await shot(window, 'edit')
  await changes.open()
  await changes.discard(changes.forPerson.first())
  await expect(changes.nothing).toBeVisible()
  expect(await new SomebodyElse(fleet.organizations[first]).read('comments')).toBe(true)

  await window.getByRole('link', { name: 'Open Activity' }).click()
  const entries = window.getByRole('table').getByRole('row').filter({ hasText: 'Comments' })
  for (const [act, outcome] of [
    ['Change a setting', 'Requested'],
    ['Change a setting', 'Refused'],
    ['Retry a change', 'Requested'],
    ['Discard a change', 'Done']
  ] as const)
    await expect(
      entries.filter({ hasText: act }).filter({ hasText: outcome }).first(),
      `${act}: ${outcome}`
    ).toBeVisible()
  await shot(window, 'activity')
})

test('nothing is read or sent in a paused organization, also over a restart, until it is resumed', async ({
  startFleet,
  seedVigil,
  startVigil,
  shot
}) => {
  const fleet = await startFleet({ organizations: 3 })
  await seedVigil(fleet, { synced: true })
  const app = await startVigil()
  const shell = new Shell(app.window)
  const name = nameOf(fleet, first)
  const requests = async (): Promise<number> => (await fleet.stats()).requests[first] ?? 0
  await shell.open(name)
  await app.window.getByRole('main').getByRole('button', { name: 'Pause', exact: true }).click()
  await expect(shell.message('nothing is read or sent')).toBeVisible()
  await expect(shell.organization(name)).toContainText('Paused')
  const before = await requests()

  const settings = new GeneralSettingsPage(app.window)
  await settings.open()
  await settings.toggle('comments')
  const changes = new ChangesPage(app.window)
  await changes.open()
  await expect(changes.onTheirWay).toContainText('The organization is paused: sent after it is resumed')
  await changes.button(changes.onTheirWay.first(), 'Send now').click()
  await app.window.waitForTimeout(3_000)
  await shot(app.window, 'paused')
  await app.quit()
  expect(await requests()).toBe(before)

  const { window } = await startVigil()
  const again = new Shell(window)
  await expect(again.message('nothing is read or sent')).toContainText('Changes that wait: 1.')
  // the others are read meanwhile
  await again.open(nameOf(fleet, second))
  const others = async (): Promise<number> => (await fleet.stats()).requests[second] ?? 0
  const othersBefore = await others()
  await window.getByRole('main').getByRole('button', { name: 'Read from Sigma now' }).first().click()
  await expect.poll(others).toBeGreaterThan(othersBefore)
  expect(await requests()).toBe(before)

  await again.open(name)
  await again.message('nothing is read or sent').getByRole('button', { name: 'Resume' }).click()
  const somebodyElse = new SomebodyElse(fleet.organizations[first])
  await expect.poll(() => somebodyElse.read('comments'), { intervals: [1_500] }).toBe(false)
  await expect(again.organization(name)).toContainText('Up to date')
  const reopened = new ChangesPage(window)
  await reopened.open()
  await expect(reopened.nothing).toBeVisible()
})
