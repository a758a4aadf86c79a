import { Worker } from 'node:worker_threads'
import { AppError } from '../../shared/kit/app-error.ts'
import type { Logger } from '../ports/logger.port.ts'
import type { WorkerAnswer, WorkerMessage, WorkerNews, WorkerRequest, WorkerSettings } from './messages.ts'

// What a writer writes lies in buffers beside the heap; V8's usual 48 MB of room for what is new would only make the
// process larger.
const maxYoungGenerationSizeMb = 6

interface Pending {
  readonly name: string
  readonly resolve: (value: unknown) => void
  readonly reject: (error: AppError) => void
}

export interface WorkerLinkOptions {
  /** For the log: `writer`, `archive-writer`, `reader-1` … */
  readonly name: string
  readonly workerUrl: URL
  readonly settings: WorkerSettings
  readonly logger: Logger
  readonly onNews: (news: WorkerNews) => void
}

/** Marks the rejection of a request whose thread died, so that a read can be tried once more. */
const lostWithThread = new WeakSet<AppError>()

/** Whether a request failed because its thread died, and not by its own fault. */
export function wasLostWithThread(thrown: unknown): boolean {
  return thrown instanceof AppError && lostWithThread.has(thrown)
}

/** One database thread, seen from the main thread. Started with its first request, and again after it died. */
export class WorkerLink {
  readonly #options: WorkerLinkOptions
  readonly #pending = new Map<number, Pending>()
  #worker: Worker | undefined
  #nextId = 1

  constructor(options: WorkerLinkOptions) {
    this.#options = options
  }

  /** Requests that have no answer yet. */
  get load(): number {
    return this.#pending.size
  }

  /**
   * Sends a request; answers come in the order of requests.
   * @param moved buffers of the parameters that are moved to the thread and not copied; they are empty here from then on
   * @throws AppError whatever the thread answered; `internal` when the thread died before it did
   */
  send(request: WorkerRequest, moved: readonly ArrayBuffer[] = []): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const id = this.#nextId++
      this.#pending.set(id, { name: 'name' in request ? request.name : request.op, resolve, reject })
      try {
        this.#started().postMessage({ id, request }, [...moved])
      } catch (thrown) {
        // parameters that cannot be cloned, or a thread that cannot be started
        this.#pending.delete(id)
        reject(new AppError('internal', {}, { cause: thrown }))
      }
    })
  }

  /** Starts the thread ahead of its first request, beside other work. */
  start(): void {
    this.#started()
  }

  /** Sends a request only when the thread runs: to close a handle that it would have to be started for makes no sense. */
  async sendIfRunning(request: WorkerRequest): Promise<void> {
    if (this.#worker !== undefined) await this.send(request)
  }

  /** Lets the thread finish what it has, close its files and end; ends it by force after `patienceMs`. */
  async stop(patienceMs: number): Promise<void> {
    const worker = this.#worker
    if (worker === undefined) return
    const hasEnded = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
    const shutDown = this.send({ op: 'shutDown' }).catch(() => undefined)
    let timer: NodeJS.Timeout | undefined
    const isLate = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), patienceMs)
    })
    const outcome = await Promise.race([shutDown.then(() => hasEnded), isLate])
    clearTimeout(timer)
    if (outcome === 'late') {
      this.#options.logger.warn('database thread did not end in time', { thread: this.#options.name })
      await worker.terminate()
    }
  }

  #started(): Worker {
    if (this.#worker !== undefined) return this.#worker
    const { settings } = this.#options
    const worker = new Worker(this.#options.workerUrl, {
      name: `vigil-${this.#options.name}`,
      workerData: settings,
      ...(settings.role === 'writer' && { resourceLimits: { maxYoungGenerationSizeMb } })
    })
    this.#worker = worker
    worker.on('message', (message: WorkerMessage) => this.#receive(message))
    worker.on('error', (error) =>
      this.#options.logger.error('database thread failed', { thread: this.#options.name, type: error.name })
    )
    worker.on('exit', (code) => this.#lose(worker, code))
    return worker
  }

  #receive(message: WorkerMessage): void {
    if (message.type === 'done' || message.type === 'failed') this.#settle(message)
    else this.#options.onNews(message)
  }

  #settle(answer: WorkerAnswer): void {
    const pending = this.#pending.get(answer.id)
    if (pending === undefined) return
    this.#pending.delete(answer.id)
    if (answer.type === 'done') return pending.resolve(answer.value)
    if (answer.trace !== undefined)
      this.#options.logger.warn('database request failed', {
        request: pending.name,
        code: answer.error.code,
        params: answer.error.params,
        ...answer.trace
      })
    pending.reject(new AppError(answer.error.code, answer.error.params))
  }

  #lose(worker: Worker, code: number): void {
    if (this.#worker === worker) this.#worker = undefined
    const lost = [...this.#pending.values()]
    this.#pending.clear()
    if (lost.length === 0 && code === 0) return
    this.#options.logger.error('database thread died', {
      thread: this.#options.name,
      exitCode: code,
      lost: lost.map((one) => one.name)
    })
    for (const one of lost) {
      const error = new AppError('internal', { what: 'database thread' })
      lostWithThread.add(error)
      one.reject(error)
    }
  }
}
