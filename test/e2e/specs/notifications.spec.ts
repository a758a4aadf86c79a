import { expect, test } from '../fixtures/test.ts'
import { ConnectionBrowser } from '../pages/connection-browser.ts'
import { GeneralSettingsPage } from '../pages/general-settings-page.ts'
import { InboxPage } from '../pages/inbox-page.ts'
import { WelcomePage } from '../pages/welcome-page.ts'

test.describe('without a notification daemon', () => {
  test.use({ desktopOptions: { keyring: 'unlocked', notifications: 'none' } })

  test('an activation is announced in the inbox, which says that the desktop showed nothing', async ({
    startVigil,
    shot
  }) => {
    const { window } = await startVigil({ activationSeconds: 2 })
    await new WelcomePage(window).startSandbox.click()
    const settings = new GeneralSettingsPage(window)
    await settings.confirmEnable()
    await settings.expectState('On', 60_000)
    const inbox = new InboxPage(window)
    await inbox.open()
    await expect(inbox.entries).toHaveCount(1)
    await expect(inbox.entries.first()).toContainText('Unread: Sigma Audit Logs is active')
    await expect(inbox.entries.first()).toContainText('The desktop did not show the notification')
    await shot(window, 'none-inbox')
    await inbox.entries.first().getByRole('link', { name: 'Browse Connection' }).click()
    await expect(new ConnectionBrowser(window).heading).toBeVisible()
  })
})
