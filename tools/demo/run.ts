// Plays the main job in the real application and tells what happens. Runs in a desktop of its own:
//   script/desktop-session node tools/demo/run.ts
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { _electron, type Page } from 'playwright'
import type { ShownNotification } from '../desktop/notification-daemon.ts'
import { projectRoot } from '../kit/paths.ts'
import { Narrator } from './narrator.ts'

const activationSeconds = 8
const patienceMs = 30_000

function notifications(): ShownNotification[] {
  const file = process.env.VIGIL_NOTIFICATION_LOG
  if (file === undefined || !existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as ShownNotification)
}

async function firstNotification(): Promise<ShownNotification> {
  for (const end = Date.now() + patienceMs; Date.now() < end; await sleep(100)) {
    const [first] = notifications()
    if (first) return first
  }
  throw new Error(`no desktop notification within ${patienceMs / 1000} s`)
}

async function play(page: Page): Promise<void> {
  const tell = new Narrator(page)
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  page.setDefaultTimeout(patienceMs)

  await tell.step('welcome', 'Vigil opens for the first time', async () => {
    await page.getByRole('heading', { name: 'Welcome to Vigil' }).waitFor()
    return 'it offers a sandbox organization or a real one'
  })
  await tell.step('general-settings', 'Choose "Start with a sandbox organization"', async () => {
    await button('Start with a sandbox organization').click()
    await page.getByRole('tab', { name: 'General Settings' }).waitFor()
    await button('Enable').scrollIntoViewIfNeeded()
    return 'the organization is there; Administration > Account > General Settings offers Enable under Audit Logging'
  })
  await tell.step('enable-dialog', 'Press Enable', async () => {
    await button('Enable').click()
    await page.getByRole('alertdialog').or(page.getByRole('dialog')).waitFor()
    return 'Vigil says what that means before it asks'
  })
  await tell.step('feature-pending', 'Confirm', async () => {
    const dialog = page.getByRole('alertdialog').or(page.getByRole('dialog'))
    await dialog.getByRole('button', { name: 'Enable', exact: true }).click()
    await page.getByText('Feature Pending', { exact: true }).first().waitFor()
    return `the setting is tagged Feature Pending while the connection activates (about ${activationSeconds} s here)`
  })
  await tell.step('notification', 'Wait for the desktop notification', async () => {
    const { title, body } = await firstNotification()
    return `the desktop showed "${title}": ${body.replaceAll('\n', ' ')}`
  })
  let email = ''
  await tell.step(
    'who-am-i',
    'Ask Sigma whose credentials these are, with "Test connection" on the Overview',
    async () => {
      await page.getByRole('link', { name: 'Overview', exact: true }).click()
      await button('Test connection').click()
      const steps = page.getByRole('list', { name: 'Steps of the connection test' }).getByRole('listitem')
      const admin = steps.filter({ hasText: 'Member with the Admin account type' }).filter({ hasText: 'Passed' })
      await admin.waitFor()
      email = /[\w.+-]+@[\w.-]+/.exec(await admin.innerText())?.[0] ?? ''
      if (email === '') throw new Error('the test names no member')
      await page.getByRole('link', { name: 'Administration', exact: true }).click()
      await page.getByRole('link', { name: 'Browse Connection', exact: true }).scrollIntoViewIfNeeded()
      return `they are those of ${email}; General Settings now offers Browse Connection and Disable`
    }
  )
  await tell.step('browse-connection', 'Press "Browse Connection"', async () => {
    await page.getByRole('link', { name: 'Browse Connection', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Connections' }).waitFor()
    return 'the connection browser is open at the audit connection'
  })
  const rows = page.getByRole('grid', { name: /^Rows of/ })
  await tell.step('audit-logs', 'Open the table AUDIT_LOGS', async () => {
    await page.getByText('Open AUDIT_LOGS', { exact: true }).click()
    await rows.or(button('Sync now')).first().waitFor()
    return 'its rows come through the API into the local archive and are shown from there'
  })
  await tell.step('own-events', 'Find the events that this very person has just caused', async () => {
    const own = rows.getByRole('row').filter({ hasText: email }).filter({ hasText: 'API_REQUEST' })
    for (const end = Date.now() + patienceMs; Date.now() < end && (await own.count()) === 0; await sleep(1_500)) {
      // events show up with a delay, as they do at Sigma: read again until they are there
      if (await button('Sync now').isVisible()) await button('Sync now').click()
    }
    await own.first().waitFor()
    await own.first().getByRole('gridcell').first().dblclick()
    const details = page.getByRole('complementary', { name: 'Row details' })
    await details.waitFor()
    const request = /\/v2\/[\w/-]+/.exec(await details.innerText())?.[0] ?? 'an API request'
    // the heading is a row of the grid too
    const count = Number(await rows.getAttribute('aria-rowcount')) - 1
    return `there they are, among ${count} rows; the open one is a request to ${request}`
  })
  await tell.step('inbox', 'Look into the inbox', async () => {
    await page.getByRole('link', { name: /^Inbox/ }).click()
    await page.getByRole('main').getByText('Sigma Audit Logs is active').first().waitFor()
    return 'the news is kept there too, in case a desktop drops notifications'
  })
}

const data = mkdtempSync(path.join(tmpdir(), 'vigil-demo-'))
const environment = { ...process.env, VIGIL_SANDBOX_ACTIVATION_SECONDS: String(activationSeconds) }
console.log('Vigil, the main job, in the real application on a desktop of its own.')
const application = await _electron.launch({
  args: [projectRoot, `--user-data-dir=${data}`],
  env: Object.fromEntries(
    Object.entries(environment).filter((pair): pair is [string, string] => pair[1] !== undefined)
  ),
  chromiumSandbox: process.getuid?.() !== 0
})
try {
  await play(await application.firstWindow())
  console.log('\nThe whole main job passed; the screenshots are in out/demo/.')
} catch {
  console.log('\nThe demonstration stopped at the step above.')
  process.exitCode = 1
} finally {
  await application.close()
  rmSync(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
}
