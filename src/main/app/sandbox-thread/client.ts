import { Worker } from 'node:worker_threads'
import { AppError } from '../../../shared/kit/app-error.ts'
import { Secret } from '../../../shared/kit/secret.ts'
import type { HttpClient, HttpRequest, HttpResponse } from '../../ports/http-client.port.ts'
import type { Logger } from '../../ports/logger.port.ts'
import { ResponseStream } from './response-stream.ts'
import type { FromSandbox, SandboxThreadOptions, ToSandbox } from './protocol.ts'

/** The address under which a sandbox organization is reached. The name can never be resolved (RFC 6761). */
export const sandboxApiUrl = 'https://sandbox.vigil.invalid'

interface Call {
  readonly resolve: (message: FromSandbox) => void
  readonly reject: (error: AppError) => void
}

/** The thread in which all sandbox organizations live. It starts with the first one. */
export class SandboxThread {
  readonly #workerUrl: URL
  readonly #logger: Logger
  readonly #calls = new Map<number, Call>()
  readonly #streams = new Map<number, ResponseStream>()
  #worker: Worker | undefined
  #lastCallId = 0

  constructor(workerUrl: URL, logger: Logger) {
    this.#workerUrl = workerUrl
    this.#logger = logger
  }

  /**
   * Opens a sandbox organization, making it when its file is not there yet.
   * @returns client ID, and the secret when the organization was made just now
   */
  async open(
    sandboxId: string,
    options: SandboxThreadOptions
  ): Promise<{ clientId: string; clientSecret: Secret | undefined }> {
    const opened = await this.#ask({ type: 'open', callId: this.#nextId(), sandboxId, options })
    if (opened.type !== 'opened') throw new AppError('internal')
    return {
      clientId: opened.clientId,
      clientSecret: opened.clientSecret === '' ? undefined : new Secret(opened.clientSecret)
    }
  }

  async close(sandboxId: string): Promise<void> {
    if (this.#worker === undefined) return
    await this.#ask({ type: 'close', callId: this.#nextId(), sandboxId })
  }

  /** A way to the sandbox organization that looks like the network. */
  httpClient(sandboxId: string): HttpClient {
    return { send: (request) => this.#send(sandboxId, request) }
  }

  async stop(): Promise<void> {
    const worker = this.#worker
    this.#worker = undefined
    await worker?.terminate()
    this.#failAll()
  }

  async #send(sandboxId: string, { signal, ...request }: HttpRequest): Promise<HttpResponse> {
    if (signal?.aborted) throw new AppError('cancelled')
    const callId = this.#nextId()
    const abort = () => {
      this.#post({ type: 'abort', callId })
      this.#calls.get(callId)?.reject(new AppError('cancelled'))
      this.#streams.get(callId)?.fail(new AppError('cancelled'))
    }
    signal?.addEventListener('abort', abort, { once: true })
    const stream = new ResponseStream(
      () => this.#post({ type: 'pull', callId }),
      () => {
        this.#streams.delete(callId)
        signal?.removeEventListener('abort', abort)
        this.#post({ type: 'abort', callId })
      }
    )
    this.#streams.set(callId, stream)
    try {
      const head = await this.#ask({ type: 'send', callId, sandboxId, request })
      if (head.type !== 'head') throw new AppError('internal')
      return { status: head.status, headers: head.headers, body: stream }
    } catch (error) {
      this.#streams.delete(callId)
      signal?.removeEventListener('abort', abort)
      throw error
    }
  }

  #ask(message: ToSandbox): Promise<FromSandbox> {
    return new Promise((resolve, reject) => {
      const settle = () => this.#calls.delete(message.callId)
      this.#calls.set(message.callId, {
        resolve: (answer) => {
          settle()
          resolve(answer)
        },
        reject: (error) => {
          settle()
          reject(error)
        }
      })
      this.#start().postMessage(message)
    })
  }

  #post(message: ToSandbox): void {
    this.#worker?.postMessage(message)
  }

  #start(): Worker {
    if (this.#worker !== undefined) return this.#worker
    const worker = new Worker(this.#workerUrl)
    worker.on('message', (message: FromSandbox) => this.#received(message))
    worker.on('error', (error) => {
      this.#logger.error('sandbox thread ended', { error })
      if (this.#worker === worker) this.#worker = undefined
      this.#failAll()
    })
    this.#worker = worker
    return worker
  }

  #received(message: FromSandbox): void {
    switch (message.type) {
      case 'chunk':
        return this.#streams.get(message.callId)?.push(message.bytes)
      case 'end':
        return this.#streams.get(message.callId)?.end()
      case 'failed': {
        const error = new AppError(message.error.code, message.error.params)
        const call = this.#calls.get(message.callId)
        if (call === undefined) this.#streams.get(message.callId)?.fail(error)
        else call.reject(error)
        return
      }
      default:
        this.#calls.get(message.callId)?.resolve(message)
    }
  }

  #failAll(): void {
    const error = new AppError('unreachable', {})
    for (const call of this.#calls.values()) call.reject(error)
    for (const stream of this.#streams.values()) stream.fail(error)
  }

  #nextId(): number {
    this.#lastCallId += 1
    return this.#lastCallId
  }
}
