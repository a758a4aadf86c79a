// Makes dist/vigil_<version>_amd64.deb.
//   node tools/package-linux.ts [--unfused | --both] [--fast]
// --unfused makes dist/drivable/…: all fuses but the one that forbids the inspector, which a test driver needs.
// --fast packs quickly and not small. RELEASE=1 refuses the npm-hosted Electron.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { inProject, projectRoot } from './kit/paths.ts'
import { drivable, fused, type PackageKind } from './packaging/places.ts'

const { values } = parseArgs({
  options: { unfused: { type: 'boolean' }, both: { type: 'boolean' }, fast: { type: 'boolean' } }
})
if (process.platform !== 'linux')
  throw new Error('a .deb is made on Linux; docs/packaging.md says how the others are made')
const runtimeMarker = inProject('node_modules', 'electron', 'dist', 'npm-runtime.json')
if (process.env.RELEASE && existsSync(runtimeMarker)) {
  throw new Error(
    'RELEASE is set, but only the npm-hosted Electron is here: run VIGIL_ELECTRON=official npm rebuild first'
  )
}

const run = (file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): void => {
  const result = spawnSync(process.execPath, [file, ...args], {
    cwd: projectRoot,
    stdio: 'inherit',
    env: { ...process.env, ...env }
  })
  if (result.status !== 0)
    throw new Error(`${path.relative(projectRoot, file)} failed (${result.status ?? result.signal})`)
}

// electron-builder's own fpm is a download; a working one of the system or the small one here needs none
function fpmEnvironment(): NodeJS.ProcessEnv {
  if (process.env.CUSTOM_FPM_PATH || process.env.USE_SYSTEM_FPM) return {}
  const hasFpm = spawnSync('fpm', ['--version']).status === 0
  return hasFpm ? { USE_SYSTEM_FPM: 'true' } : { CUSTOM_FPM_PATH: inProject('tools', 'packaging', 'fpm.mjs') }
}

function makePackage(kind: PackageKind, settings: readonly string[]): void {
  mkdirSync(inProject(kind.folder), { recursive: true })
  rmSync(kind.deb, { force: true })
  const cli = inProject('node_modules', 'electron-builder', 'cli.js')
  const args = ['--linux', 'deb', '--publish', 'never', `-c.directories.output=${kind.folder}`, ...settings]
  run(cli, args, { ...fpmEnvironment(), ...(values.fast ? { VIGIL_FAST_PACKAGE: '1' } : {}) })
  if (!existsSync(kind.deb)) throw new Error(`electron-builder ended without an error, but ${kind.deb} is not there`)
  const megabytes = (statSync(kind.deb).size / 1e6).toFixed(0)
  console.log(`[package] ${path.relative(projectRoot, kind.deb)} (${megabytes} MB)`)
}

run(inProject('tools', 'build.ts'), ['--if-changed'])
if (values.unfused || values.both) makePackage(drivable, ['-c.electronFuses.enableNodeCliInspectArguments=true'])
if (!values.unfused) makePackage(fused, [])
if (existsSync(runtimeMarker)) {
  console.log('[package] made with the npm-hosted Electron: good for tests on this machine, not for release')
}
