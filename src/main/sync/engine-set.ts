import { AppError } from '../../shared/kit/app-error.ts'
import { fractionOf } from '../../shared/kit/fraction-of.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import { minuteMs, secondMs } from '../../shared/kit/time.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { OrganizationRecord } from '../stores/organization-store.ts'
import { spreadMs } from './engine-agenda.ts'
import type { OrganizationEngine } from './organization-engine.ts'
import type { SteadyTime } from './steady-time.ts'

export interface EngineSetOptions {
  readonly clock: Clock
  readonly time: SteadyTime
  readonly create: (record: OrganizationRecord) => OrganizationEngine
  /** Time between the starts of two engines, ms. */
  readonly startSpacingMs: number
  /** Ends what else is running for an organization that a person pauses. */
  readonly onPaused?: (id: OrganizationId) => Promise<void>
}

/** How often the clocks are compared, to notice sleep that nobody has told of. */
const beatMs = 20 * secondMs
/** After waking, the network needs a moment. */
const wakingMs = 3 * secondMs

/** The engines of all organizations. */
export class EngineSet {
  readonly #options: EngineSetOptions
  readonly #engines = new Map<OrganizationId, OrganizationEngine>()
  readonly #stop = new AbortController()
  readonly #stopListening: () => void
  #onScreen: OrganizationId | undefined
  #isBeating = false

  constructor(options: EngineSetOptions) {
    this.#options = options
    this.#stopListening = options.time.onJump(() => this.woke())
  }

  /**
   * Starts the engines of the organizations that are there. They look at their files one after the other; what is stale is
   * read spread over time, each at its own place.
   */
  startAll(records: readonly OrganizationRecord[]): void {
    const holdMs = spreadMs(records.length)
    for (const [index, record] of records.entries())
      this.#start(record, index * this.#options.startSpacingMs, fractionOf(record.id) * holdMs)
  }

  start(record: OrganizationRecord): void {
    this.#start(record, 0, 0)
  }

  /** Tries again now: something changed that may make it work. */
  tryNow(id: OrganizationId): void {
    this.#engines.get(id)?.tryNow()
  }

  /** Tries everything again that failed or waits, spread over time: the network or the keychain is back. */
  tryAllNow(): void {
    for (const [id, engine] of this.#engines) engine.trySoon(this.#placeMs(id))
  }

  /** @throws AppError `not-found | paused`, or why the organization could not be read */
  refresh(id: OrganizationId): Promise<void> {
    const engine = this.#engines.get(id)
    return engine === undefined ? Promise.reject(new AppError('not-found', { what: 'organization' })) : engine.refresh()
  }

  get(id: OrganizationId): OrganizationEngine | undefined {
    return this.#engines.get(id)
  }

  /** Whether a person has halted it. */
  isPaused(id: OrganizationId): boolean {
    return this.#engines.get(id)?.phase === 'halted'
  }

  /** Ends what is on its way and lets nothing begin until `resume`. Repeated calls are harmless. */
  async pause(id: OrganizationId): Promise<void> {
    await this.#engines.get(id)?.pause()
    await this.#options.onPaused?.(id)
  }

  resume(id: OrganizationId): void {
    this.#engines.get(id)?.resume()
  }

  /** The organization that a person looks at is read more often, and before the others. */
  setOnScreen(id: OrganizationId | undefined): void {
    if (this.#onScreen === id) return
    if (this.#onScreen !== undefined) this.#engines.get(this.#onScreen)?.setOnScreen(false)
    this.#onScreen = id
    if (id !== undefined) this.#engines.get(id)?.setOnScreen(true)
  }

  /** Whether a person waits for something of this organization: its requests go before those of others. */
  isWanted(id: OrganizationId): boolean {
    return this.#engines.get(id)?.isWanted === true
  }

  /** The machine is about to sleep: nothing begins that would be cut off. Should it stay awake, it goes on in a minute. */
  willSleep(): void {
    for (const engine of this.#engines.values()) engine.hold(minuteMs)
  }

  /** The machine slept, or its clock was set: what became due meanwhile is done spread over time. */
  woke(): void {
    for (const [id, engine] of this.#engines) engine.hold(wakingMs + this.#placeMs(id), true)
  }

  async stop(id: OrganizationId): Promise<void> {
    const engine = this.#engines.get(id)
    this.#engines.delete(id)
    if (this.#onScreen === id) this.#onScreen = undefined
    await engine?.stop()
  }

  async stopAll(): Promise<void> {
    this.#stop.abort()
    this.#stopListening()
    await Promise.all([...this.#engines.keys()].map((id) => this.stop(id)))
  }

  #start(record: OrganizationRecord, delayMs: number, holdMs: number): void {
    if (this.#engines.has(record.id) || this.#stop.signal.aborted) return
    const engine = this.#options.create(record)
    this.#engines.set(record.id, engine)
    if (this.#onScreen === record.id) engine.setOnScreen(true)
    engine.start(delayMs, holdMs)
    if (!this.#isBeating) void this.#beat()
  }

  /** How long an organization lets others go first when all begin at once. */
  #placeMs(id: OrganizationId): number {
    return id === this.#onScreen ? 0 : fractionOf(id) * spreadMs(this.#engines.size)
  }

  async #beat(): Promise<void> {
    this.#isBeating = true
    const { clock, time } = this.#options
    while (!this.#stop.signal.aborted) {
      await clock.sleep(beatMs, this.#stop.signal).catch(() => undefined)
      time.nowMs()
    }
  }
}
