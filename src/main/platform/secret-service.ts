import { readFile } from 'node:fs/promises'
import { Variant } from '@jellybrick/dbus-next'
import { secondMs } from '../../shared/kit/time.ts'
import { busCall, type SessionBus } from './session-bus.ts'

/** What D-Bus says about the desktop's secret store (freedesktop.org Secret Service), before anything is asked of it. */
export interface SecretServiceFacts {
  readonly state: 'open' | 'locked' | 'absent'
  readonly storeName?: string
  readonly detail?: string
}

const service = 'org.freedesktop.secrets'
const root = '/org/freedesktop/secrets'
const noObject = '/'
const askMs = 5 * secondMs

const storeNames: readonly (readonly [RegExp, string])[] = [
  [/^gnome-keyring/, 'GNOME Keyring'],
  [/^(kwalletd|ksecretd)/, 'KWallet'],
  [/^keepassxc/, 'KeePassXC'],
  [/^oo7/, 'oo7']
]

/** The Secret Service on Linux: is there one, is its default collection locked, and unlocking it. */
export class SecretService {
  readonly #bus: SessionBus

  constructor(bus: SessionBus) {
    this.#bus = bus
  }

  /** Never throws, never opens a prompt, takes seconds at most. */
  async facts(): Promise<SecretServiceFacts> {
    try {
      if (!(await this.#isReachable())) return { state: 'absent', detail: 'no program offers org.freedesktop.secrets' }
      const collection = await this.#defaultCollection()
      const isLocked = collection !== noObject && (await this.#isLocked(collection))
      const storeName = await this.#storeName()
      return { state: isLocked ? 'locked' : 'open', ...(storeName === undefined ? {} : { storeName }) }
    } catch (error) {
      return { state: 'absent', detail: error instanceof Error ? error.message : String(error) }
    }
  }

  /**
   * Asks the store to unlock, which opens its prompt.
   * @param onDone called once the person answered, which may be long after this returns
   */
  async requestUnlock(onDone: () => void): Promise<void> {
    const collection = await this.#defaultCollection()
    const unlock = { destination: service, path: root, interface: 'org.freedesktop.Secret.Service', member: 'Unlock' }
    const rule = `type='signal',interface='org.freedesktop.Secret.Prompt',member='Completed'`
    let prompt: string | undefined
    const completed = new Set<string>()
    const stop = await this.#bus.listen(rule, (signal) => {
      if (signal.interface !== 'org.freedesktop.Secret.Prompt' || signal.member !== 'Completed') return
      completed.add(signal.path)
      if (signal.path === prompt) finish()
    })
    const finish = () => {
      stop()
      onDone()
    }
    const [, answered] = await this.#bus.call({ ...unlock, signature: 'ao', body: [[collection]] }, askMs)
    prompt = String(answered)
    if (prompt === noObject) return finish()
    const show = { destination: service, path: prompt, interface: 'org.freedesktop.Secret.Prompt', member: 'Prompt' }
    await this.#bus.call({ ...show, signature: 's', body: [''] }, askMs)
  }

  async #isReachable(): Promise<boolean> {
    const [isOwned] = await this.#bus.call(busCall('NameHasOwner', 's', [service]), askMs)
    if (isOwned === true) return true
    const [activatable] = await this.#bus.call(busCall('ListActivatableNames'), askMs)
    return Array.isArray(activatable) && activatable.includes(service)
  }

  async #defaultCollection(): Promise<string> {
    const ask = { destination: service, path: root, interface: 'org.freedesktop.Secret.Service', member: 'ReadAlias' }
    const [path] = await this.#bus.call({ ...ask, signature: 's', body: ['default'] }, askMs)
    return String(path)
  }

  async #isLocked(collection: string): Promise<boolean> {
    const ask = { destination: service, path: collection, interface: 'org.freedesktop.DBus.Properties', member: 'Get' }
    const body = ['org.freedesktop.Secret.Collection', 'Locked']
    const [value] = await this.#bus.call({ ...ask, signature: 'ss', body }, askMs)
    return value instanceof Variant && value.value === true
  }

  async #storeName(): Promise<string | undefined> {
    try {
      const [pid] = await this.#bus.call(busCall('GetConnectionUnixProcessID', 's', [service]), askMs)
      const command = (await readFile(`/proc/${Number(pid)}/comm`, 'utf8')).trim()
      return storeNames.find(([pattern]) => pattern.test(command))?.[1] ?? command
    } catch {
      // A store inside a sandbox of its own shows no process.
      return undefined
    }
  }
}
