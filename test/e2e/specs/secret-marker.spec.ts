import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { disguisesOf, filesWith } from '../fixtures/files.ts'
import { secretInKeyring } from '../fixtures/keyring.ts'
import { crossingsOf, recordProcessLine } from '../fixtures/process-line.ts'
import { expect, test } from '../fixtures/test.ts'
import { AddOrganizationPage } from '../pages/add-organization-page.ts'
import { ConnectionBrowser } from '../pages/connection-browser.ts'
import { GeneralSettingsPage } from '../pages/general-settings-page.ts'
import { Shell } from '../pages/shell.ts'

const newMarker = () => `marker-${randomBytes(24).toString('hex')}`

const isIn = (text: string, marker: string): boolean => {
  const content = Buffer.from(text)
  return disguisesOf(marker).some((one) => content.includes(one))
}

/** Everything in the page: its markup, what stands in its fields, what it keeps for itself. */
const pageContent = (window: Page): Promise<string> =>
  window.evaluate(() =>
    [
      document.documentElement.outerHTML,
      document.body.innerText,
      ...[...document.querySelectorAll('input')].map((input) => input.value),
      JSON.stringify(Object.entries(localStorage)),
      JSON.stringify(Object.entries(sessionStorage)),
      location.href,
      JSON.stringify(history.state)
    ].join('\n')
  )

test('the search for a secret finds it in every disguise', ({ dataFolder }) => {
  const marker = newMarker()
  mkdirSync(path.join(dataFolder, 'deep'))
  const base64 = (before: string) => Buffer.from(`${before}${marker}-and-more`).toString('base64')
  const planted = [marker, base64(''), base64('i'), base64('id'), base64('id:'), Buffer.from(marker).toString('hex')]
  for (const [index, text] of planted.entries())
    writeFileSync(path.join(dataFolder, 'deep', `${index}`), `before ${text} after`)
  writeFileSync(path.join(dataFolder, 'utf16'), Buffer.from(marker, 'utf16le'))
  writeFileSync(path.join(dataFolder, 'clean'), newMarker())
  expect(filesWith(dataFolder, marker)).toHaveLength(planted.length + 1)
})

test('a client secret is in the keyring, and nowhere else, whatever one does', async ({
  startVigil,
  startServer,
  desktop,
  dataFolder,
  shot
}) => {
  const [right, wrong] = [newMarker(), newMarker()]
  const server = await startServer('--client-id', 'an-id', '--client-secret', right, '--activation-seconds', '1')
  const app = await startVigil()
  const { window } = app
  await recordProcessLine(app.electron)
  const shell = new Shell(window)
  const pages: string[] = []
  const lookAt = async (step: string) => {
    pages.push(await pageContent(window))
    await shot(window, step)
  }

  const add = new AddOrganizationPage(window)
  await add.open()
  await add.type({ name: 'Acme', ...server })
  // while it is being typed the field holds it, and shows dots
  await expect(add.form.getByRole('textbox', { name: 'Client secret' })).toHaveAttribute('type', 'password')
  await add.test.click()
  await expect(window.getByRole('status').filter({ hasText: 'The credentials work.' })).toBeVisible()
  await shot(window, 'typed')
  await add.save.click()
  await expect(shell.heading).toHaveText('Overview')
  await expect(shell.organization('Acme')).toContainText('Up to date')
  await lookAt('saved')
  const id = shell.organizationId()
  expect(await secretInKeyring(desktop, id)).toBe(right)

  const settings = new GeneralSettingsPage(window)
  await settings.open()
  await settings.confirmEnable()
  await settings.expectState('On', 60_000)
  await settings.browse.click()
  await new ConnectionBrowser(window).heading.waitFor()
  await lookAt('enabled')

  // errors speak of what failed: first refused credentials, then a server that is gone
  await shell.tab('Overview').click()
  const credentials = window.getByRole('region', { name: 'Credentials' })
  await credentials.getByRole('button', { name: 'Replace …' }).click()
  await shell.dialog.getByRole('textbox', { name: 'Client secret' }).fill(wrong)
  await shell.dialog.getByRole('button', { name: 'Test connection' }).click()
  await expect(shell.dialog).toContainText('Check that both were copied whole')
  await shell.dialog.getByRole('button', { name: 'Replace credentials' }).click()
  await expect(shell.dialog).toContainText('The credentials were not replaced')
  await shot(window, 'not-replaced')
  expect(await secretInKeyring(desktop, id), 'credentials that work are not given up for others').toBe(right)
  await shell.dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(shell.dialog).toBeHidden()
  await lookAt('refused')
  await server.stop()
  await credentials.getByRole('button', { name: 'Test connection' }).click()
  await expect(window.getByText('The test failed.')).toBeVisible({ timeout: 60_000 })
  await lookAt('unreachable')

  const crossings = await crossingsOf(app.electron)
  const channels = new Set(crossings.map(({ channel }) => channel))
  expect([...channels].filter((channel) => /addOrganization|setCredentials|testDraft/.test(channel))).toHaveLength(3)
  const log = app.log
  const output = app.output
  await app.quit()

  for (const marker of [right, wrong]) {
    expect(filesWith(dataFolder, marker), 'files of the data folder').toEqual([])
    expect(filesWith(desktop.home, marker), 'files of the home folder').toEqual([])
    expect(crossings.filter(({ payload }) => isIn(payload, marker)).map(({ channel }) => channel)).toEqual([])
    expect(pages.filter((page) => isIn(page, marker))).toHaveLength(0)
    expect(isIn(log, marker), 'the log').toBe(false)
    expect(isIn(output, marker), 'what was printed').toBe(false)
  }
  expect(log, 'the log says something at all').toContain('credential-refused')
})
