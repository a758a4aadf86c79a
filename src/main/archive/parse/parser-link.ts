import { Worker } from 'node:worker_threads'
import { AppError } from '../../../shared/kit/app-error.ts'
import type { ParsedPart } from '../event-batch.ts'
import type { FromParser, ToParser } from './parser-protocol.ts'

// What a row leaves behind is a short string; V8's usual 48 MB of room for such would only make the process larger.
const maxYoungGenerationSizeMb = 4

/** Who waits for what a thread makes of one chunk or file. */
export interface PartReceiver {
  take(part: ParsedPart): void
  end(): void
  fail(error: AppError): void
}

/** One parser thread, seen from who uses it. It starts with its first work and ends when it had none for a while. */
export class ParserLink {
  readonly #workerUrl: URL
  readonly #idleMs: number
  readonly #receivers = new Map<number, PartReceiver>()
  #worker: Worker | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(workerUrl: URL, idleMs: number) {
    this.#workerUrl = workerUrl
    this.#idleMs = idleMs
  }

  /** Chunks and files that it is at. */
  get load(): number {
    return this.#receivers.size
  }

  get isRunning(): boolean {
    return this.#worker !== undefined
  }

  /** Gives the thread work; what comes of it goes to the receiver. */
  begin(message: ToParser, receiver: PartReceiver, transfer: readonly ArrayBuffer[]): void {
    clearTimeout(this.#timer)
    this.#receivers.set(message.id, receiver)
    try {
      this.#started().postMessage(message, [...transfer])
    } catch (thrown) {
      this.#receivers.delete(message.id)
      receiver.fail(new AppError('internal', { what: 'parser thread' }, { cause: thrown }))
      this.#restIfIdle()
    }
  }

  tell(message: ToParser): void {
    if (this.#receivers.has(message.id)) this.#worker?.postMessage(message)
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer)
    const worker = this.#worker
    this.#worker = undefined
    this.#failAll(new AppError('cancelled'))
    await worker?.terminate()
  }

  #started(): Worker {
    if (this.#worker !== undefined) return this.#worker
    const worker = new Worker(this.#workerUrl, { name: 'vigil-parser', resourceLimits: { maxYoungGenerationSizeMb } })
    const state: { cause?: unknown } = {}
    worker.on('message', (message: FromParser) => this.#receive(message))
    worker.on('error', (error) => (state.cause = error))
    worker.on('messageerror', (error) => (state.cause = error))
    worker.on('exit', () => {
      if (this.#worker !== worker) return
      this.#worker = undefined
      this.#failAll(new AppError('internal', { what: 'parser thread' }, state))
    })
    this.#worker = worker
    return worker
  }

  #receive(message: FromParser): void {
    const receiver = this.#receivers.get(message.id)
    if (receiver === undefined) return
    if (message.type === 'part') return receiver.take(message.part)
    this.#receivers.delete(message.id)
    if (message.type === 'end') receiver.end()
    else receiver.fail(new AppError(message.error.code, message.error.params))
    this.#restIfIdle()
  }

  #failAll(error: AppError): void {
    const lost = [...this.#receivers.values()]
    this.#receivers.clear()
    for (const receiver of lost) receiver.fail(error)
  }

  #restIfIdle(): void {
    if (this.load > 0) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      if (this.load === 0) void this.stop()
    }, this.#idleMs)
    this.#timer.unref()
  }
}
