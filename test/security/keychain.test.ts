import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, describe, expect, it } from 'vitest'
import { openPrivateBus, type PrivateBus } from './harness/private-bus.ts'

const acme = '6f9619ff-8b86-4d01-b42d-00cf4fc964ff'
const globex = '7a0b1c2d-8b86-4d01-b42d-00cf4fc964ff'
const marker = 'marker-e1b7-client-secret-ä€'

let bus: PrivateBus | undefined
const processes: ChildProcessWithoutNullStreams[] = []

afterEach(() => {
  for (const child of processes.splice(0)) child.kill('SIGKILL')
  bus?.close()
  bus = undefined
})

/** Starts a process with a vault of its own; the returned function sends it a command. */
function startVault(environment: Record<string, string>) {
  const script = join(import.meta.dirname, 'harness', 'vault-session.ts')
  const child = spawn(process.execPath, [script], { env: environment })
  processes.push(child)
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return async (...command: string[]): Promise<unknown> => {
    child.stdin.write(`${JSON.stringify(command)}\n`)
    const { value, done } = await lines.next()
    if (done) throw new Error(`the vault process ended: ${child.stderr.read()}`)
    return JSON.parse(value)
  }
}

function lockKeyring(environment: Record<string, string>): void {
  const service = ['call', '--session', '-d', 'org.freedesktop.secrets', '-o', '/org/freedesktop/secrets']
  const lock = [
    ...service,
    '-m',
    'org.freedesktop.Secret.Service.Lock',
    "['/org/freedesktop/secrets/collection/login']"
  ]
  expect(spawnSync('gdbus', lock, { env: environment, encoding: 'utf8' }).status).toBe(0)
}

/** Everything that any file below a folder holds. */
function textBelow(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'latin1'))
    .join('\n')
}

describe('with a keychain', () => {
  it('keeps a secret over a restart, under Vigil and the organization’s id, and forgets it when told', async () => {
    bus = await openPrivateBus()
    await bus.startKeyring()
    const vault = startVault(bus.environment)
    expect(await vault('keychainStatus')).toEqual({ state: 'keychain', platform: 'linux', storeName: 'GNOME Keyring' })
    expect(await vault('status', acme)).toEqual({ state: 'missing', storeName: 'GNOME Keyring' })
    expect(await vault('read', acme)).toEqual({ error: 'credential-missing' })
    expect(await vault('store', acme, marker)).toBeNull()
    expect(await vault('status', acme)).toMatchObject({ state: 'keychain' })
    const again = startVault(bus.environment)
    expect(await again('read', acme)).toBe(marker)
    expect(await again('read', globex)).toEqual({ error: 'credential-missing' })
    const service = ['call', '--session', '-d', 'org.freedesktop.secrets', '-o', '/org/freedesktop/secrets']
    const attributes = `{'service': 'Vigil', 'account': '${acme}'}`
    const search = [...service, '-m', 'org.freedesktop.Secret.Service.SearchItems', attributes]
    const found = spawnSync('gdbus', search, { env: bus.environment, encoding: 'utf8' })
    expect(found.stdout).toMatch(/collection\/login\/\d+/)
    expect(await again('clear', acme)).toBeNull()
    expect(await again('clear', acme)).toBeNull()
    expect(await again('status', acme)).toMatchObject({ state: 'missing' })
    expect(await startVault(bus.environment)('read', acme)).toEqual({ error: 'credential-missing' })
  })

  it('keeps two secrets of one organization apart, forgets one of them, and clears both', async () => {
    bus = await openPrivateBus()
    await bus.startKeyring()
    const vault = startVault(bus.environment)
    await vault('store', acme, 'old')
    await vault('storeSecond', acme, marker)
    const again = startVault(bus.environment)
    expect([await again('read', acme), await again('readSecond', acme)]).toEqual(['old', marker])
    expect(await again('forgetFirst', acme)).toBe(true)
    expect(await again('read', acme)).toEqual({ error: 'credential-missing' })
    expect(await again('readSecond', acme)).toBe(marker)
    lockKeyring(bus.environment)
    expect(await startVault(bus.environment)('forgetFirst', acme), 'a locked keychain is not asked to open').toBe(false)
    bus.close()

    bus = await openPrivateBus()
    await bus.startKeyring()
    const other = startVault(bus.environment)
    await other('store', acme, 'old')
    await other('storeSecond', acme, marker)
    expect(await other('clear', acme)).toBeNull()
    expect([await other('read', acme), await other('readSecond', acme)]).toEqual([
      { error: 'credential-missing' },
      { error: 'credential-missing' }
    ])
  })

  it('writes the secret nowhere in plain text, and into no log line', async () => {
    bus = await openPrivateBus()
    await bus.startKeyring()
    const vault = startVault(bus.environment)
    await vault('store', acme, marker)
    await vault('read', acme)
    expect(textBelow(bus.environment.HOME ?? '')).not.toContain('marker-e1b7')
    expect(JSON.stringify(await vault('logged'))).not.toContain('marker-e1b7')
  })

  it('keeps a session-only secret in this process alone, and drops the older one from the keychain', async () => {
    bus = await openPrivateBus()
    await bus.startKeyring()
    const vault = startVault(bus.environment)
    await vault('store', acme, 'older')
    await vault('storeForSession', acme, marker)
    expect(await vault('status', acme)).toEqual({ state: 'session-only' })
    expect(await vault('read', acme)).toBe(marker)
    expect(await startVault(bus.environment)('read', acme)).toEqual({ error: 'credential-missing' })
  })
})

describe('with a locked keychain', () => {
  it('says locked at once, refuses to store, and stores nothing elsewhere', async () => {
    bus = await openPrivateBus()
    await bus.startKeyring()
    const vault = startVault(bus.environment)
    await vault('store', acme, 'before')
    lockKeyring(bus.environment)
    const startedAtMs = performance.now()
    expect(await vault('keychainStatus')).toMatchObject({ state: 'locked', storeName: 'GNOME Keyring' })
    expect(await vault('status', acme)).toMatchObject({ state: 'locked' })
    expect(performance.now() - startedAtMs).toBeLessThan(3_000)
    expect(await vault('store', acme, marker)).toEqual({ error: 'keychain-locked' })
    expect(await vault('read', acme)).toEqual({ error: 'keychain-locked' })
    expect(await vault('changes')).toBeGreaterThan(0)
    expect(textBelow(bus.environment.HOME ?? '')).not.toContain('marker-e1b7')
  })

  it('still takes a secret for the session when the person chooses that', async () => {
    bus = await openPrivateBus()
    await bus.startKeyring()
    lockKeyring(bus.environment)
    const vault = startVault(bus.environment)
    expect(await vault('storeForSession', acme, marker)).toBeNull()
    expect(await vault('read', acme)).toBe(marker)
    // an older one may be in the keychain: what cannot be forgotten whole is not forgotten by halves
    expect(await vault('clear', acme)).toEqual({ error: 'keychain-locked' })
    expect(await vault('read', acme)).toBe(marker)
  })
})

describe('without a keychain', () => {
  it.each([
    ['no program offers one', true],
    ['there is no D-Bus at all', false]
  ])('is unavailable and goes on: %s', async (_case, hasBus) => {
    bus = await openPrivateBus()
    const { DBUS_SESSION_BUS_ADDRESS: address, ...without } = bus.environment
    const environment = hasBus ? bus.environment : { ...without, XDG_RUNTIME_DIR: '/nonexistent' }
    expect(address).toBeDefined()
    const vault = startVault(environment)
    const startedAtMs = performance.now()
    expect(await vault('keychainStatus')).toMatchObject({ state: 'unavailable', detail: expect.any(String) })
    expect(await vault('retry')).toMatchObject({ state: 'unavailable' })
    expect(await vault('status', acme)).toMatchObject({ state: 'unavailable' })
    expect(await vault('store', acme, marker)).toEqual({ error: 'keychain-unavailable' })
    expect(await vault('read', acme)).toEqual({ error: 'keychain-unavailable' })
    expect(await vault('storeForSession', acme, marker)).toBeNull()
    expect(await vault('read', acme)).toBe(marker)
    expect(await vault('clear', acme)).toBeNull()
    expect(await vault('read', acme)).toEqual({ error: 'keychain-unavailable' })
    expect(performance.now() - startedAtMs).toBeLessThan(5_000)
    expect(textBelow(bus.environment.HOME ?? '')).not.toContain('marker-e1b7')
  })
})
