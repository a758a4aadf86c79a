import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { readCsv } from '../../../src/shared/domain/csv-reading.ts'
import { answerSaveDialog } from '../fixtures/dialogs.ts'
import { expect, test } from '../fixtures/large-fleet.ts'
import { ConnectionBrowser } from '../pages/connection-browser.ts'
import { FleetPage } from '../pages/fleet-page.ts'
import { GeneralSettingsPage } from '../pages/general-settings-page.ts'
import { OrganizationAdministration } from '../pages/organization-administration.ts'
import { Shell } from '../pages/shell.ts'

/** From which switch on a person waits; a slow machine may need some of it for drawing alone. */
const switchBudgetMs = 1_000

test('two hundred organizations come up in one table, which sorts, filters, groups and remembers its columns', async ({
  startVigil,
  fleet,
  dataFolder,
  shot
}) => {
  const first = await startVigil()
  const { window } = first
  const page = new FleetPage(window)
  await expect(page.heading, 'many organizations begin with all of them').toBeVisible()
  await page.expectRows(200)
  await expect(page.total('Organizations')).toHaveText('200')
  await shot(window, 'all')

  await test.step('sort', async () => {
    await page.header('Organization').click()
    await expect(page.header('Organization')).toHaveAttribute('aria-sort', 'ascending')
    const ascending = await page.words('Organization')
    const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })
    expect(ascending).toEqual(ascending.toSorted(collator.compare))
    await page.header('Organization').click()
    await expect(page.header('Organization')).toHaveAttribute('aria-sort', 'descending')
    await expect.poll(async () => (await page.words('Organization'))[0]).not.toBe(ascending[0])
    await page.header('Organization').click()
    await expect(page.header('Organization')).toHaveAttribute('aria-sort', 'none')
    expect((await page.words('Organization'))[0]).toBe(fleet.organizations[0]?.name)
  })

  await test.step('filter by words and by state', async () => {
    const wanted = fleet.organizations.filter(({ name }) => name.includes('Okavango'))
    await page.filter.fill('okavango')
    await page.expectRows(wanted.length)
    expect(await page.words('Organization')).toEqual(wanted.map(({ name }) => name))
    await page.filter.fill('no such words anywhere')
    await expect(window.getByText('No organization fits')).toBeVisible()
    await window.getByRole('button', { name: 'Clear filters' }).click()
    await page.expectRows(200)
    const off = Number(/\d+/.exec(await page.quick('Audit logging off').innerText())?.[0])
    expect(off).toBe(fleet.organizations.filter((one) => one.auditLogging === 'off' && one.isAdmin).length)
    await page.quick('Audit logging off').click()
    await page.expectRows(off)
    expect(new Set(await page.words('Audit logging'))).toEqual(new Set(['Off']))
    await shot(window, 'audit-logging-off')
    await page.quick('All').click()
  })

  await test.step('group by label', async () => {
    await page.group('By label')
    await page.expectRows(204)
    const group = page.table.getByRole('row', { expanded: true }).filter({ hasText: 'Production' })
    await shot(window, 'grouped')
    await group.getByText('Production', { exact: true }).click()
    const production = fleet.organizations.filter((one) => one.label === 'production').length
    await page.expectRows(204 - production)
    await page.table.getByRole('row', { expanded: false }).getByText('Production', { exact: true }).click()
    await page.group('Not grouped')
  })

  await test.step('choose columns, also for the next start', async () => {
    await window.getByRole('button', { name: /^Columns \d+/ }).click()
    const columns = window.getByRole('dialog', { name: 'Columns' })
    await columns.waitFor()
    // both within the moment in which changes are gathered, and the program ends at once
    await first.electron.evaluate(async ({ app, BrowserWindow }) => {
      await BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(`
        for (const name of ['Next sync', 'Freshness'])
          [...document.querySelectorAll('[role="dialog"] label')]
            .find((one) => one.textContent === name).querySelector('input').click()
      `)
      setImmediate(() => app.quit())
    })
    await first.quit()
    expect(readFileSync(path.join(dataFolder, 'preferences.json'), 'utf8')).toContain('nextSync')
    const second = await startVigil()
    const again = new FleetPage(second.window)
    await again.table.waitFor()
    await expect(second.window.getByRole('button', { name: 'Columns 12/18' })).toBeVisible()
    await expect(again.header('Health')).toBeVisible()
    await expect(again.header('Freshness')).toHaveCount(0)
  })
})

test('rows are selected with the keyboard, and the table is saved as it is on screen', async ({
  startVigil,
  dataFolder,
  fleet
}) => {
  const { window, electron } = await startVigil()
  const page = new FleetPage(window)
  await page.expectRows(200)
  await page.table.focus()
  const keys = ['ArrowDown', 'Space', 'Shift+ArrowDown', 'Shift+ArrowDown']
  for (const key of keys) await window.keyboard.press(key)
  await expect(window.getByText('3 selected', { exact: true })).toBeVisible()
  const selected = page.table.getByRole('row', { selected: true })
  await expect(selected).toHaveCount(3)
  await expect(selected.first()).toContainText(fleet.organizations[1]?.name ?? '')
  await window.keyboard.press('Control+a')
  await expect(window.getByText('200 selected', { exact: true })).toBeVisible()
  await window.keyboard.press('Escape')
  await expect(page.selected).toBeHidden()
  await window.keyboard.press('Enter')
  await expect(new Shell(window).heading).toHaveText('Overview')
  await page.open()

  const file = path.join(dataFolder, 'organizations.csv')
  await answerSaveDialog(electron, file)
  await page.exportCsv.click()
  await expect(window.getByText('200 organizations in organizations.csv')).toBeVisible()
  const [header, ...lines] = readCsv(readFileSync(file, 'utf8').replace(/^﻿/, ''), ',') ?? []
  expect(header?.cells.slice(0, 3)).toEqual(['Organization', 'Label', 'Health'])
  expect(lines.map(({ cells }) => cells[0])).toEqual(fleet.organizations.map(({ name }) => name))
})

test('one goes to any organization by a part of its name, and sees at once what was seen before', async ({
  startVigil,
  fleet,
  shot
}) => {
  const { window } = await startVigil()
  const shell = new Shell(window)
  const kestrel = fleet.organizations.find(({ name }) => name.startsWith('Kestrel'))?.name ?? ''
  const zephyr = fleet.organizations.find(({ name }) => name.startsWith('Zephyr'))?.name ?? ''
  const goTo = async (typed: string, name: string): Promise<void> => {
    await window.keyboard.press('Control+k')
    await window.getByRole('combobox', { name: 'Find organization' }).fill(typed)
    await expect(window.getByRole('option').first()).toContainText(name)
    await window.keyboard.press('Enter')
  }
  await new FleetPage(window).expectRows(200)
  await goTo('kestr', kestrel)
  await expect(shell.tab('Overview')).toBeVisible()
  await expect(window.getByRole('navigation', { name: `Pages of ${kestrel}`, exact: true })).toBeVisible()
  const settings = new GeneralSettingsPage(window)
  await settings.open()
  await goTo('zeph', zephyr)
  await expect(window.getByRole('navigation', { name: `Pages of ${zephyr}`, exact: true })).toBeVisible()
  await settings.open()
  await shot(window, 'second-organization')

  for (const typed of ['kestr', 'zeph', 'kestr']) {
    const name = typed === 'zeph' ? zephyr : kestrel
    await window.keyboard.press('Control+k')
    await window.getByRole('combobox', { name: 'Find organization' }).fill(typed)
    await expect(window.getByRole('option').first()).toContainText(name)
    const seen = await switched(window, name)
    expect.soft(seen.spinners, `${name}: nothing in the page stands for content that is to come`).toEqual([])
    expect.soft(seen.tookMs, `${name}: ms until its content is on screen`).toBeLessThan(switchBudgetMs)
  }
})

/** Presses Enter and watches every frame until the organization's Overview is on screen. */
async function switched(window: Page, name: string): Promise<{ tookMs: number; spinners: string[] }> {
  await window.evaluate((wanted) => {
    const spinners = new Set<string>()
    const onScreen = (): boolean => {
      const main = document.querySelector('main')
      const isOther = main?.querySelector(`nav[aria-label=${JSON.stringify(`Pages of ${wanted}`)}]`) == null
      return !isOther && main?.querySelector('h1')?.textContent === 'Overview' && main.innerText.includes('Facts')
    }
    const seen = new Promise((resolve) => {
      document.addEventListener(
        'keydown',
        () => {
          const startedAtMs = performance.now()
          const look = (): void => {
            for (const one of document.querySelectorAll('main [class*="skeleton" i]'))
              spinners.add(one.getAttribute('aria-label') ?? one.className)
            if (onScreen()) resolve({ tookMs: performance.now() - startedAtMs, spinners: [...spinners] })
            else requestAnimationFrame(look)
          }
          requestAnimationFrame(look)
        },
        { capture: true, once: true }
      )
    })
    Reflect.set(globalThis, 'switchSeen', seen)
  }, name)
  await window.keyboard.press('Enter')
  return await window.evaluate(
    () => Reflect.get(globalThis, 'switchSeen') as Promise<{ tookMs: number; spinners: string[] }>
  )
}

test('everything that was read is there while no server answers, with its age', async ({ startVigil, fleet, shot }) => {
  await fleet.behave('offline')
  const { window } = await startVigil()
  const shell = new Shell(window)
  const page = new FleetPage(window)
  await page.expectRows(200)
  const place = fleet.organizations.findIndex((one) => one.isAdmin && one.auditLogging === 'on')
  const name = fleet.organizations[place]?.name ?? ''
  await page.filter.fill(name)
  await page.row(name).getByText(name, { exact: true }).click()
  await expect(shell.heading).toHaveText('Overview')
  await window.getByRole('main').getByRole('button', { name: 'Read from Sigma now' }).first().click()
  const banner = shell.message('Sigma cannot be reached.')
  await expect(banner).toContainText(/last read .+ ago/, { timeout: 60_000 })
  await shot(window, 'offline-overview')

  const settings = new GeneralSettingsPage(window)
  await settings.open()
  await settings.expectState('On')
  await expect(window.getByRole('switch', { name: 'CSV Upload' })).toBeVisible()
  const administration = new OrganizationAdministration(window)
  for (const [title, label, found] of [
    ['Users', 'Users', 'frieda.lindemann@fernweh-analytics.example'],
    ['Teams', 'Teams', 'Data Platform'],
    ['Account Types', 'Account types', 'Admin']
  ] as const) {
    await administration.open(title)
    if (title === 'Users') await window.getByRole('searchbox', { name: 'Search users' }).fill(found)
    await expect(administration.list(label)).toContainText(found)
    await expect(administration.age).toContainText(/ago/)
    await shot(window, `offline-${label.replace(' ', '-').toLowerCase()}`)
  }
  await shell.tab('Connections').click()
  const browser = new ConnectionBrowser(window)
  await expect(browser.node('Sigma Audit Logs')).toBeVisible()
  await expect(banner).toContainText(/last read .+ ago/)

  await page.open()
  await page.filter.fill('')
  await expect(page.quick('Offline')).toContainText(/[1-9]/)
  await page.expectRows(200)
  await shot(window, 'offline-fleet')
})
