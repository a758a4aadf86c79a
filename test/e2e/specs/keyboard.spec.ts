import { expect, test } from '../fixtures/test.ts'
import { ConnectionBrowser } from '../pages/connection-browser.ts'
import { GeneralSettingsPage } from '../pages/general-settings-page.ts'
import { Keyboard } from '../pages/keyboard.ts'
import { Shell } from '../pages/shell.ts'
import { WelcomePage } from '../pages/welcome-page.ts'

test('the whole main job can be done without a mouse, and the focus is always to be seen', async ({
  startVigil,
  shot
}) => {
  const { window } = await startVigil({ activationSeconds: 2 })
  const keyboard = new Keyboard(window)
  const shell = new Shell(window)
  const settings = new GeneralSettingsPage(window)
  const browser = new ConnectionBrowser(window)

  await keyboard.tabTo(new WelcomePage(window).startSandbox)
  await shot(window, 'welcome-focus')
  await keyboard.press('Enter')
  await settings.expectState('Off')

  await keyboard.use(settings.enable)
  await expect(shell.dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await keyboard.press('Escape')
  await expect(shell.dialog).toBeHidden()
  await expect(settings.enable).toBeFocused()
  await keyboard.press('Enter')
  await keyboard.tabTo(shell.dialog.getByRole('button', { name: 'Enable', exact: true }))
  await shot(window, 'enable-focus')
  await keyboard.press('Enter')
  await settings.expectState('Feature Pending')
  await settings.expectState('On', 60_000)

  await keyboard.use(settings.browse)
  await expect(browser.heading).toBeFocused()
  await keyboard.tabTo(browser.tree.getByRole('row', { name: 'Sigma Audit Logs' }))
  for (const name of ['AUDIT_LOG', 'PUBLIC', 'AUDIT_LOGS']) {
    await keyboard.press('ArrowDown')
    await expect(browser.node(name)).toBeFocused()
    if (name === 'AUDIT_LOGS') break
    await keyboard.press('ArrowRight')
    await expect(browser.node(name)).toHaveAttribute('aria-expanded', 'true')
  }
  await shot(window, 'tree-focus')
  await keyboard.press('Enter')
  await expect(window.getByRole('heading', { level: 2, name: 'AUDIT_LOGS' })).toBeVisible()

  if (await browser.rows.isHidden()) {
    await expect(async () => {
      if (await browser.syncNow.isVisible()) await keyboard.use(browser.syncNow)
      await expect(browser.rows).toBeVisible({ timeout: 2_500 })
    }).toPass({ timeout: 60_000 })
  }
  await keyboard.tabTo(browser.rows)
  await keyboard.press('ArrowDown', 'ArrowRight', 'Enter')
  await expect(browser.details).toContainText('2 of')
  await shot(window, 'row-details')
  await keyboard.press('Escape')
  await expect(browser.details).toBeHidden()
  await expect(browser.rows).toBeFocused()

  await keyboard.press('Control+1')
  await expect(shell.heading).toHaveText('Overview')
  await expect(shell.heading).toBeFocused()
  await keyboard.press('Control+,')
  await expect(shell.heading).toHaveText('Preferences')
  await keyboard.press('Control+n')
  await expect(shell.heading).toHaveText('Connect a Sigma organization')
})
