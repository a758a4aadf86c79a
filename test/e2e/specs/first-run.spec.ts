import { spawn } from 'node:child_process'
import { secretInKeyring } from '../fixtures/keyring.ts'
import { filesWith } from '../fixtures/files.ts'
import { expect, test } from '../fixtures/test.ts'
import { GeneralSettingsPage } from '../pages/general-settings-page.ts'
import { Shell } from '../pages/shell.ts'
import { WelcomePage } from '../pages/welcome-page.ts'

test('a first run offers a sandbox organization, which is still there after a restart', async ({
  startVigil,
  desktop,
  dataFolder,
  shot
}) => {
  const first = await startVigil()
  const welcome = new WelcomePage(first.window)
  await expect(welcome.heading).toBeVisible()
  await expect(welcome.connectSigma).toBeVisible()
  await shot(first.window, 'welcome')

  await welcome.startSandbox.click()
  const settings = new GeneralSettingsPage(first.window)
  await settings.expectState('Off')
  await expect(settings.enable).toBeVisible()
  const shell = new Shell(first.window)
  await expect(shell.organization('Sandbox')).toContainText('Up to date')
  await shot(first.window, 'sandbox')

  const id = shell.organizationId()
  const secret = await secretInKeyring(desktop, id)
  expect(secret?.length, 'the keyring holds the secret').toBeGreaterThan(20)
  await first.quit()
  expect(filesWith(dataFolder, secret ?? '')).toEqual([])

  const second = await startVigil()
  const reopened = new Shell(second.window)
  await expect(reopened.organization('Sandbox')).toContainText('Up to date')
  expect(reopened.organizationId()).toBe(id)
  await shot(second.window, 'restarted')
})

test('a second start brings the first window up and ends', async ({ startVigil, shot }) => {
  const app = await startVigil()
  await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
  const isVisible = () =>
    app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.isVisible()))
  expect(await isVisible()).toEqual([false])

  const { command, args, cwd, env } = app.secondStart
  const second = spawn(command, args, { cwd, env, stdio: 'ignore' })
  const code = await new Promise((resolve) => second.once('exit', resolve))
  expect(code).toBe(0)
  await expect.poll(isVisible).toEqual([true])
  await shot(app.window, 'brought-up')
})
