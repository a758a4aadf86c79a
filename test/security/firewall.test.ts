import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { attack } from './harness/attack.ts'
import { type Harness, launchHarness } from './harness/launch.ts'
import { type LoopbackServer, openLoopbackServer } from './harness/loopback-server.ts'

let harness: Harness
let server: LoopbackServer

beforeAll(async () => {
  server = await openLoopbackServer()
  harness = await launchHarness()
})

afterAll(async () => {
  await harness?.close()
  await server?.close()
})

afterEach(() => {
  server.hits.length = 0
})

const waysOut = [
  'remoteFetch',
  'remoteImage',
  'remoteStyle',
  'remoteFrame',
  'prefetch',
  'preconnect',
  'beacon',
  'eventSource',
  'webSocket',
  'peerConnection',
  'formPost',
  'download',
  'openWindow',
  'clickBlankLink',
  'webview',
  'navigate'
]

describe('the way out of the page', () => {
  it('leads somewhere: the server that must not be reached answers and counts', async () => {
    expect(await fetch(`${server.url}/proof`).then((response) => response.status)).toBe(200)
    expect(server.hits).toEqual(['connection', 'GET /proof'])
  })

  it.each(waysOut)('is closed to %s: no connection and no datagram arrives', async (name) => {
    await attack(harness.page, name, server.url)
    await harness.page.waitForTimeout(300)
    expect(server.hits).toEqual([])
    expect(harness.page.url()).toBe('app://vigil/index.html')
  })

  it('stays closed when the content security policy is out of the way: the firewall cancels by itself', async () => {
    const outcome = await harness.app.evaluate(async ({ session }, url) => {
      try {
        await session.defaultSession.fetch(`${url}/session`)
        return 'reached'
      } catch (error) {
        return String(error)
      }
    }, server.url)
    expect(outcome).toMatch(/ERR_BLOCKED_BY_CLIENT/)
    expect(server.hits).toEqual([])
  })

  it('saves no download, not even of what the page made itself', async () => {
    const saved = harness.app.evaluate(({ session }) => {
      const { promise, resolve } = Promise.withResolvers<string>()
      session.defaultSession.once('will-download', (event) =>
        setImmediate(() => resolve(`prevented: ${event.defaultPrevented}`))
      )
      setTimeout(() => resolve('none began'), 3_000)
      return promise
    })
    await attack(harness.page, 'dataDownload')
    expect(await saved).toMatch(/prevented: true|none began/)
  })
})

describe('the window', () => {
  it.each(['navigate', 'navigateToFile', 'navigateWithin', 'formPost'])('stays where it is on %s', async (name) => {
    await attack(harness.page, name, server.url)
    await harness.page.waitForTimeout(300)
    expect(harness.page.url()).toBe('app://vigil/index.html')
    expect(await harness.page.getByRole('button').first().isVisible()).toBe(true)
  })

  it.each(['openWindow', 'openBlank', 'clickBlankLink'])('stays the only one on %s', async (name) => {
    await attack(harness.page, name, server.url)
    await harness.page.waitForTimeout(300)
    expect(await harness.app.evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(1)
  })

  it('knows no webview', async () => {
    expect((await attack(harness.page, 'webview', server.url)).outcome).toBe('done: HTMLElement')
  })

  it('checks no spelling, so that no dictionary is fetched', async () => {
    expect(await harness.app.evaluate(({ session }) => session.defaultSession.isSpellCheckerEnabled())).toBe(false)
  })
})
