import { type Environment, isOnBus, type Service, startService, until } from './processes.ts'

export type Keyring = 'unlocked' | 'locked' | 'none'

const password = 'only for this session'
const busName = 'org.freedesktop.secrets'

async function startDaemon(args: readonly string[], env: Environment, input: string): Promise<Service> {
  const service = startService('gnome-keyring-daemon', ['--foreground', '--components=secrets', ...args], env, input)
  await until('the keyring', () => isOnBus(busName, env), service)
  return service
}

/**
 * Starts the Secret Service of GNOME in the session of `env`, with its files in that session's HOME. `locked` has a
 * login keyring that nobody unlocked and nobody can: there is no prompter on the bus.
 */
export async function startKeyring(keyring: Keyring, env: Environment): Promise<Service | undefined> {
  if (keyring === 'none') return undefined
  const unlocked = await startDaemon(['--unlock'], env, password)
  if (keyring === 'unlocked') return unlocked
  await unlocked.stop()
  return startDaemon([], env, '')
}
