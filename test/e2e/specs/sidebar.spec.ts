import { keepZoomed, zoomTo200 } from '../fixtures/accessibility.ts'
import { expect, test } from '../fixtures/fleet.ts'
import { Shell } from '../pages/shell.ts'

/** CSS px of a row with the name on one line and the rest on another, and a little. */
const twoLinesPx = 48

test('an organization keeps to two lines at every width, and the list has room at 200 %', async ({
  startFleet,
  seedVigil,
  startVigil,
  shot
}) => {
  const fleet = await startFleet({ organizations: 9 })
  await seedVigil(fleet, { synced: true })
  await fleet.behave('refusing')
  const { window, electron } = await startVigil()
  const shell = new Shell(window)
  const name = fleet.organizations.find(({ label }) => label === 'production')?.name ?? ''
  const item = shell.organization(name)
  await item.click()
  await window.getByRole('main').getByRole('button', { name: 'Read from Sigma now' }).first().click()
  await expect(item).toContainText('ProductionNeeds attention')

  const edge = window.getByRole('separator', { name: 'Width of the organization list' })
  for (const [key, step] of [
    ['Home', 'narrow'],
    ['ArrowRight', 'less-narrow'],
    ['End', 'wide']
  ] as const) {
    await edge.press(key)
    await shot(window, step)
    expect((await item.boundingBox())?.height, step).toBeLessThan(twoLinesPx)
    const cut = await item.evaluate((link) => {
      const word = [...link.querySelectorAll('span')].find(
        (one) => one.textContent === 'Needs attention' && one.children.length === 0
      )
      return word === undefined ? 'gone' : word.scrollWidth > word.clientWidth
    })
    expect(cut, `${step}: what is the matter is said in full`).toBe(false)
  }

  await zoomTo200(electron, window)
  await window.getByRole('button', { name: 'Organizations' }).click()
  await item.waitFor()
  await keepZoomed(electron, window, 'sidebar-zoom')
  await item.click({ trial: true })
  expect((await item.boundingBox())?.height).toBeLessThan(twoLinesPx)
  const list = await shell.organizations.boundingBox()
  expect(list?.height, 'room for some of them').toBeGreaterThan(200)
  await window.getByRole('link', { name: 'About Vigil' }).click()
  await expect(shell.heading).toHaveText('About Vigil')
})
