import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { callNames } from '../../src/shared/contract/channels.ts'
import type { Api } from '../../src/shared/contract/api-types.ts'
import { type Harness, launchHarness } from './harness/launch.ts'

declare global {
  // The page's `window`, for functions that run there.
  var api: Api
}

const marker = 'marker-5f1c9e77-secret'
let harness: Harness

beforeAll(async () => {
  harness = await launchHarness()
})

afterAll(async () => {
  await harness?.close()
})

const logText = () => readFileSync(join(harness.dataFolder, 'logs', 'vigil.log'), 'utf8')

describe('what the page can see', () => {
  it('is the API of the contract and nothing of Node or Electron', async () => {
    const seen = await harness.page.evaluate(() => {
      const shape = Object.entries(globalThis.api).map(([name, value]) => [
        name,
        typeof value === 'function' ? 'function' : Object.keys(value).sort()
      ])
      const globals = ['process', 'require', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer', '__dirname']
      return { shape: Object.fromEntries(shape), globals: globals.filter((name) => name in globalThis) }
    })
    const groups = Object.entries(callNames).map(([group, names]) => [group, [...names].sort()])
    expect(seen.shape).toEqual({ ...Object.fromEntries(groups), on: 'function' })
    expect(seen.globals).toEqual([])
  })

  it('cannot be replaced or added to', async () => {
    const outcome = await harness.page.evaluate(() => {
      const before = globalThis.api
      const tries = [
        Reflect.set(globalThis, 'api', {}),
        Reflect.deleteProperty(globalThis, 'api'),
        Reflect.set(globalThis.api, 'more', 1),
        Reflect.set(globalThis.api.diagnostics, 'ping', () => 'mine')
      ]
      return { tries, isSame: globalThis.api === before && !('more' in globalThis.api) }
    })
    expect(outcome).toEqual({ tries: [false, false, false, false], isSame: true })
  })

  it('hears events of the contract, as payload only, until it unsubscribes', async () => {
    await harness.page.evaluate(() => {
      const heard: unknown[][] = []
      const stop = globalThis.api.on('inboxChanged', (...args) => {
        heard.push(args)
        if (heard.length === 2) stop()
      })
      Object.assign(window, { heard })
    })
    for (const unread of [1, 2, 3]) {
      await harness.app.evaluate(
        (_electron, count) => Reflect.get(globalThis, 'harness').broadcast('inboxChanged', { unread: count }),
        unread
      )
    }
    await expect
      .poll(() => harness.page.evaluate(() => Reflect.get(window, 'heard')))
      .toEqual([[{ unread: 1 }], [{ unread: 2 }]])
  })

  it('cannot subscribe to a channel that is not an event of the contract', async () => {
    const refused = await harness.page.evaluate(() => {
      try {
        globalThis.api.on('vigil:call:credentials.setCredentials' as never, () => undefined)
        return 'subscribed'
      } catch (error) {
        return String(error)
      }
    })
    expect(refused).toMatch(/no such event/)
  })

  it('gets no event that breaks the contract', async () => {
    await harness.app.evaluate(() => Reflect.get(globalThis, 'harness').broadcast('inboxChanged', { unread: 'many' }))
    expect(logText()).toMatch(/event breaks the contract/)
  })
})

describe('a call', () => {
  it('answers with a value', async () => {
    const result = await harness.page.evaluate(() => globalThis.api.diagnostics.ping({}))
    expect(result).toEqual({ ok: true, value: { atMs: expect.any(Number) } })
  })

  it.each([
    [undefined, ''],
    [null, ''],
    ['text', ''],
    [{ message: 'x' }, 'component'],
    [{ message: 1, component: 'x' }, 'message'],
    [{ message: 'x'.repeat(2_001), component: 'x' }, 'message'],
    [{ message: 'x', component: 'x', more: 1 }, '']
  ])('refuses the input %j, says where it breaks, and does not reach its handler', async (input, path) => {
    const result = await harness.page.evaluate(
      (value) => globalThis.api.diagnostics.reportRendererError(value as never),
      input
    )
    expect(result).toMatchObject({ ok: false, error: { code: 'invalid-input', params: { path } } })
    expect(await harness.app.evaluate(() => Reflect.get(globalThis, 'harness').received)).toEqual([])
  })

  it('turns an error of Vigil into its code and facts', async () => {
    const result = await harness.page.evaluate(() => globalThis.api.diagnostics.listNotices({}))
    expect(result).toEqual({ ok: false, error: { code: 'folder-not-writable', params: { folder: 'x' } } })
  })

  it('shows nothing of an unexpected error but that there was one; the log knows more', async () => {
    const result = await harness.page.evaluate(() => globalThis.api.diagnostics.openDataFolder({}))
    expect(result).toEqual({ ok: false, error: { code: 'internal', params: {} } })
    expect(logText()).toMatch(/"call":"diagnostics.openDataFolder".*internal words/)
  })

  it('refuses an answer that breaks the contract', async () => {
    const result = await harness.page.evaluate(() => globalThis.api.diagnostics.rendererReady({}))
    expect(result).toMatchObject({ ok: false, error: { code: 'contract-breach' } })
  })

  it('lets no field across that the contract does not name', async () => {
    const result = await harness.page.evaluate(() => globalThis.api.diagnostics.about({}))
    expect(result.ok).toBe(true)
    expect(JSON.stringify(result)).not.toMatch(/slipped-through|clientSecret/)
  })

  it('without a handler is an error like any other', async () => {
    const result = await harness.page.evaluate(() => globalThis.api.inbox.markAllRead({}))
    expect(result).toEqual({ ok: false, error: { code: 'internal', params: {} } })
  })

  it('never gives a secret back or writes it down, not even one that an error quotes', async () => {
    const result = await harness.page.evaluate(
      (clientSecret) =>
        globalThis.api.credentials.setCredentials({
          organizationId: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff' as never,
          clientId: 'client',
          clientSecret,
          storage: 'keychain'
        }),
      marker
    )
    expect(result).toEqual({ ok: false, error: { code: 'internal', params: {} } })
    expect(logText()).toMatch(/a library quotes \[redacted\] in its error/)
    expect(logText()).not.toContain(marker)
  })
})

describe('a sender that is not the page of one of Vigil’s windows', () => {
  /** Opens another window with the same preload script on a page, and lets it call. */
  const callFrom = (address: string) =>
    harness.app.evaluate(
      async ({ BrowserWindow }, [preload, url]) => {
        const window = new BrowserWindow({ show: false, webPreferences: { preload: preload ?? '', sandbox: true } })
        await window.loadURL(url ?? '')
        const result: unknown = await window.webContents.executeJavaScript('window.api.diagnostics.ping({})')
        window.destroy()
        return result
      },
      [join(harness.folder, 'preload', 'index.cjs'), address]
    )

  it.each(['app://vigil/index.html', 'about:blank'])('is refused: a window of somebody else on %s', async (url) => {
    expect(await callFrom(url)).toEqual({ ok: false, error: { code: 'not-permitted', params: {} } })
    expect(logText()).toMatch(/sender refused.*unknown-window/)
  })

  it('is refused: Vigil’s own window after it was taken to another page', async () => {
    const result = await harness.app.evaluate(async ({ BrowserWindow }) => {
      const window = BrowserWindow.getAllWindows()[0]
      await window?.loadURL('about:blank')
      const answer: unknown = await window?.webContents.executeJavaScript('window.api.diagnostics.ping({})')
      await window?.loadURL('app://vigil/index.html')
      return answer
    })
    expect(result).toEqual({ ok: false, error: { code: 'not-permitted', params: {} } })
    expect(logText()).toMatch(/sender refused.*wrong-origin/)
  })
})

describe('the main process', () => {
  it('listens on no channel beside the checked calls, not even on those that libraries open', async () => {
    const names = await harness.app.evaluate(({ ipcMain }) => ipcMain.eventNames().map(String))
    // Electron's own, of the emitter.
    expect(names.filter((name) => name !== 'error')).toEqual([])
  })
})

describe('the preload script', () => {
  it('is small: the contract’s schemas and their library are not in it', () => {
    const text = readFileSync(join(harness.folder, 'preload', 'index.cjs'), 'utf8')
    expect(text).not.toMatch(/zod|ZodType|safeParse/i)
    expect(text.length).toBeLessThan(10_000)
    expect(text.match(/require\(["'][^"']+["']\)/g)).toEqual(['require("electron")'])
  })
})
