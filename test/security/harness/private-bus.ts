import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface PrivateBus {
  readonly address: string
  /** HOME, XDG_RUNTIME_DIR and the bus address, for programs that must not touch the real desktop. */
  readonly environment: Record<string, string>
  /** Starts GNOME Keyring on this bus with an unlocked login keyring. */
  readonly startKeyring: () => Promise<void>
  readonly close: () => void
}

/** A D-Bus session bus of our own, in a home of its own, where nothing is started by itself. */
export async function openPrivateBus(): Promise<PrivateBus> {
  const home = mkdtempSync(join(tmpdir(), 'vigil-bus-'))
  const runtime = join(home, 'run')
  mkdirSync(runtime, { mode: 0o700 })
  const environment: Record<string, string> = { PATH: process.env.PATH ?? '', HOME: home, XDG_RUNTIME_DIR: runtime }
  const config = join(home, 'bus.conf')
  // Without service folders no daemon is started by asking for it.
  writeFileSync(
    config,
    `<busconfig><type>session</type><listen>unix:path=${join(runtime, 'bus')}</listen><policy context="default">
     <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`
  )
  const args = [`--config-file=${config}`, '--nofork', '--print-address']
  const daemon = spawn('dbus-daemon', args, { env: environment, stdio: ['ignore', 'pipe', 'ignore'] })
  const [address] = (await once(daemon.stdout, 'data')) as [Buffer]
  environment.DBUS_SESSION_BUS_ADDRESS = address.toString().trim()
  const started: ChildProcess[] = [daemon]
  return {
    address: environment.DBUS_SESSION_BUS_ADDRESS,
    environment,
    async startKeyring() {
      const keyring = spawn('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
        env: environment,
        stdio: ['pipe', 'ignore', 'ignore']
      })
      keyring.stdin.end('\n')
      started.push(keyring)
      await waitUntil(() => hasOwner(environment, 'org.freedesktop.secrets'))
    },
    close() {
      for (const child of started.toReversed()) child.kill('SIGKILL')
      rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    }
  }
}

/** Asks the bus and not the name, which could start something. */
function hasOwner(env: Record<string, string>, name: string): boolean {
  const ask = [
    'call',
    '--session',
    '-d',
    'org.freedesktop.DBus',
    '-o',
    '/',
    '-m',
    'org.freedesktop.DBus.NameHasOwner',
    name
  ]
  return spawnSync('gdbus', ask, { env, encoding: 'utf8', timeout: 2_000 }).stdout.includes('true')
}

async function waitUntil(condition: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (condition()) return
    await new Promise((resolve) => {
      setTimeout(resolve, 50)
    })
  }
  throw new Error('waited in vain')
}
