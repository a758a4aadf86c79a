import { lockKeyring, secretInKeyring } from '../fixtures/keyring.ts'
import { filesWith } from '../fixtures/files.ts'
import { expect, test } from '../fixtures/test.ts'
import { AddOrganizationPage } from '../pages/add-organization-page.ts'
import { GeneralSettingsPage } from '../pages/general-settings-page.ts'
import { Shell } from '../pages/shell.ts'
import { WelcomePage } from '../pages/welcome-page.ts'

test('a keyring that is locked at the next start keeps the secret, and says how to go on', async ({
  startVigil,
  startServer,
  desktop,
  shot
}) => {
  const server = await startServer()
  const first = await startVigil()
  await new AddOrganizationPage(first.window).add({ name: 'Acme', ...server })
  await expect(new Shell(first.window).organization('Acme')).toContainText('Up to date')
  const id = new Shell(first.window).organizationId()
  await first.quit()
  await lockKeyring(desktop)
  expect(await secretInKeyring(desktop, id), 'a locked keyring gives nothing away').toBeFalsy()

  const second = await startVigil()
  const shell = new Shell(second.window)
  const banner = shell.message(/locked/)
  await expect(banner).toContainText('Nothing was lost')
  await expect(banner.getByRole('button', { name: 'Unlock' })).toBeVisible()
  await expect(shell.organization('Acme')).toContainText('Needs attention')
  await shot(second.window, 'locked')
  await banner.getByRole('link', { name: 'What to do' }).click()
  await expect(second.window.getByRole('region', { name: 'Keychain' })).toContainText('Seahorse')
  await shot(second.window, 'locked-what-to-do')

  // what was read before is there all the same
  await shell.open('Acme')
  const settings = new GeneralSettingsPage(second.window)
  await settings.open()
  await settings.expectState('Off')
})

test.describe('with a keyring that nobody can unlock', () => {
  test.use({ desktopOptions: { keyring: 'locked', notifications: 'real' } })

  test('a first run says so and offers to keep the secret for the session', async ({ startVigil, shot }) => {
    const { window } = await startVigil()
    const shell = new Shell(window)
    await expect(shell.message(/is locked, so client secrets cannot be read or stored/)).toBeVisible()
    const welcome = new WelcomePage(window)
    await welcome.startSandbox.click()
    await expect(shell.message(/The keychain is locked/)).toBeVisible({ timeout: 30_000 })
    await shot(window, 'first-run-locked')
    await welcome.keepForSession.click()
    await new GeneralSettingsPage(window).expectState('Off')
  })
})

test.describe('without a keyring', () => {
  test.use({ desktopOptions: { keyring: 'none', notifications: 'real' } })

  test('a secret is kept for the session only where the person says so, and never in a file', async ({
    startVigil,
    startServer,
    dataFolder,
    shot
  }) => {
    const server = await startServer()
    const first = await startVigil()
    const add = new AddOrganizationPage(first.window)
    const shell = new Shell(first.window)
    await expect(shell.message('This session has no keychain that Vigil can use.')).toBeVisible()
    await add.open()
    await add.type({ name: 'Acme', ...server })
    await add.save.click()
    await expect(shell.message('The organization was not saved')).toContainText('no keychain that Vigil can use')
    await expect(shell.organizations.getByRole('listitem')).toHaveCount(0)
    await shot(first.window, 'none')

    await add.keepForSession.click()
    await expect(add.form).toContainText('The secret is kept in memory until Vigil quits.')
    await add.save.click()
    await expect(shell.heading).toHaveText('Overview')
    await expect(shell.organization('Acme')).toContainText('Up to date')
    await expect(first.window.getByRole('region', { name: 'Credentials' })).toContainText('This session only')
    await shot(first.window, 'none-session-only')
    expect(filesWith(dataFolder, server.clientSecret)).toEqual([])
    await first.quit()
    expect(filesWith(dataFolder, server.clientSecret)).toEqual([])

    const second = await startVigil()
    const reopened = new Shell(second.window)
    await expect(reopened.organization('Acme')).toContainText('Needs attention')
    await expect(reopened.message(/client secret/)).toBeVisible()
    await shot(second.window, 'none-after-restart')
  })
})
