import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright'
import { buildHarness } from './build-harness.ts'
import { openDisplay } from './virtual-display.ts'

export interface Harness {
  readonly app: ElectronApplication
  readonly page: Page
  readonly folder: string
  readonly dataFolder: string
  /** What the page's console said. */
  readonly said: string[]
  readonly close: () => Promise<void>
}

export interface LaunchOptions {
  readonly environment?: Readonly<Record<string, string>>
  /** Runs after the build and before the start. */
  readonly prepare?: (folders: { folder: string; dataFolder: string }) => void
  readonly args?: readonly string[]
}

/** Builds and starts the harness in the real Electron, in a data folder of its own. */
export async function launchHarness(options: LaunchOptions = {}): Promise<Harness> {
  const display = await openDisplay()
  const { folder, remove } = await buildHarness()
  const dataFolder = mkdtempSync(join(tmpdir(), 'vigil-security-'))
  const cleanUp = () => {
    display.close()
    remove()
    rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
  let app: ElectronApplication | undefined
  try {
    options.prepare?.({ folder, dataFolder })
    app = await _electron.launch({
      args: [folder, ...(options.args ?? [])],
      env: { ...ownEnvironment(), DISPLAY: display.name, VIGIL_DATA_DIR: dataFolder, ...options.environment },
      // Only root cannot have Chromium's sandbox; everybody else is tested with it.
      chromiumSandbox: process.getuid?.() !== 0
    })
    const page = await app.firstWindow()
    const said: string[] = []
    page.on('console', (message) => said.push(message.text()))
    await page.waitForSelector('button')
    const running = app
    const close = async () => {
      await running.close()
      cleanUp()
    }
    return { app: running, page, folder, dataFolder, said, close }
  } catch (error) {
    await app?.close()
    cleanUp()
    throw error
  }
}

function ownEnvironment(): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    ([name]) => name !== 'ELECTRON_RENDERER_URL' && name !== 'NODE_OPTIONS'
  )
  return Object.fromEntries(kept.filter((entry): entry is [string, string] => entry[1] !== undefined))
}
