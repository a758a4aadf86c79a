import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { SandboxServer } from '../fixtures/sandbox-server.ts'
import { expect, test as base } from '../fixtures/test.ts'
import { AddOrganizationPage } from '../pages/add-organization-page.ts'
import { GeneralSettingsPage } from '../pages/general-settings-page.ts'
import { InboxPage } from '../pages/inbox-page.ts'
import { Shell } from '../pages/shell.ts'

interface KeptServer {
  /** Starts the server, the second time on the same port with the same organization. */
  readonly start: () => Promise<SandboxServer>
}

const test = base.extend<{ keptServer: KeptServer }>({
  keptServer: async ({ startServer }, use) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'vigil-e2e-server-'))
    let port = '0'
    await use({
      async start() {
        const server = await startServer(
          '--port',
          port,
          '--data',
          path.join(folder, 'organization.sqlite'),
          '--activation-seconds',
          '2',
          '--client-id',
          'a-client-id',
          '--client-secret',
          'a-client-secret-of-some-length'
        )
        port = new URL(server.url).port
        return server
      }
    })
    rmSync(folder, { recursive: true, force: true })
  }
})

test('an activation that Vigil did not see the end of is followed on after a restart', async ({
  startVigil,
  keptServer,
  desktop,
  shot
}) => {
  const server = await keptServer.start()
  const first = await startVigil()
  await new AddOrganizationPage(first.window).add({ name: 'Northwind', ...server })
  const settings = new GeneralSettingsPage(first.window)
  await settings.open()
  await settings.confirmEnable()
  await settings.expectState('Feature Pending')
  // Sigma goes away before it says that the activation is done, and Vigil is quit meanwhile
  await server.stop()
  await first.quit()
  expect(await desktop.notifications()).toEqual([])

  const second = await startVigil()
  const shell = new Shell(second.window)
  const reopened = new GeneralSettingsPage(second.window)
  await reopened.open()
  await reopened.expectState('Feature Pending')
  await expect(shell.organization('Northwind')).toContainText('Feature Pending')
  await expect(shell.message('Sigma cannot be reached.')).toBeVisible()
  await shot(second.window, 'pending-after-restart')

  await keptServer.start()
  await shell.message('Sigma cannot be reached.').getByRole('button', { name: 'Try again' }).click()
  await reopened.expectState('On', 60_000)
  await expect.poll(() => desktop.notifications()).toHaveLength(1)
  expect((await desktop.notifications())[0]?.body).toContain('Northwind')
  await expect(shell.inbox).toHaveAccessibleName(/^Inbox,? 1 unread$/)
})

test('Enable pressed offline is kept where one sees it, also over a restart, and sent when Sigma answers', async ({
  startVigil,
  keptServer,
  shot
}) => {
  const server = await keptServer.start()
  const first = await startVigil()
  await new AddOrganizationPage(first.window).add({ name: 'Northwind', ...server })
  const settings = new GeneralSettingsPage(first.window)
  await settings.open()
  await settings.expectState('Off')
  await server.stop()

  await settings.confirmEnable()
  await settings.expectState('Waiting to send')
  await expect(settings.auditLogging).toContainText('The request is kept, also when you quit')
  const shell = new Shell(first.window)
  await expect(shell.message('Sigma cannot be reached.')).toContainText('1 waiting')
  await expect(shell.organization('Northwind')).toContainText('Offline')
  await shot(first.window, 'waiting-to-send')
  await first.quit()

  const second = await startVigil()
  const reopened = new GeneralSettingsPage(second.window)
  await reopened.open()
  await reopened.expectState('Waiting to send')
  await keptServer.start()
  await reopened.auditLogging.getByRole('button', { name: 'Send now' }).click()
  await reopened.expectState('Feature Pending')
  await reopened.expectState('On', 60_000)
  await expect(new Shell(second.window).organization('Northwind')).toContainText('Up to date')
  await shot(second.window, 'sent-after-all')
})

test('an organization whose server hangs holds up nobody else', async ({ startVigil, startServer, desktop, shot }) => {
  test.setTimeout(240_000)
  const sick = await startServer('--activation-seconds', '2', '--hang', '/v2', '--hang-off', '--seed', '1')
  const well = await startServer('--activation-seconds', '2', '--seed', '2')
  const app = await startVigil()
  const { window } = app
  const shell = new Shell(window)
  const settings = new GeneralSettingsPage(window)
  const add = new AddOrganizationPage(window)
  await add.add({ name: 'Sick', ...sick })
  await add.add({ name: 'Well', ...well })

  await shell.open('Sick')
  await settings.open()
  await settings.confirmEnable()
  await settings.expectState('Feature Pending')
  sick.toggleHanging()

  await shell.open('Well')
  await settings.open()
  await settings.confirmEnable()
  await settings.expectState('Feature Pending')
  await shot(window, 'one-hangs')
  await settings.expectState('On', 30_000)
  await expect.poll(() => desktop.notifications()).toHaveLength(1)
  expect((await desktop.notifications())[0]?.body).toContain('Well')

  // what is known of the other is still there to be read
  await expect(shell.organization('Sick')).toContainText('Feature Pending')
  await shell.open('Sick')
  await settings.open()
  await settings.expectState('Feature Pending')
  const inbox = new InboxPage(window)
  await inbox.open()
  await expect(inbox.entries).toHaveCount(1)
  await shot(window, 'the-other-is-announced')

  // once its server answers again it is followed to its end, and told once as well
  sick.toggleHanging()
  await expect
    .poll(async () => (await desktop.notifications()).map((one) => one.body).toSorted(), { timeout: 120_000 })
    .toEqual([expect.stringContaining('Sick'), expect.stringContaining('Well')])
  await expect(inbox.entries).toHaveCount(2)
})
