import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '../fixtures/test.ts'
import { Shell } from '../pages/shell.ts'

const damaged = '{"theme": "dark", "window": {"wid'

test('a damaged preferences file is set aside, and the window says so', async ({ startVigil, dataFolder, shot }) => {
  writeFileSync(path.join(dataFolder, 'preferences.json'), damaged)
  const { window } = await startVigil()
  const notice = new Shell(window).message('The preferences file was damaged and set aside.')
  await expect(notice).toBeVisible()
  const kept = readdirSync(dataFolder).filter((name) => name.startsWith('preferences.damaged-'))
  expect(kept).toHaveLength(1)
  await expect(notice).toContainText(kept[0] ?? '')
  expect(readFileSync(path.join(dataFolder, kept[0] ?? ''), 'utf8')).toBe(damaged)
  await shot(window, 'damaged')
  await notice.getByRole('button', { name: 'Dismiss' }).click()
  await expect(notice).toBeHidden()
})

test('theme and window come back at the next start', async ({ startVigil, shot }) => {
  const first = await startVigil()
  await first.window.getByRole('link', { name: 'Preferences' }).click()
  await first.window.getByText('Dark', { exact: true }).click()
  await first.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(1100, 720))
  const isDark = 'matchMedia("(prefers-color-scheme: dark)").matches'
  await expect.poll(() => first.window.evaluate(isDark)).toBe(true)
  await first.quit()

  const second = await startVigil()
  expect(await second.window.evaluate(isDark)).toBe(true)
  const size = await second.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getSize())
  expect(size).toEqual([1100, 720])
  await shot(second.window, 'theme-and-window')
})
