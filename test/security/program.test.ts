import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Harness, launchHarness } from './harness/launch.ts'

let harness: Harness

beforeAll(async () => {
  harness = await launchHarness({
    environment: { ELECTRON_RENDERER_URL: 'https://example.com/', XDG_CURRENT_DESKTOP: '' },
    prepare({ folder, dataFolder }) {
      writeFileSync(join(dataFolder, 'preferences.json'), '{"theme": "dark", "window": {"wid')
      // Stands in for the system's "open this": what it is asked to open is what a browser would be given.
      mkdirSync(join(folder, 'bin'))
      writeFileSync(join(folder, 'bin', 'xdg-open'), `#!/bin/sh\nprintf '%s\\n' "$1" >> '${folder}/opened.txt'\n`)
      chmodSync(join(folder, 'bin', 'xdg-open'), 0o755)
      process.env.PATH = `${join(folder, 'bin')}:${process.env.PATH}`
    }
  })
})

afterAll(async () => {
  await harness?.close()
})

const call = (name: string, ...args: string[]) =>
  harness.app.evaluate((_electron, [what, rest]) => Reflect.get(globalThis, 'harness')[what](...rest), [
    name,
    args
  ] as const)
const opened = () => {
  try {
    return readFileSync(join(harness.folder, 'opened.txt'), 'utf8').trim().split('\n')
  } catch {
    return []
  }
}

describe('a link', () => {
  it.each([
    'http://app.sigmacomputing.com/x',
    'https://evil.example/',
    'https://sigmacomputing.com.evil.example/',
    'https://evilsigmacomputing.com/',
    'https://user@app.sigmacomputing.com/',
    'https://app.sigmacomputing.com:8443/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'ssh://app.sigmacomputing.com'
  ])('to %s is not opened', async (url) => {
    expect(await call('open', url)).toEqual({ code: 'invalid-input', params: { field: 'url' } })
    expect(opened()).toEqual([])
  })

  it('to Sigma is opened by the system', async () => {
    expect(await call('open', 'https://app.sigmacomputing.com/acme/admin')).toBe('opened')
    await expect.poll(opened).toEqual(['https://app.sigmacomputing.com/acme/admin'])
  })

  it('to a folder outside Vigil’s own, or to a file, is not opened', async () => {
    expect(await call('showFolder', '/etc')).toMatchObject({ code: 'invalid-input' })
    expect(await call('showFolder', join(harness.dataFolder, '..'))).toMatchObject({ code: 'invalid-input' })
    expect(await call('showFolder', join(harness.dataFolder, 'preferences.json'))).toMatchObject({
      code: 'invalid-input'
    })
    expect(opened()).toHaveLength(1)
  })
})

describe('the program', () => {
  it('loads its own files even when the environment names a development server elsewhere', () => {
    expect(harness.page.url()).toBe('app://vigil/index.html')
  })

  it('sets a damaged preferences file aside, says so, and starts with the defaults', async () => {
    const facts = await harness.app.evaluate(() => {
      const { setAsideAs, preferences } = Reflect.get(globalThis, 'harness')
      return { setAsideAs, preferences }
    })
    expect(facts.setAsideAs).toMatch(/^preferences\.damaged-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.json$/)
    expect(facts.preferences.theme).toBe('system')
    expect(readFileSync(join(harness.dataFolder, facts.setAsideAs), 'utf8')).toBe('{"theme": "dark", "window": {"wid')
  })

  it('remembers the window in a file that only its owner can read', async () => {
    await harness.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(900, 600))
    const file = join(harness.dataFolder, 'preferences.json')
    await expect
      .poll(() => JSON.parse(readFileSync(file, 'utf8')).window, { timeout: 5_000 })
      .toMatchObject({ width: 900, height: 600 })
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  it('keeps its data in the folder it was given, Chromium’s files in a folder within', () => {
    expect(readdirSync(harness.dataFolder)).toEqual(expect.arrayContaining(['browser', 'preferences.json']))
    expect(readdirSync(harness.dataFolder)).not.toContain('Local Storage')
  })

  it('runs the page without Node, isolated, in Chromium’s sandbox', async () => {
    const settings: Record<string, unknown> | undefined = await harness.app.evaluate(({ webContents }) => {
      const page = webContents.getAllWebContents()[0]
      const read = page && Reflect.get(page, 'getLastWebPreferences')
      return read ? Reflect.apply(read, page, []) : undefined
    })
    expect(settings).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true })
    expect(settings?.webviewTag ?? false).toBe(false)
  })

  it('uploads no crash dumps', async () => {
    expect(await harness.app.evaluate(({ crashReporter }) => crashReporter.getUploadedReports())).toEqual([])
    await expect(harness.app.evaluate(({ crashReporter }) => crashReporter.getUploadToServer())).resolves.toBe(false)
  })

  it('reloads its page after the page’s process died', async () => {
    await harness.app.evaluate(({ webContents }) => webContents.getAllWebContents()[0]?.forcefullyCrashRenderer())
    const log = join(harness.dataFolder, 'logs', 'vigil.log')
    await expect.poll(() => readFileSync(log, 'utf8'), { timeout: 20_000 }).toMatch(/page process gone/)
    const state = () =>
      harness.app.evaluate(({ webContents }) => {
        const page = webContents.getAllWebContents()[0]
        return { isCrashed: page?.isCrashed(), isLoading: page?.isLoading(), title: page?.getTitle() }
      })
    await expect.poll(state, { timeout: 20_000 }).toEqual({ isCrashed: false, isLoading: false, title: 'Vigil' })
  })
})
