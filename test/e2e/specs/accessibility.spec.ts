import type { Page } from '@playwright/test'
import { chooseTheme, keepZoomed, objections, outOfReach, zoomTo200 } from '../fixtures/accessibility.ts'
import { expect, test } from '../fixtures/test.ts'
import { ConnectionBrowser } from '../pages/connection-browser.ts'
import { GeneralSettingsPage } from '../pages/general-settings-page.ts'
import { Shell } from '../pages/shell.ts'
import { WelcomePage } from '../pages/welcome-page.ts'

interface Place {
  readonly name: string
  readonly go: () => Promise<void>
}

/** Every page of a window with one organization whose audit logging is on, in an order in which one can go to them. */
function placesOf(window: Page): Place[] {
  const shell = new Shell(window)
  const browser = new ConnectionBrowser(window)
  const settings = new GeneralSettingsPage(window)
  const heading = (text: string) => window.getByRole('heading', { level: 1, name: text }).waitFor()
  const address = async (hash: string, title: string) => {
    await window.evaluate((to) => {
      location.hash = to
    }, hash)
    await heading(title)
  }
  const organization = () => `/organizations/${shell.organizationId()}`
  return [
    { name: 'overview', go: () => address(`${organization()}/overview`, 'Overview') },
    {
      name: 'general-settings',
      async go() {
        await shell.tab('Administration').click()
        await settings.auditLogging.scrollIntoViewIfNeeded()
      }
    },
    { name: 'branding', go: () => window.getByRole('tab', { name: 'Branding Settings' }).click() },
    {
      name: 'connection',
      async go() {
        await shell.tab('Administration').click()
        await window.getByRole('tab', { name: 'General Settings' }).click()
        await settings.browse.click()
        await browser.heading.waitFor()
      }
    },
    {
      name: 'columns',
      async go() {
        await window.getByRole('link', { name: 'Open AUDIT_LOGS' }).click()
        await window.getByRole('tab', { name: 'Columns' }).click()
        await window.getByText('REQUEST_TIME').first().waitFor()
      }
    },
    {
      name: 'rows',
      async go() {
        await shell.tab('Audit log').click()
        await expect(async () => {
          if (await browser.rows.isHidden()) await browser.syncNow.click({ timeout: 1_000 })
          await expect(browser.rows).toBeVisible({ timeout: 2_500 })
        }).toPass({ timeout: 60_000 })
      }
    },
    {
      name: 'row-details',
      async go() {
        await browser.rows.getByRole('row').nth(1).getByRole('gridcell').first().dblclick()
        await browser.details.waitFor()
      }
    },
    {
      name: 'disable-dialog',
      async go() {
        await shell.tab('Administration').click()
        await settings.disable.click()
        await shell.dialog.waitFor()
      }
    },
    {
      name: 'inbox',
      async go() {
        await window.keyboard.press('Escape')
        await address('/inbox', 'Inbox')
      }
    },
    {
      name: 'activity',
      async go() {
        await address('/activity', 'Activity')
        await window.getByRole('cell', { name: 'Add organization' }).first().waitFor()
      }
    },
    { name: 'preferences', go: () => address('/preferences', 'Preferences') },
    { name: 'about', go: () => address('/about', 'About Vigil') },
    { name: 'add-organization', go: () => address('/add-organization', 'Connect a Sigma organization') }
  ]
}

test('axe finds nothing on any page in light and dark, and nothing is lost at 200 %', async ({ startVigil, shot }) => {
  test.setTimeout(240_000)
  const { window, electron } = await startVigil({ activationSeconds: 1 })
  expect(await objections(window)).toEqual([])
  await new WelcomePage(window).startSandbox.click()
  const settings = new GeneralSettingsPage(window)
  await settings.confirmEnable()
  await settings.expectState('On', 60_000)
  const organization = new URL(window.url()).hash.slice(1)

  for (const theme of ['Light', 'Dark'] as const) {
    await chooseTheme(window, theme)
    await window.evaluate((to) => {
      location.hash = to
    }, organization)
    await settings.auditLogging.waitFor()
    for (const place of placesOf(window)) {
      await test.step(`${theme}: ${place.name}`, async () => {
        await place.go()
        expect.soft(await objections(window), `${theme}: ${place.name}`).toEqual([])
        await shot(window, `${theme.toLowerCase()}-${place.name}`)
      })
    }
  }

  await zoomTo200(electron, window)
  await window.evaluate((to) => {
    location.hash = to
  }, organization)
  await settings.auditLogging.waitFor()
  for (const place of placesOf(window)) {
    await test.step(`200 %: ${place.name}`, async () => {
      await place.go()
      expect.soft(await window.evaluate(outOfReach), `200 %: ${place.name}`).toEqual([])
      await keepZoomed(electron, window, `accessibility-zoom-${place.name}`)
    })
  }
})
