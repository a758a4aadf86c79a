import { Message, MessageType, sessionBus } from '@jellybrick/dbus-next'

const name = 'org.freedesktop.Notifications'
const path = '/org/freedesktop/Notifications'

export interface NotificationDaemon {
  /** The arguments of each Notify call, in order. */
  readonly notified: unknown[][]
  readonly act: (id: number, action: string) => void
  readonly dismiss: (id: number, reason: number) => void
  readonly close: () => void
}

/** A notification daemon on a bus, which shows nothing and remembers what it was asked to show. */
export async function openNotificationDaemon(
  busAddress: string,
  options: { capabilities?: string[]; isSilent?: boolean } = {}
): Promise<NotificationDaemon> {
  const { capabilities = ['body', 'actions'], isSilent = false } = options
  const bus = sessionBus({ busAddress })
  const notified: unknown[][] = []
  let lastId = 0
  bus.addMethodHandler((message: Message) => {
    if (message.interface !== name || message.type !== MessageType.METHOD_CALL) return false
    if (message.member === 'GetCapabilities') bus.send(Message.newMethodReturn(message, 'as', [capabilities]))
    if (message.member !== 'Notify') return true
    notified.push(message.body)
    const replaced = Number(message.body[1])
    lastId = replaced || lastId + 1
    if (!isSilent) bus.send(Message.newMethodReturn(message, 'u', [lastId]))
    return true
  })
  await bus.requestName(name, 0)
  const signal = (member: string, signature: string, body: unknown[]) =>
    bus.send(new Message({ type: MessageType.SIGNAL, path, interface: name, member, signature, body }))
  return {
    notified,
    act: (id, action) => signal('ActionInvoked', 'us', [id, action]),
    dismiss: (id, reason) => signal('NotificationClosed', 'uu', [id, reason]),
    close: () => bus.disconnect()
  }
}
