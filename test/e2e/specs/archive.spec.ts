import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Page } from '@playwright/test'
import { inProject } from '../../../tools/kit/paths.ts'
import { chooseTheme, keepZoomed, objections, outOfReach, zoomTo200 } from '../fixtures/accessibility.ts'
import { answerOpenDialog, answerSaveDialog } from '../fixtures/dialogs.ts'
import { expect, test } from '../fixtures/test.ts'
import { ArchivePage, type ArchiveSection } from '../pages/archive-page.ts'
import { ConnectionBrowser } from '../pages/connection-browser.ts'
import { GeneralSettingsPage } from '../pages/general-settings-page.ts'
import { Shell } from '../pages/shell.ts'
import { WelcomePage } from '../pages/welcome-page.ts'

const run = promisify(execFile)

/** Three good rows, one with a time that there is not, and one that lacks fields. */
const brokenFile = `EVENT_ID,REQUEST_TIME,EVENT_TYPE,EVENT_STATUS,USER_EMAIL
imported-1,2026-03-01 10:00:00.000,LOGIN,SUCCESS,imported@example.com
imported-2,2026-03-01 10:00:01.000,LOGIN,FAILURE,imported@example.com
imported-3,2026-02-31 10:00:02.000,LOGIN,SUCCESS,imported@example.com
imported-4,2026-03-01 10:00:03.000
imported-5,2026-03-01 10:00:04.000,LOGIN,SUCCESS,imported@example.com
`

/** From the first start to rows of a sandbox organization in the audit log. */
async function readRows(window: Page): Promise<void> {
  const shell = new Shell(window)
  const browser = new ConnectionBrowser(window)
  const settings = new GeneralSettingsPage(window)
  await new WelcomePage(window).startSandbox.click()
  await settings.confirmEnable()
  await settings.expectState('On', 60_000)
  await shell.tab('Audit log').click()
  await expect(async () => {
    if (await browser.rows.isHidden()) await browser.syncNow.click({ timeout: 1_000 })
    await expect(browser.rows).toBeVisible({ timeout: 2_500 })
  }).toPass({ timeout: 60_000 })
}

test('events are found, files imported, the chain verified, and an evidence pack proves itself', async ({
  startVigil,
  dataFolder,
  shot
}) => {
  test.setTimeout(240_000)
  const { window, electron } = await startVigil({ activationSeconds: 1 })
  const shell = new Shell(window)
  const browser = new ConnectionBrowser(window)
  const archive = new ArchivePage(window)
  await readRows(window)

  const search = window.getByRole('searchbox', { name: 'Search every column' })
  // The first event of every organization whose audit logging was enabled here.
  await search.fill('enable_audit')
  await expect(window.getByText(/^[\d,]+ of [\d,]+ events?$/)).toBeVisible()
  await expect(browser.rows.getByText(/^ENABLE_AUDIT/).first()).toBeVisible()
  await search.fill('no such thing anywhere')
  await expect(window.getByText('No event fits')).toBeVisible()
  await window.getByRole('button', { name: 'Show all events' }).click()
  await expect(browser.rows).toBeVisible()
  const bars = window.getByRole('group', { name: 'Events over time' })
  await expect(bars).toBeVisible()
  await shot(window, 'audit-log')

  // Every way out of the program asks for a file; each answer is given before.
  const file = path.join(dataFolder, 'exported.csv')
  writeFileSync(file, brokenFile)
  await answerOpenDialog(electron, file)
  await archive.open('Import')
  await archive.button('Choose files …').click()
  await expect(archive.imports).toContainText('3 new rows and 2 lines in quarantine', { timeout: 30_000 })
  await expect(archive.quarantine).toContainText('Impossible time')
  await expect(archive.quarantine).toContainText('Wrong number of fields')
  await shot(window, 'import')

  await archive.open('Columns')
  await expect(archive.window.getByRole('combobox', { name: 'Column of Actor' })).toHaveValue('USER_EMAIL')
  await archive.open('State')
  await expect(window.getByRole('region', { name: 'Readings', exact: true })).toContainText('exported.csv')
  await expect(window.getByRole('region', { name: 'Stretches of time' })).toContainText('Still arriving')
  await shot(window, 'state')

  await archive.open('Integrity')
  const verified = window.getByText(/[1-9][\d,]* rows? and [1-9][\d,]* commits? checked/)
  await archive.button('Verify now').click()
  await expect(verified).toBeVisible({ timeout: 30_000 })
  await expect(window.getByText('Nothing was altered', { exact: true })).toBeVisible()
  const head = path.join(dataFolder, 'head.json')
  await answerSaveDialog(electron, head)
  await archive.button('Export …').click()
  await expect(window.getByText('Head exported')).toBeVisible()
  await answerOpenDialog(electron, head)
  await archive.button('Choose a head …').click()
  await expect(window.getByText(/The archive still has all/)).toBeVisible()
  await shot(window, 'integrity')

  // What the audit log shows is what is packed.
  await shell.tab('Audit log').click()
  await search.fill('imported@example.com')
  await expect(window.getByText(/^3 of [\d,]+ events$/)).toBeVisible()
  await archive.open('Evidence')
  await expect(window.getByText('any column contains “imported@example.com”')).toBeVisible()
  const pack = path.join(dataFolder, 'pack.zip')
  await answerSaveDialog(electron, pack)
  await archive.button('Make a pack …').click()
  await expect(archive.packs).toContainText('Complete', { timeout: 30_000 })
  await expect(archive.packs).toContainText('3 events')
  await answerOpenDialog(electron, pack)
  await archive.button('Choose a ZIP file …').click()
  await expect(window.getByText('Nothing was altered', { exact: true })).toBeVisible({ timeout: 30_000 })
  await shot(window, 'evidence')
  const { stdout } = await run(process.execPath, [inProject('out', 'main', 'verify.js'), pack])
  expect(stdout).toContain('INTACT')

  await archive.open('Backups')
  await archive.button('Back up now').click()
  await expect(window.getByRole('region', { name: 'Backups, the newest first' })).toContainText('Check passed', {
    timeout: 60_000
  })
  await shot(window, 'backups')
})

const sections: readonly ArchiveSection[] = [
  'State',
  'Import',
  'Columns',
  'Retention',
  'Backups',
  'Integrity',
  'Evidence'
]

test('axe finds nothing on the pages of the archive in light and dark, and nothing is lost at 200 %', async ({
  startVigil,
  shot
}) => {
  test.setTimeout(300_000)
  const { window, electron } = await startVigil({ activationSeconds: 1 })
  const archive = new ArchivePage(window)
  await readRows(window)
  const organization = new URL(window.url()).hash
  const back = async (): Promise<void> => {
    await window.evaluate((to) => {
      location.hash = to
    }, organization)
    await window.getByRole('heading', { level: 1, name: 'Audit log' }).waitFor()
  }

  for (const theme of ['Light', 'Dark'] as const) {
    await chooseTheme(window, theme)
    await back()
    await window.getByRole('button', { name: 'Values' }).click()
    expect(await objections(window), `audit log, ${theme}`).toEqual([])
    await shot(window, `audit-log-${theme.toLowerCase()}`)
    for (const section of sections) {
      await archive.open(section)
      expect(await objections(window), `${section}, ${theme}`).toEqual([])
      await shot(window, `${section.toLowerCase()}-${theme.toLowerCase()}`)
    }
  }

  await zoomTo200(electron, window)
  for (const section of sections) {
    await archive.open(section)
    expect(await objections(window), `${section} at 200 %`).toEqual([])
    expect(await window.evaluate(outOfReach), `${section} at 200 %`).toEqual([])
    await keepZoomed(electron, window, `archive-${section.toLowerCase()}-200`)
  }
})
