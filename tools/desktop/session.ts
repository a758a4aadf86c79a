// A desktop of its own for a program under test: display, session bus, keyring and notification daemon, all real, all
// private, in a home folder that goes away with it.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startBus } from './bus.ts'
import { startDisplay } from './display.ts'
import { type Keyring, startKeyring } from './keyring.ts'
import { type NotificationDaemon, type ShownNotification, startNotificationDaemon } from './notification-daemon.ts'
import type { Environment, Service } from './processes.ts'

export interface DesktopOptions {
  readonly keyring: Keyring
  readonly notifications: 'real' | 'none'
  /** `own` starts a virtual display even if the machine has one; default: use DISPLAY where it is set. */
  readonly display?: 'own' | 'shared'
}

export interface Desktop {
  /** The whole environment for programs of this desktop. */
  readonly env: Record<string, string>
  readonly home: string
  /** What the notification daemon showed so far, oldest first; empty without one. */
  notifications(): Promise<ShownNotification[]>
  /** What can be pressed on the notifications that are on screen. */
  notificationChoices(): ReturnType<NotificationDaemon['choices']>
  /** Presses an action (`default`: the body) of a notification on screen, as a person would. */
  clickNotification(id: number, action?: string): Promise<void>
  stop(): Promise<void>
}

const foreign = [
  'XDG_CONFIG_HOME',
  'XDG_DATA_HOME',
  'XDG_CACHE_HOME',
  'XDG_STATE_HOME',
  'WAYLAND_DISPLAY',
  'GNOME_KEYRING_CONTROL',
  'XAUTHORITY'
]

function environment(folder: string, isOwnDisplay: boolean): Environment {
  const env: Environment = { ...process.env }
  for (const name of foreign) if (name !== 'XAUTHORITY' || isOwnDisplay) delete env[name]
  const home = path.join(folder, 'home')
  const runtime = path.join(folder, 'run')
  mkdirSync(home)
  mkdirSync(runtime, { mode: 0o700 })
  return {
    ...env,
    HOME: home,
    XDG_RUNTIME_DIR: runtime,
    XDG_CURRENT_DESKTOP: 'GNOME',
    // there is no system bus in a container; a missing socket fails at once, a wrong one may hang
    LIBGL_ALWAYS_SOFTWARE: '1',
    NO_AT_BRIDGE: '1'
  }
}

const defined = (env: Environment): Record<string, string> =>
  Object.fromEntries(Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined))

/** Starts a desktop. Whatever fails to start, nothing is left behind. */
export async function startDesktop(options: DesktopOptions): Promise<Desktop> {
  const folder = mkdtempSync(path.join(tmpdir(), 'vigil-desktop-'))
  const services: Service[] = []
  const stop = async (): Promise<void> => {
    for (const service of services.splice(0).toReversed()) await service.stop()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
  const keep = (service: Service | undefined): void => {
    if (service) services.push(service)
  }
  try {
    const isOwnDisplay = options.display === 'own' || !process.env.DISPLAY
    const env = environment(folder, isOwnDisplay)
    if (isOwnDisplay) {
      const { display, service } = await startDisplay(env)
      keep(service)
      env.DISPLAY = display
    }
    const bus = await startBus(folder, env)
    keep(bus.service)
    env.DBUS_SESSION_BUS_ADDRESS = bus.address
    keep(await startKeyring(options.keyring, env))
    const daemon = options.notifications === 'real' ? await startNotificationDaemon(folder, env) : undefined
    keep(daemon?.service)
    if (daemon) env.VIGIL_NOTIFICATION_LOG = daemon.logFile
    else delete env.VIGIL_NOTIFICATION_LOG
    return {
      env: defined(env),
      home: path.join(folder, 'home'),
      notifications: async () => daemon?.shown() ?? [],
      notificationChoices: async () => daemon?.choices() ?? [],
      async clickNotification(id, action) {
        if (!daemon) throw new Error('this desktop has no notification daemon')
        await daemon.press(id, action)
      },
      stop
    }
  } catch (error) {
    await stop()
    throw error
  }
}
