import { Notification } from 'electron'
import type { Notifier } from '../ports/notifier.port.ts'

/** With what the desktop's own service takes before, still within 5 s: it refuses at once or not at all. */
const answerMs = 2_500

/** Notifications through Electron: macOS and Windows, and Linux where its own service cannot be spoken to. */
export function createElectronNotifications(): Notifier {
  // An object that nothing refers to is collected, and its click is never heard.
  const shown = new Map<string, Notification>()
  return {
    async show(notification, onActivated) {
      if (!Notification.isSupported()) return 'failed'
      const { key, title, body, actions } = notification
      const native = new Notification({
        title,
        body,
        actions: actions.map(({ label }) => ({ type: 'button', text: label }))
      })
      shown.get(key)?.close()
      shown.set(key, native)
      const forget = () => {
        if (shown.get(key) === native) shown.delete(key)
      }
      native.on('click', () => onActivated('open'))
      // Until version 38 or so the index is an argument of its own, later a field of the event.
      native.on('action', (event, index) => {
        const action = actions[typeof index === 'number' ? index : actionIndexOf(event)]
        if (action) onActivated(action.id)
      })
      native.on('close', forget)
      return await new Promise((resolve) => {
        const timer = setTimeout(() => resolve('failed'), answerMs)
        const end = (outcome: 'shown' | 'failed') => {
          clearTimeout(timer)
          if (outcome === 'failed') forget()
          resolve(outcome)
        }
        native.once('show', () => end('shown'))
        native.once('failed', () => end('failed'))
        native.show()
      })
    }
  }
}

function actionIndexOf(event: unknown): number {
  const index = typeof event === 'object' && event !== null && 'actionIndex' in event ? event.actionIndex : undefined
  return typeof index === 'number' ? index : -1
}
