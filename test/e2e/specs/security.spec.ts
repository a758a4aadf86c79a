import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { callChannel, callNames } from '../../../src/shared/contract/channels.ts'
import { expect, test } from '../fixtures/test.ts'

test('the program itself keeps its window closed to the outside', { tag: '@installed' }, async ({
  startVigil,
  shot
}) => {
  let hits = 0
  const server = createServer((_request, response) => {
    hits += 1
    response.setHeader('access-control-allow-origin', '*').end('reached')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const outside = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const { window, electron } = await startVigil()
  try {
    const policy = await window.evaluate(async () =>
      (await fetch('app://vigil/index.html')).headers.get('content-security-policy')
    )
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("require-trusted-types-for 'script'")

    const reached = await window.evaluate(async (address) => {
      const image = new Promise<string>((resolve) => {
        const element = new Image()
        element.addEventListener('load', () => resolve('reached'))
        element.addEventListener('error', () => resolve('refused'))
        element.src = address
      })
      return [
        await fetch(address).then(
          () => 'reached',
          () => 'refused'
        ),
        await image
      ]
    }, outside)
    expect(reached).toEqual(['refused', 'refused'])

    expect(await window.evaluate((address) => globalThis.open(address) === null, outside)).toBe(true)

    const permission = await window.evaluate(
      async () => (await navigator.permissions.query({ name: 'geolocation' })).state
    )
    expect(permission).toBe('denied')
    expect(
      await window.evaluate(() => ['require', 'process', 'module', 'ipcRenderer'].filter((name) => name in globalThis))
    ).toEqual([])

    const preferences = await electron.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
        getLastWebPreferences(): Record<string, unknown>
      }
      const { sandbox, contextIsolation, nodeIntegration, webviewTag, webSecurity } = contents.getLastWebPreferences()
      return { sandbox, contextIsolation, nodeIntegration, webviewTag, webSecurity }
    })
    expect(preferences).toEqual({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      webSecurity: true
    })
    await shot(window, 'still-there')

    // last, since the driver goes on waiting for a navigation that was refused
    await window.evaluate((address) => location.assign(address), outside).catch(() => undefined)
    const page = await electron.evaluate(async ({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents
      return {
        url: contents?.getURL(),
        hasHeading: (await contents?.executeJavaScript('document.querySelector("h1") !== null')) as boolean
      }
    })
    expect(page).toEqual({ url: expect.stringMatching(/^app:\/\/vigil\//), hasHeading: true })
    expect(hits).toBe(0)
  } finally {
    server.close()
  }
})

test('the process line has the calls of the contract and no other', async ({ startVigil }) => {
  const { electron } = await startVigil()
  const channels = await electron.evaluate(({ ipcMain }) => {
    const { _invokeHandlers } = ipcMain as unknown as { _invokeHandlers: Map<string, unknown> }
    return { answered: [..._invokeHandlers.keys()].toSorted(), heard: ipcMain.eventNames().map(String) }
  })
  const expected = Object.entries(callNames).flatMap(([group, names]) => names.map((name) => callChannel(group, name)))
  expect(channels.answered).toEqual(expected.toSorted())
  // Electron's own; nothing of Vigil's or of a library's hears the window unasked
  expect(channels.heard).toEqual(['error'])
})
