import { AppError } from '../../../shared/kit/app-error.ts'
import { minuteMs, secondMs } from '../../../shared/kit/time.ts'
import type { Clock } from '../../ports/clock.port.ts'
import type { HttpClient, HttpRequest, HttpResponse } from '../../ports/http-client.port.ts'
import { chooseNext, type Lane, type Slot, slowSlots, type Waiting } from './gate-choice.ts'

/** Without a first byte for this long, an organization counts as slow. */
const slowAfterMs = 4 * secondMs
/** How long that is remembered, unless it answers quickly before. */
const slowForMs = 10 * minuteMs
/** A body that nobody reads on for this long is taken as forgotten. The HTTP client's own idle limit is shorter. */
const forgottenAfterMs = 2 * minuteMs

export interface RequestGateOptions {
  readonly clock: Clock
  /** Whether a person waits for the organization: it is on screen, is being synchronized by hand, or part of a bulk run. */
  readonly isUrgent: (key: string) => boolean
}

/**
 * The one door through which the requests of all organizations go: no more than eight at once. Organizations take turns;
 * those that a person waits for go first, and two slots are never given to anything else. Organizations whose server does
 * not answer have two slots together: a third hanging request steps back as soon as another organization waits. A slot is
 * held until the answer's body has ended.
 */
export class RequestGate {
  readonly #clock: Clock
  readonly #isUrgent: (key: string) => boolean
  /** In the order of turns: who has just begun a request goes to the end. Only those with something to remember. */
  readonly #lanes = new Map<string, Lane>()
  readonly #slots = new Set<Slot>()
  #isWatching = false

  constructor(options: RequestGateOptions) {
    this.#clock = options.clock
    this.#isUrgent = options.isUrgent
  }

  /** Requests that are on their way now. */
  get running(): number {
    return this.#slots.size
  }

  /** Organizations of which something is remembered. */
  get remembered(): number {
    return this.#lanes.size
  }

  /**
   * A client for one organization.
   * @param key the organization
   * @param network what it sends through
   */
  clientOf(key: string, network: HttpClient): HttpClient {
    return {
      shared: { network: network.shared?.network ?? network, isUrgent: () => this.#isUrgent(key) },
      send: (request) => this.#send(key, network, request)
    }
  }

  async #send(key: string, network: HttpClient, request: HttpRequest): Promise<HttpResponse> {
    for (;;) {
      const slot = await this.#enter(key, request)
      void this.#watchHanging()
      try {
        const signal =
          request.signal === undefined ? slot.abort.signal : AbortSignal.any([request.signal, slot.abort.signal])
        const response = await network.send({ ...request, signal })
        this.#noteAnswer(slot)
        return { ...response, body: this.#bodyOf(slot, response.body) }
      } catch (thrown) {
        if (thrown instanceof AppError && thrown.code === 'timed-out') this.#noteSlow(slot)
        this.#leave(slot)
        if (!slot.hasSteppedBack || request.signal?.aborted === true) throw thrown
        // What is no GET is paced or counted by who sends it, and asked anew by them.
        if (request.method !== 'GET') throw new AppError('timed-out', { afterMs: slowAfterMs })
      }
    }
  }

  #enter(key: string, request: HttpRequest): Promise<Slot> {
    const { signal } = request
    if (signal?.aborted === true) return Promise.reject(new AppError('cancelled'))
    return new Promise((resolve, reject) => {
      const lane = this.#lanes.get(key) ?? { key, waiting: [], running: 0, slowUntilMs: 0 }
      this.#lanes.set(key, lane)
      const leave = (): void => {
        lane.waiting.splice(lane.waiting.indexOf(waiting), 1)
        this.#forget(lane)
        reject(new AppError('cancelled'))
      }
      const waiting: Waiting = {
        begin: (isUrgent) => {
          signal?.removeEventListener('abort', leave)
          const nowMs = this.#clock.monotonicMs()
          const slot: Slot = {
            lane,
            isUrgent,
            canStepBack: request.method === 'GET' || request.mayBeGivenUp === true,
            abort: new AbortController(),
            hasSteppedBack: false,
            isAnswered: false,
            isOverdue: false,
            startedMs: nowMs,
            activeMs: nowMs
          }
          this.#slots.add(slot)
          resolve(slot)
        }
      }
      lane.waiting.push(waiting)
      signal?.addEventListener('abort', leave, { once: true })
      this.#serve()
      if (lane.waiting.includes(waiting)) this.#makeRoom()
    })
  }

  /** Lets begin whoever may. */
  #serve(): void {
    for (;;) {
      const choice = chooseNext(this.#lanes, this.#slots, this.#isUrgent, this.#clock.monotonicMs())
      const next = choice?.lane.waiting.shift()
      if (choice === undefined || next === undefined) return
      const { lane, isUrgent } = choice
      lane.running += 1
      this.#lanes.delete(lane.key)
      this.#lanes.set(lane.key, lane)
      next.begin(isUrgent)
    }
  }

  /** Looks at whoever has waited too long for a first byte; one timer for all, while anyone waits. */
  async #watchHanging(): Promise<void> {
    if (this.#isWatching) return
    this.#isWatching = true
    for (;;) {
      const oldest = [...this.#slots].find((slot) => !slot.isAnswered && !slot.isOverdue)
      if (oldest === undefined) break
      const waitMs = oldest.startedMs + slowAfterMs - this.#clock.monotonicMs()
      if (waitMs > 0) await this.#clock.sleep(waitMs)
      else {
        oldest.isOverdue = true
        this.#noteSlow(oldest)
      }
    }
    this.#isWatching = false
  }

  #leave(slot: Slot): void {
    if (!this.#slots.delete(slot)) return
    slot.lane.running -= 1
    this.#forget(slot.lane)
    this.#serve()
  }

  #noteAnswer(slot: Slot): void {
    const nowMs = this.#clock.monotonicMs()
    slot.isAnswered = true
    slot.activeMs = nowMs
    if (nowMs - slot.startedMs < slowAfterMs) slot.lane.slowUntilMs = 0
  }

  #noteSlow(slot: Slot): void {
    slot.lane.slowUntilMs = this.#clock.monotonicMs() + slowForMs
    this.#makeRoom()
  }

  /** While others wait, hanging requests beyond their share step back, the newest first; forgotten ones end. */
  #makeRoom(): void {
    const nowMs = this.#clock.monotonicMs()
    if (![...this.#lanes.values()].some((lane) => lane.waiting.length > 0 && lane.slowUntilMs <= nowMs)) return
    for (const slot of this.#slots)
      if (slot.isAnswered && nowMs - slot.activeMs > forgottenAfterMs) {
        slot.abort.abort()
        this.#leave(slot)
      }
    const slow = [...this.#slots].filter((slot) => slot.lane.slowUntilMs > nowMs && !slot.hasSteppedBack)
    const hanging = slow.filter((slot) => slot.canStepBack && !slot.isAnswered)
    for (const slot of hanging.toReversed().slice(0, Math.max(0, slow.length - slowSlots))) {
      slot.hasSteppedBack = true
      slot.abort.abort()
    }
  }

  #forget(lane: Lane): void {
    const isIdle = lane.running === 0 && lane.waiting.length === 0
    if (isIdle && lane.slowUntilMs <= this.#clock.monotonicMs() && this.#lanes.get(lane.key) === lane)
      this.#lanes.delete(lane.key)
  }

  async *#bodyOf(slot: Slot, body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    try {
      for await (const piece of body) {
        slot.activeMs = this.#clock.monotonicMs()
        yield piece
        slot.activeMs = this.#clock.monotonicMs()
      }
    } finally {
      this.#leave(slot)
    }
  }
}
