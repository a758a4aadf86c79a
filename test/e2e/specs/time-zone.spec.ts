import type { Locator } from '@playwright/test'
import { expect, test } from '../fixtures/test.ts'
import { GeneralSettingsPage } from '../pages/general-settings-page.ts'
import { WelcomePage } from '../pages/welcome-page.ts'

const boxOf = async (locator: Locator) => {
  const box = await locator.boundingBox()
  if (box === null) throw new Error('it is not on screen')
  return box
}

test('Edit leads into the field of the zone, and the list of zones goes along when the page is scrolled', async ({
  startVigil,
  shot
}) => {
  const { window } = await startVigil()
  await new WelcomePage(window).startSandbox.click()
  await new GeneralSettingsPage(window).expectState('Off')
  await window.getByRole('button', { name: 'Edit Account Timezone' }).click()
  const field = window.getByRole('combobox', { name: 'Account Timezone' })
  const list = window.getByRole('listbox')
  await expect(field).toBeFocused()
  await expect(list).toBeHidden()
  await shot(window, 'edit')

  await field.fill('Europe')
  await list.waitFor()
  const gap = async (): Promise<number> => {
    const [of, to] = [await boxOf(field), await boxOf(list)]
    return to.y > of.y ? to.y - (of.y + of.height) : of.y - (to.y + to.height)
  }
  expect(await gap()).toBeLessThan(20)
  const before = await boxOf(field)
  await window.mouse.move(before.x - 40, before.y - 60)
  await window.mouse.wheel(0, 120)
  await expect.poll(async () => (await boxOf(field)).y).toBeLessThan(before.y - 50)
  await expect(list).toBeVisible()
  await expect.poll(gap).toBeLessThan(20)
  expect(await gap()).toBeGreaterThan(0)
  await shot(window, 'scrolled')
  // the list's own end does not scroll the page behind it away
  await list.hover()
  await window.mouse.wheel(0, 20_000)
  await expect(list).toBeVisible()

  await window.mouse.move(before.x - 40, before.y - 60)
  await window.mouse.wheel(0, 20_000)
  await expect(list, 'its field is out of sight').toBeHidden()

  await field.press('Escape')
  await window.getByRole('button', { name: 'Cancel', exact: true }).press('Enter')
  await expect(window.getByRole('button', { name: 'Edit Account Timezone' })).toBeFocused()
})
