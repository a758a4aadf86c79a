import type { Logger } from '../ports/logger.port.ts'
import type { Notifier } from '../ports/notifier.port.ts'
import { createElectronNotifications } from './electron-notifications.ts'
import { LinuxNotifications } from './linux-notifications.ts'
import { SessionBus } from './session-bus.ts'

/** The notifier of this machine. Call when the application is ready. */
export function createDesktopNotifier(logger: Logger): Notifier {
  const electron = createElectronNotifications()
  if (process.platform !== 'linux') return reporting(electron, logger)
  const linux = new LinuxNotifications(new SessionBus())
  return reporting(
    {
      async show(notification, onActivated) {
        const outcome = await linux.show(notification, onActivated)
        // The service said no: where notifications go through a portal instead, Electron's library knows the way. One
        // that may still come must not be joined by a second.
        if (outcome === 'failed') return await electron.show(notification, onActivated)
        return outcome === 'shown' ? 'shown' : 'failed'
      }
    },
    logger
  )
}

function reporting(notifier: Notifier, logger: Logger): Notifier {
  return {
    async show(notification, onActivated) {
      const outcome = await notifier.show(notification, onActivated).catch(() => 'failed' as const)
      if (outcome === 'failed') logger.warn('notification not shown', { key: notification.key })
      return outcome
    }
  }
}
