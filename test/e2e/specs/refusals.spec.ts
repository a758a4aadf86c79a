import { secretInKeyring } from '../fixtures/keyring.ts'
import { expect, test } from '../fixtures/test.ts'
import { AddOrganizationPage } from '../pages/add-organization-page.ts'
import { GeneralSettingsPage } from '../pages/general-settings-page.ts'
import { InboxPage } from '../pages/inbox-page.ts'
import { Shell } from '../pages/shell.ts'

test('a wrong secret is said in words, keeps the organization, and can be replaced', async ({
  startVigil,
  startServer,
  desktop,
  shot
}) => {
  const server = await startServer()
  const { window } = await startVigil()
  const shell = new Shell(window)
  const add = new AddOrganizationPage(window)
  await add.open()
  await add.type({ name: 'Acme', ...server, clientSecret: 'not-the-secret' })
  await add.test.click()
  await expect(add.step('Sign in with client ID and secret')).toContainText('Failed')
  await expect(add.step('Sign in with client ID and secret')).toContainText('Check that both were copied whole')
  await shot(window, 'wrong-secret-test')

  await add.save.click()
  await expect(shell.heading).toHaveText('Overview')
  await expect(shell.organization('Acme')).toContainText('Needs attention')
  await expect(shell.message('Sigma does not accept this client ID and secret.')).toBeVisible()
  await shot(window, 'wrong-secret')
  const inbox = new InboxPage(window)
  await inbox.open()
  await expect(inbox.entries.first()).toContainText('Sigma refused the credentials')
  await shot(window, 'wrong-secret-inbox')

  await shell.open('Acme')
  await window.getByRole('region', { name: 'Credentials' }).getByRole('button', { name: 'Replace …' }).click()
  await shell.dialog.getByRole('textbox', { name: 'Client secret' }).fill(server.clientSecret)
  await shot(window, 'wrong-secret-replace')
  await shell.dialog.getByRole('button', { name: 'Replace credentials' }).click()
  await expect(shell.dialog).toBeHidden()
  await expect(shell.organization('Acme')).toContainText('Up to date')
  await expect(shell.message('Sigma does not accept')).toBeHidden()
  expect(await secretInKeyring(desktop, shell.organizationId())).toBe(server.clientSecret)
})

test('credentials of a member who is no Admin can read, and are told who may switch audit logging', async ({
  startVigil,
  startServer,
  shot
}) => {
  const server = await startServer('--non-admin')
  const { window } = await startVigil()
  const add = new AddOrganizationPage(window)
  await add.open()
  await add.type({ name: 'Acme', ...server })
  await add.test.click()
  await expect(add.step('Member with the Admin account type')).toContainText(
    'only a member with the Admin account type'
  )
  await add.save.click()
  const settings = new GeneralSettingsPage(window)
  await settings.open()
  await expect(settings.auditLogging).toContainText('Only the Admin account type can switch audit logging on or off.')
  await expect(settings.auditLogging).toContainText('whose account type is View')
  await expect(settings.enable).toHaveCount(0)
  await settings.auditLogging.scrollIntoViewIfNeeded()
  await shot(window, 'non-admin')
})

test('a region without audit logging offers no Enable', async ({ startVigil, startServer, shot }) => {
  const server = await startServer('--region-not-supported')
  const { window } = await startVigil()
  await new AddOrganizationPage(window).add({ name: 'Acme', ...server })
  const settings = new GeneralSettingsPage(window)
  await settings.open()
  const refused = settings.auditLogging.getByText('Sigma does not offer audit logging in this region.')
  // where Sigma's answer to reading does not tell, its answer to Enable does
  await expect(settings.enable.or(refused).first()).toBeVisible()
  if (await settings.enable.isVisible()) await settings.confirmEnable()
  await expect(refused.first()).toBeVisible()
  await expect(settings.enable).toHaveCount(0)
  await settings.auditLogging.scrollIntoViewIfNeeded()
  await shot(window, 'region-not-supported')
})

test('an organization without audit logging in its plan says whom to ask', async ({
  startVigil,
  startServer,
  shot
}) => {
  const server = await startServer('--not-provisioned')
  const { window } = await startVigil()
  await new AddOrganizationPage(window).add({ name: 'Acme', ...server })
  const settings = new GeneralSettingsPage(window)
  await settings.open()
  await settings.expectState('Not available')
  await expect(settings.auditLogging).toContainText('contact Sigma Support or your Sigma Account Executive')
  await expect(settings.enable).toHaveCount(0)
  await settings.auditLogging.scrollIntoViewIfNeeded()
  await shot(window, 'not-provisioned')
})
