import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import { type Desktop, type DesktopOptions, startDesktop } from '../../support/desktop.ts'

const run = promisify(execFile)
const desktops: Desktop[] = []
afterEach(async () => {
  for (const desktop of desktops.splice(0)) await desktop.stop()
})

async function desktopWith(options: DesktopOptions): Promise<Desktop> {
  const desktop = await startDesktop(options)
  desktops.push(desktop)
  return desktop
}

const isLocked = async (desktop: Desktop): Promise<string> => {
  const path = '/org/freedesktop/secrets/aliases/default'
  const get = 'org.freedesktop.DBus.Properties.Get'
  const args = ['call', '--session', '-d', 'org.freedesktop.secrets', '-o', path, '-m', get]
  return (await run('gdbus', [...args, 'org.freedesktop.Secret.Collection', 'Locked'], { env: desktop.env })).stdout
}

function notify(desktop: Desktop, title: string, actions: readonly string[]): Promise<string> {
  const child = spawn('dunstify', ['-a', 'Vigil', ...actions.flatMap((one) => ['-A', one]), title, 'A body'], {
    env: desktop.env
  })
  let said = ''
  child.stdout.on('data', (piece: Buffer) => (said += piece.toString()))
  return new Promise((resolve) => child.on('close', () => resolve(said.trim())))
}

describe.runIf(process.platform === 'linux')('a desktop of its own', () => {
  it('keeps and gives back a secret when its keyring is unlocked', async () => {
    const desktop = await desktopWith({ keyring: 'unlocked', notifications: 'none' })
    const store = run('secret-tool', ['store', '--label', 'one', 'account', 'a'], { env: desktop.env })
    store.child.stdin?.end('a secret')
    await store
    expect((await run('secret-tool', ['lookup', 'account', 'a'], { env: desktop.env })).stdout).toBe('a secret')
    expect(await isLocked(desktop)).toContain('false')
  })

  it('has a keyring that says that it is locked', async () => {
    expect(await isLocked(await desktopWith({ keyring: 'locked', notifications: 'none' }))).toContain('true')
  })

  it('has neither keyring nor notification daemon, and none that starts by itself', async () => {
    const desktop = await desktopWith({ keyring: 'none', notifications: 'none' })
    await expect(isLocked(desktop)).rejects.toThrow(/ServiceUnknown|not provided/)
    const args = ['call', '--session', '-d', 'org.freedesktop.Notifications', '-o', '/org/freedesktop/Notifications']
    const asked = run('gdbus', [...args, '-m', 'org.freedesktop.Notifications.GetCapabilities'], { env: desktop.env })
    await expect(asked).rejects.toThrow(/ServiceUnknown|not provided/)
  })

  it('shows notifications, logs their words exactly and presses their buttons', async () => {
    const desktop = await desktopWith({ keyring: 'none', notifications: 'real', display: 'own' })
    const answer = notify(desktop, 'Audit logging is on: "Acme" & Söhne', ['default,Open', 'sigma,Open in Sigma'])
    await expect.poll(() => desktop.notifications()).toHaveLength(1)
    const [shown] = await desktop.notifications()
    expect(shown).toMatchObject({ appName: 'Vigil', title: 'Audit logging is on: "Acme" & Söhne', body: 'A body' })
    const id = shown?.id ?? 0
    expect(await desktop.notificationChoices()).toEqual([
      { id, action: 'default', label: 'Open' },
      { id, action: 'sigma', label: 'Open in Sigma' }
    ])
    await expect(desktop.clickNotification(id, 'nothing')).rejects.toThrow('offers no action "nothing"')
    await desktop.clickNotification(id, 'sigma')
    expect(await answer).toBe('sigma')
  })

  it('leaves nothing behind', async () => {
    const desktop = await startDesktop({ keyring: 'unlocked', notifications: 'real', display: 'own' })
    expect(existsSync(desktop.home)).toBe(true)
    await desktop.stop()
    expect(existsSync(desktop.home)).toBe(false)
    await expect(isLocked(desktop)).rejects.toThrow('Could not connect')
  })
})
