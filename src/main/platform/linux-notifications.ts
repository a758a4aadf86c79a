import { Variant } from '@jellybrick/dbus-next'
import { secondMs } from '../../shared/kit/time.ts'
import type { DesktopNotification, Notifier } from '../ports/notifier.port.ts'
import { BusTimeout, type BusSignal, type SessionBus } from './session-bus.ts'

const service = 'org.freedesktop.Notifications'
const target = { destination: service, path: '/org/freedesktop/Notifications', interface: service }
const rule = `type='signal',interface='${service}'`
const stepMs = 2 * secondMs
/** Closed by the person or by us; the others (expired, undefined) leave a history entry that can still be clicked. */
const endOfLife = new Set([2, 3])

interface Shown {
  readonly key: string
  readonly actions: ReadonlySet<string>
  readonly onActivated: (actionId: string) => void
}

/** What became of a notification; `unsure` when the daemon did not answer in time and may show it all the same. */
export type LinuxOutcome = 'shown' | 'failed' | 'unsure'

/**
 * Notifications through the desktop's own service (freedesktop.org Desktop Notifications). Electron reaches the same
 * service, but passes no buttons on Linux before version 45.
 */
export class LinuxNotifications {
  readonly #bus: SessionBus
  readonly #shown = new Map<number, Shown>()
  #isListening = false

  constructor(bus: SessionBus) {
    this.#bus = bus
  }

  /** Never throws; takes 4 s at most. */
  async show(notification: DesktopNotification, onActivated: Parameters<Notifier['show']>[1]): Promise<LinuxOutcome> {
    try {
      await this.#listen()
      const [capabilities] = await this.#bus.call({ ...target, member: 'GetCapabilities' }, stepMs)
      const has = (name: string) => Array.isArray(capabilities) && capabilities.includes(name)
      const buttons = has('actions') ? [['default', 'Open'], ...notification.actions.map((a) => [a.id, a.label])] : []
      const [earlierId] = [...this.#shown].find(([, shown]) => shown.key === notification.key) ?? [0]
      const [id] = await this.#bus.call(
        {
          ...target,
          member: 'Notify',
          signature: 'susssasa{sv}i',
          body: [
            'Vigil',
            earlierId,
            'vigil',
            notification.title,
            has('body-markup') ? escapeMarkup(notification.body) : notification.body,
            buttons.flat(),
            { 'desktop-entry': new Variant('s', 'vigil'), urgency: new Variant('y', 1) },
            -1
          ]
        },
        stepMs
      )
      this.#shown.delete(earlierId)
      const actions = new Set(['default', ...notification.actions.map((action) => action.id)])
      this.#shown.set(Number(id), { key: notification.key, actions, onActivated })
      return 'shown'
    } catch (error) {
      return error instanceof BusTimeout ? 'unsure' : 'failed'
    }
  }

  async #listen(): Promise<void> {
    if (this.#isListening) return
    await this.#bus.listen(rule, (signal) => this.#hear(signal))
    this.#isListening = true
  }

  #hear(signal: BusSignal): void {
    if (signal.interface !== service) return
    const [id, what] = signal.body
    const shown = this.#shown.get(Number(id))
    if (!shown) return
    if (signal.member === 'NotificationClosed' && endOfLife.has(Number(what))) this.#shown.delete(Number(id))
    if (signal.member !== 'ActionInvoked' || !shown.actions.has(String(what))) return
    this.#shown.delete(Number(id))
    shown.onActivated(what === 'default' ? 'open' : String(what))
  }
}

/** The body is markup to daemons that say so. */
function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
