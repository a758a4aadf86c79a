import type { OrganizationId } from '../../shared/kit/ids.ts'
import { AppError } from '../../shared/kit/app-error.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { OrganizationRecord } from '../stores/organization-store.ts'
import type { OrganizationEngine } from './organization-engine.ts'

export interface EngineSetOptions {
  readonly clock: Clock
  readonly create: (record: OrganizationRecord) => OrganizationEngine
  /** Time between the starts of two engines, so that many organizations do not all ask at the same instant, ms. */
  readonly startSpacingMs: number
}

/** The engines of all organizations. */
export class EngineSet {
  readonly #options: EngineSetOptions
  readonly #engines = new Map<OrganizationId, OrganizationEngine>()
  readonly #stop = new AbortController()

  constructor(options: EngineSetOptions) {
    this.#options = options
  }

  /** Starts the engines of the organizations that are there, spread over time. */
  async startAll(records: readonly OrganizationRecord[]): Promise<void> {
    for (const record of records) {
      if (this.#stop.signal.aborted) return
      this.start(record)
      await this.#options.clock.sleep(this.#options.startSpacingMs, this.#stop.signal).catch(() => undefined)
    }
  }

  start(record: OrganizationRecord): void {
    if (this.#engines.has(record.id) || this.#stop.signal.aborted) return
    const engine = this.#options.create(record)
    this.#engines.set(record.id, engine)
    engine.start()
  }

  /** Tries again now: something changed that may make it work. */
  tryNow(id: OrganizationId): void {
    this.#engines.get(id)?.tryNow()
  }

  tryAllNow(): void {
    for (const engine of this.#engines.values()) engine.tryNow()
  }

  /** @throws AppError `not-found`, or why the organization could not be read */
  refresh(id: OrganizationId): Promise<void> {
    const engine = this.#engines.get(id)
    return engine === undefined ? Promise.reject(new AppError('not-found', { what: 'organization' })) : engine.refresh()
  }

  get(id: OrganizationId): OrganizationEngine | undefined {
    return this.#engines.get(id)
  }

  async stop(id: OrganizationId): Promise<void> {
    const engine = this.#engines.get(id)
    this.#engines.delete(id)
    await engine?.stop()
  }

  async stopAll(): Promise<void> {
    this.#stop.abort()
    await Promise.all([...this.#engines.keys()].map((id) => this.stop(id)))
  }
}
