import type { VigilApp } from '../fixtures/vigil-app.ts'
import { expect } from '../fixtures/test.ts'
import type { Desktop } from '../../support/desktop.ts'
import { ConnectionBrowser } from '../pages/connection-browser.ts'
import { GeneralSettingsPage } from '../pages/general-settings-page.ts'
import { InboxPage } from '../pages/inbox-page.ts'
import { Shell } from '../pages/shell.ts'
import { WelcomePage } from '../pages/welcome-page.ts'

interface Job {
  readonly app: VigilApp
  readonly desktop: Desktop
  readonly shot: (step: string) => Promise<void>
}

/** What Vigil is for, from its first start to the rows of AUDIT_LOGS, with a mouse. */
export async function doMainJob({ app, desktop, shot }: Job): Promise<void> {
  const { window } = app
  const shell = new Shell(window)
  const settings = new GeneralSettingsPage(window)
  const browser = new ConnectionBrowser(window)
  const inbox = new InboxPage(window)

  await new WelcomePage(window).startSandbox.click()
  await settings.expectState('Off')
  await settings.enable.click()
  await expect(shell.dialog).toContainText('Nothing is retroactive')
  await expect(shell.dialog).toContainText('30 days')
  await shot('enable-dialog')
  await shell.dialog.getByRole('button', { name: 'Enable', exact: true }).click()
  await settings.expectState('Feature Pending')
  await settings.auditLogging.getByRole('note').hover()
  await expect(window.getByRole('tooltip')).toContainText(/^Since .+, for .+\./)
  await expect(settings.enable).toBeHidden()
  await expect(shell.organization('Sandbox')).toContainText('Feature Pending')
  await shot('feature-pending')

  await expect(settings.browse).toBeVisible({ timeout: 60_000 })
  await expect(settings.disable).toBeVisible()
  await settings.expectState('On')
  await shot('on')

  await expect.poll(() => desktop.notifications(), { timeout: 30_000 }).toHaveLength(1)
  const [notification] = await desktop.notifications()
  expect(notification).toMatchObject({ appName: 'Vigil', title: 'Sigma Audit Logs is active' })
  expect(notification?.body).toContain('Sandbox')
  await expect(shell.inbox).toHaveAccessibleName(/^Inbox,? 1 unread$/)
  await inbox.open()
  await expect(inbox.entries).toHaveCount(1)
  await expect(inbox.entries.first()).toContainText('Unread: Sigma Audit Logs is active')
  await shot('inbox-unread')

  await desktop.clickNotification(notification?.id ?? 0)
  await expect(browser.heading).toBeVisible()
  await expect(window.getByRole('main').getByRole('heading', { level: 2, name: 'Sigma Audit Logs' })).toBeVisible()
  await expect(shell.inbox).toHaveAccessibleName('Inbox')
  await shot('audit-connection')

  await readRowsOfOwnDoing({ app, shot })
  expect(await desktop.notifications(), 'one activation is announced once').toHaveLength(1)

  await inbox.open()
  await expect(inbox.entries.first()).toContainText('Sigma Audit Logs is active')
  await expect(inbox.entries.first()).not.toContainText('Unread')
  await inbox.entries.first().getByRole('link', { name: 'Browse Connection' }).click()
  await expect(browser.heading).toBeVisible()
}

/** From the audit connection to rows that this very person has caused, and the details of one. */
async function readRowsOfOwnDoing({ app: { window }, shot }: Omit<Job, 'desktop'>): Promise<void> {
  const shell = new Shell(window)
  const browser = new ConnectionBrowser(window)

  // who this person is, in Sigma's words
  await shell.tab('Overview').click()
  await window.getByRole('button', { name: 'Test connection' }).click()
  const admin = window
    .getByRole('list', { name: 'Steps of the connection test' })
    .getByRole('listitem')
    .filter({ hasText: 'Member with the Admin account type' })
  await expect(admin).toContainText('Passed')
  const email = /[\w.+-]+@[\w.-]+/.exec(await admin.innerText())?.[0] ?? ''
  expect(email).toContain('@')

  await shell.tab('Connections').click()
  await browser.openAuditLogs()
  await expect(browser.rows.or(browser.syncNow).first()).toBeVisible()
  // events arrive with a delay, as they do at Sigma, so that the first reading may find none or not the last ones
  const own = browser.rows.getByRole('row').filter({ hasText: email }).filter({ hasText: 'API_REQUEST' })
  await expect(async () => {
    if (await browser.newRows.isVisible()) await browser.newRows.click({ timeout: 1_000 })
    else if (await browser.syncNow.isVisible()) await browser.syncNow.click({ timeout: 1_000 })
    await expect(own.first()).toBeVisible({ timeout: 2_500 })
  }).toPass({ timeout: 60_000 })
  await shot('rows')

  await own.first().getByRole('gridcell').first().dblclick()
  await expect(browser.details).toContainText(email)
  await expect(browser.details).toContainText('/v2/')
  await shot('row-details')
  await browser.details.getByRole('tab', { name: 'JSON' }).click()
  await expect(browser.details).toContainText('"API_PATH": "/v2/')
  await browser.details.getByRole('button', { name: 'Close (Esc)' }).click()

  await shell.tab('Audit log').click()
  await expect(browser.rows).toBeVisible()
  await expect(browser.cells(email).first()).toBeVisible()
  await shot('audit-log')
}
