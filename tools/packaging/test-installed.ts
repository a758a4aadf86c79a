// Installs the drivable package, runs the end-to-end specs marked @installed on it, removes it again. Needs root.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { inProject, projectRoot } from '../kit/paths.ts'
import { drivable } from './places.ts'

const run = (
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  stdio: 'inherit' | 'ignore' = 'inherit'
): number => spawnSync(command, args, { cwd: projectRoot, stdio, env: { ...process.env, ...env } }).status ?? 1

const isInstalled = spawnSync('dpkg-query', ['-W', '-f', '${db:Status-Abbrev}', 'vigil'], {
  encoding: 'utf8'
}).stdout.startsWith('ii')
if (isInstalled)
  throw new Error(
    'a package "vigil" is installed on this machine; this test would remove it. Remove it yourself first.'
  )
if (!existsSync(drivable.deb)) throw new Error(`${drivable.deb} is not there: run npm run package:linux -- --unfused`)

const apt = { DEBIAN_FRONTEND: 'noninteractive' }
if (run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', drivable.deb], apt) !== 0) {
  throw new Error('apt-get could not install the package')
}
try {
  const playwright = inProject('node_modules', '@playwright', 'test', 'cli.js')
  const args = [playwright, 'test', '--grep', '@installed', '--reporter=list,json']
  process.exitCode = run(process.execPath, args, { VIGIL_EXECUTABLE: '/usr/bin/vigil' })
} finally {
  if (run('apt-get', ['purge', '-y', '-qq', 'vigil'], apt) !== 0) process.exitCode = 1
  if (existsSync('/opt/Vigil')) {
    console.error('removing the package left /opt/Vigil behind')
    process.exitCode = 1
  }
}
