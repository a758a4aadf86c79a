import { writeFileSync } from 'node:fs'
import { AxeBuilder } from '@axe-core/playwright'
import type { ElectronApplication, Page } from '@playwright/test'
import { inProject } from '../../../tools/kit/paths.ts'
import { expect, test } from '../fixtures/test.ts'
import { ConnectionBrowser } from '../pages/connection-browser.ts'
import { GeneralSettingsPage } from '../pages/general-settings-page.ts'
import { Shell } from '../pages/shell.ts'
import { WelcomePage } from '../pages/welcome-page.ts'

interface Place {
  readonly name: string
  readonly go: () => Promise<void>
}

/** What axe objects to, in a form that reads well in a failed test. */
async function objections(window: Page): Promise<string[]> {
  // a page of the program cannot open the empty page in which axe otherwise gathers its results
  const { violations } = await new AxeBuilder({ page: window })
    .setLegacyMode(true)
    // React Aria's announcer: what it says is gone after a moment, and may outlive what it speaks of
    .exclude('[data-live-announcer]')
    .analyze()
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help} at ${node.target.join(' ')} – ${node.failureSummary ?? ''}`)
  )
}

/** Interactive things that cannot be reached at the window's width, because nothing scrolls there. */
const outOfReach = (): string[] => {
  const isInScroller = (element: Element): boolean => {
    for (
      let parent = element.parentElement;
      parent !== null && parent !== document.body;
      parent = parent.parentElement
    ) {
      const { overflowX } = getComputedStyle(parent)
      if ((overflowX === 'auto' || overflowX === 'scroll') && parent.scrollWidth > parent.clientWidth) return true
    }
    return false
  }
  const problems = [...document.querySelectorAll<HTMLElement>('a[href], button, input, [role="grid"], h1, h2')]
    .filter((element) => element.checkVisibility() && !element.closest('[class*="skip"]') && !isInScroller(element))
    .filter((element) => {
      const { left, right, width } = element.getBoundingClientRect()
      return width > 1 && (left < -1 || right > innerWidth + 1)
    })
    .map((element) => element.outerHTML.slice(0, 160))
  const root = document.documentElement
  return root.scrollWidth > innerWidth + 1
    ? [...problems, `the page is ${root.scrollWidth} px wide in ${innerWidth} px`]
    : problems
}

/** Playwright's own pictures know nothing of the zoom and show a quarter of the window. */
async function keepZoomed(electron: ElectronApplication, window: Page, name: string): Promise<void> {
  // the picture is of the last frame that was drawn, which must be one after every fade
  await window.evaluate(async () => {
    await Promise.allSettled(document.getAnimations().map((animation) => animation.finished))
    for (const _frame of [1, 2]) await new Promise((resolve) => requestAnimationFrame(resolve))
  })
  const picture = await electron.evaluate(async ({ BrowserWindow }) =>
    (await BrowserWindow.getAllWindows()[0]?.webContents.capturePage())?.toPNG().toString('base64')
  )
  const file = inProject('test-results', 'screenshots', `accessibility-zoom-${name}.png`)
  writeFileSync(file, Buffer.from(picture ?? '', 'base64'))
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

async function chooseTheme(window: Page, theme: 'Light' | 'Dark'): Promise<void> {
  await window.keyboard.press('Control+,')
  await window.getByText(theme, { exact: true }).click()
  await expect.poll(() => window.evaluate('matchMedia("(prefers-color-scheme: dark)").matches')).toBe(theme === 'Dark')
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

  await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(2))
  await expect.poll(() => window.evaluate('innerWidth')).toBeLessThan(700)
  await window.evaluate((to) => {
    location.hash = to
  }, organization)
  await settings.auditLogging.waitFor()
  for (const place of placesOf(window)) {
    await test.step(`200 %: ${place.name}`, async () => {
      await place.go()
      expect.soft(await window.evaluate(outOfReach), `200 %: ${place.name}`).toEqual([])
      await keepZoomed(electron, window, place.name)
    })
  }
})
