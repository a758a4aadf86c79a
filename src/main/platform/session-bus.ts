import type { EventEmitter } from 'node:events'
import { existsSync } from 'node:fs'
import { Message, type MessageBus, MessageType, sessionBus } from '@jellybrick/dbus-next'

export interface BusCall {
  readonly destination: string
  readonly path: string
  readonly interface: string
  readonly member: string
  readonly signature?: string
  readonly body?: readonly unknown[]
}

export interface BusSignal {
  readonly interface: string
  readonly member: string
  readonly path: string
  readonly body: readonly unknown[]
}

/** A service that did not answer in time; what was asked of it may still happen. */
export class BusTimeout extends Error {
  constructor(what: string) {
    super(`no answer from ${what}`)
    this.name = 'BusTimeout'
  }
}

interface Connection {
  readonly bus: MessageBus
  /** Rejects when the connection breaks, so that no call waits for an answer that cannot come. */
  readonly broken: Promise<never>
}

const busTimeoutMs = 3_000

/** The desktop's D-Bus session bus. Low-level messages, since services do not always describe their signals. */
export class SessionBus {
  readonly #address: string | undefined
  readonly #listeners = new Set<(signal: BusSignal) => void>()
  readonly #rules = new Set<string>()
  #connection: Connection | undefined

  /** @param address of the bus; the desktop's own when left out */
  constructor(address: string | undefined = sessionBusAddress(process.env)) {
    this.#address = address
  }

  /**
   * Calls a method and gives the values it returns.
   * @throws Error when there is no bus, no such service, the service refuses, or it takes longer than `timeoutMs`
   */
  async call(call: BusCall, timeoutMs: number): Promise<readonly unknown[]> {
    return await this.#send(await this.#connect(), call, timeoutMs)
  }

  /** Hears signals that match a D-Bus match rule. Goes on after a reconnection. */
  async listen(rule: string, listener: (signal: BusSignal) => void): Promise<() => void> {
    this.#listeners.add(listener)
    const connection = await this.#connect()
    if (!this.#rules.has(rule)) {
      await this.#send(connection, addMatch(rule), busTimeoutMs)
      this.#rules.add(rule)
    }
    return () => this.#listeners.delete(listener)
  }

  /** Closes the connection. The next call opens another. */
  close(): void {
    this.#connection?.bus.disconnect()
    this.#connection = undefined
  }

  async #connect(): Promise<Connection> {
    if (this.#connection) return this.#connection
    if (this.#address === undefined) throw new Error('there is no D-Bus session bus')
    const bus = sessionBus({ busAddress: this.#address })
    // The library's typings leave out its error event, which would end the process if nobody heard it.
    const emitter = bus as unknown as EventEmitter
    const connection = { bus, broken: new Promise<never>((_resolve, reject) => emitter.on('error', reject)) }
    this.#connection = connection
    connection.broken.catch(() => this.#forget(connection))
    bus.on('message', (message: Message) => this.#hear(message))
    for (const rule of this.#rules) await this.#send(connection, addMatch(rule), busTimeoutMs)
    return connection
  }

  async #send(connection: Connection, call: BusCall, timeoutMs: number): Promise<readonly unknown[]> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new BusTimeout(`${call.interface}.${call.member}`)), timeoutMs)
    })
    try {
      const message = new Message({ ...call, body: [...(call.body ?? [])] })
      const reply = await Promise.race([connection.bus.call(message), connection.broken, late])
      return reply?.body ?? []
    } catch (error) {
      // A closed socket is only noticed when something is written to it.
      if (error instanceof Error && /stream is closed/.test(error.message)) this.#forget(connection)
      throw error
    } finally {
      clearTimeout(timer)
    }
  }

  #hear(message: Message): void {
    const { type, interface: name, member, path, body } = message
    if (type !== MessageType.SIGNAL || !name || !member || !path) return
    for (const listener of this.#listeners) listener({ interface: name, member, path, body })
  }

  #forget(connection: Connection): void {
    if (this.#connection === connection) this.#connection = undefined
  }
}

/** Where the session bus is: as told, else systemd's place for it, as libdbus does. */
export function sessionBusAddress(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  if (environment.DBUS_SESSION_BUS_ADDRESS) return environment.DBUS_SESSION_BUS_ADDRESS
  const socket = `${environment.XDG_RUNTIME_DIR}/bus`
  return environment.XDG_RUNTIME_DIR && existsSync(socket) ? `unix:path=${socket}` : undefined
}

/** A call to the bus itself, about its services. */
export function busCall(member: string, signature?: string, body?: readonly unknown[]): BusCall {
  const bus = { destination: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus', interface: 'org.freedesktop.DBus' }
  return { ...bus, member, ...(signature === undefined ? {} : { signature, body: body ?? [] }) }
}

function addMatch(rule: string): BusCall {
  return busCall('AddMatch', 's', [rule])
}
