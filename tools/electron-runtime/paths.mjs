// Where the runtime lives. `node_modules/electron/dist` plus `path.txt` is what everything else finds: the `electron`
// command, electron-vite, Playwright and electron-builder. No environment variable is needed anywhere.
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const require = createRequire(import.meta.url)
export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..')
export const electronFolder = path.dirname(require.resolve('electron/package.json'))
export const wantedVersion = require('electron/package.json').version
export const dist = path.join(electronFolder, 'dist')
export const executableName =
  { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[process.platform] ?? 'electron'
export const executable = path.join(dist, executableName)
export const npmRuntimeMarker = path.join(dist, 'npm-runtime.json')

export const say = (line) => console.log(`[electron-runtime] ${line}`)

/** The version that lies in dist, `unknown` for one without a version file, empty when there is none. */
export function installedVersion() {
  if (!fs.existsSync(executable)) return ''
  try {
    return fs.readFileSync(path.join(dist, 'version'), 'utf8').trim().replace(/^v/, '')
  } catch {
    return 'unknown'
  }
}

/** Tells the `electron` package which file in dist is its program. */
export function announceExecutable() {
  fs.writeFileSync(path.join(electronFolder, 'path.txt'), executableName)
}
