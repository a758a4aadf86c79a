import { hasRequestInFlight, isBeingWatched } from '../../shared/domain/audit-logging.ts'
import { AppError, toAppError } from '../../shared/kit/app-error.ts'
import { minuteMs } from '../../shared/kit/time.ts'
import { applyObservation, observeAuditLogging } from './audit-logging-observation.ts'
import { retryDelayMs, watchDelayMs } from './back-off.ts'
import { failureKind, isUnreachable } from './failure-kind.ts'
import { pullConnections, pullOrganization } from './pull.ts'
import { hasChangesToPush, pushChanges } from './push.ts'
import type { SyncContext } from './sync-context.ts'
import { WakeUp } from './wake-up.ts'

/** How often an organization is read when nothing else asks for it. */
export const pullEveryMs = 10 * minuteMs

/** What an engine is doing. `needs-credential`: waits for a person; everything read before stays on view. */
export type EnginePhase = 'idle' | 'pushing' | 'pulling' | 'watching' | 'backing-off' | 'needs-credential' | 'stopped'

/**
 * Keeps one organization up to date: sends waiting changes, reads what is stale, follows an activation. Each engine is a
 * loop of its own, so that an organization whose server hangs holds up nobody but itself.
 */
export class OrganizationEngine {
  readonly #context: SyncContext
  readonly #wakeUp: WakeUp
  readonly #stop = new AbortController()
  #loop: Promise<void> | undefined
  #phase: EnginePhase = 'idle'
  #failures = 0
  #nextPullAtMs = 0
  #nextWatchAtMs: number | undefined
  #nextTryAtMs = 0
  /** How often something was asked for, and which of it a round has begun to answer. The start counts as the first. */
  #asked = 1
  #heard = 0
  #refreshesAsked = 0
  #refreshes: { resolve: () => void; reject: (error: AppError) => void }[] = []
  /** Called after an activation was seen or a pull has ended well, with whether audit logging is on. */
  readonly #afterPull: (connectionId: string | undefined) => void

  constructor(context: SyncContext, afterPull: (connectionId: string | undefined) => void) {
    this.#context = context
    this.#wakeUp = new WakeUp(context.clock)
    this.#afterPull = afterPull
  }

  get phase(): EnginePhase {
    return this.#phase
  }

  /** When an activation is looked at next, epoch ms; undefined when none is being followed. */
  get nextWatchAtMs(): number | undefined {
    return this.#nextWatchAtMs
  }

  /** Begins. A second call does nothing. */
  start(): void {
    this.#loop ??= this.#run()
  }

  /** Tries again now: a change waits, the network came back, the credentials were replaced. */
  tryNow(): void {
    this.#asked += 1
    this.#failures = 0
    this.#nextTryAtMs = 0
    this.#wakeUp.now()
  }

  /** Reads everything now. @throws AppError why the organization could not be read */
  refresh(): Promise<void> {
    if (this.#stop.signal.aborted) return Promise.reject(new AppError('cancelled'))
    return new Promise((resolve, reject) => {
      this.#refreshes.push({ resolve, reject })
      this.#refreshesAsked += 1
      this.#nextPullAtMs = 0
      this.tryNow()
    })
  }

  /** Ends the loop, cancels what is on its way, and waits for its end. */
  async stop(): Promise<void> {
    this.#stop.abort()
    this.#wakeUp.now()
    await this.#loop
    this.#phase = 'stopped'
    this.#answerRefreshes(new AppError('cancelled'))
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const wakeAtMs = await this.#turn()
      if (this.#stop.signal.aborted) return
      await this.#wakeUp.until(wakeAtMs, this.#stop.signal)
    }
  }

  /** One round. @returns when the next one is due, epoch ms */
  async #turn(): Promise<number> {
    const { clock } = this.#context
    if (this.#nextTryAtMs > clock.nowMs()) return this.#nextTryAtMs
    const asked = this.#asked
    const isAskedFor = asked !== this.#heard
    this.#heard = asked
    try {
      const pushAgainAtMs = await this.#push(isAskedFor)
      if (this.#nextPullAtMs <= clock.nowMs()) await this.#pull()
      else if ((this.#nextWatchAtMs ?? Number.POSITIVE_INFINITY) <= clock.nowMs()) await this.#watch()
      await this.#scheduleWatch()
      this.#failures = 0
      this.#setPhase('idle')
      this.#answerRefreshes(undefined)
      return Math.min(
        this.#nextPullAtMs,
        this.#nextWatchAtMs ?? Number.POSITIVE_INFINITY,
        pushAgainAtMs ?? Number.POSITIVE_INFINITY
      )
    } catch (thrown) {
      // Asked again while this was on its way: with new credentials or a new network it may work, and what failed says
      // nothing about those.
      if (asked !== this.#asked && !this.#stop.signal.aborted) return clock.nowMs()
      return this.#afterFailure(toAppError(thrown))
    }
  }

  async #push(isAskedFor: boolean): Promise<number | undefined> {
    if (!(await hasChangesToPush(this.#context))) return undefined
    this.#setPhase('pushing')
    const again = await pushChanges(this.#context, this.#stop.signal, isAskedFor)
    // What was just accepted is worth a look soon; the time of the last look no longer says when.
    this.#nextWatchAtMs = undefined
    return again
  }

  async #pull(): Promise<void> {
    this.#setPhase('pulling')
    const asked = this.#refreshesAsked
    await pullOrganization(this.#context, this.#stop.signal)
    // A reading asked for meanwhile is not answered by this one, which may have begun with other credentials.
    if (asked === this.#refreshesAsked)
      this.#nextPullAtMs = this.#context.clock.nowMs() + pullEveryMs * (1 + this.#context.random() / 5)
    await this.#reportConnection()
  }

  async #watch(): Promise<void> {
    this.#setPhase('watching')
    const connections = await pullConnections(this.#context, this.#stop.signal)
    await applyObservation(this.#context, await observeAuditLogging(this.#context, connections, this.#stop.signal))
    await this.#context.organizations.update(this.#context.organizationId, {
      lastContactAtMs: this.#context.clock.nowMs()
    })
    await this.#clearError()
    await this.#reportConnection()
  }

  async #reportConnection(): Promise<void> {
    const state = await this.#context.settings.auditLogging(this.#context.organizationId)
    this.#afterPull(state.kind === 'enabled' ? state.connectionId : undefined)
  }

  async #scheduleWatch(): Promise<void> {
    const { settings, organizationId, clock } = this.#context
    const state = await settings.auditLogging(organizationId)
    const before = this.#nextWatchAtMs
    this.#nextWatchAtMs =
      isBeingWatched(state) && 'requestedAtMs' in state
        ? clock.nowMs() + watchDelayMs(clock.nowMs() - state.requestedAtMs)
        : undefined
    if (before !== this.#nextWatchAtMs) this.#context.announce('settingsChanged', { organizationId })
  }

  /** Writes the failure down where the person sees it. @returns when to try again, epoch ms */
  async #afterFailure(error: AppError): Promise<number> {
    const { clock, logger, random } = this.#context
    this.#answerRefreshes(error)
    if (error.code === 'cancelled') return clock.nowMs()
    logger.warn('organization could not be kept up to date', {
      organizationId: this.#context.organizationId,
      code: error.code,
      params: error.params
    })
    this.#failures += 1
    await this.#recordError(error).catch((reason: unknown) =>
      logger.error('failure could not be written down', { reason })
    )
    const isCredential = failureKind(error.code) === 'credential'
    this.#setPhase(isCredential ? 'needs-credential' : 'backing-off')
    // A keychain that was locked may have been unlocked outside Vigil, so that even this is tried again, rarely.
    this.#nextTryAtMs = clock.nowMs() + (isCredential ? 5 * minuteMs : retryDelayMs(this.#failures, random()))
    return this.#nextTryAtMs
  }

  async #recordError(error: AppError): Promise<void> {
    const { organizationId, settings, organizations, clock } = this.#context
    const atMs = clock.nowMs()
    await settings.saveFacts(organizationId, { lastError: error.toData(), lastErrorAtMs: atMs })
    // A refusal is an answer, too.
    if (
      error.code === 'credential-refused' ||
      (!isUnreachable(error.code) && failureKind(error.code) !== 'credential')
    ) {
      await organizations.update(organizationId, { lastContactAtMs: atMs })
    }
    if (error.code === 'credential-refused') {
      const record = await this.#context.record()
      if (record.credentialRefusedAtMs === undefined) {
        await organizations.update(organizationId, { credentialRefusedAtMs: atMs })
        await this.#context.tell({
          key: `credential-refused:${organizationId}:${atMs}`,
          kind: 'credential-refused',
          facts: {},
          isNotified: hasRequestInFlight(await settings.auditLogging(organizationId))
        })
      }
    }
    this.#context.announce('settingsChanged', { organizationId })
    this.#context.announce('organizationsChanged', {})
  }

  async #clearError(): Promise<void> {
    const { organizationId, settings } = this.#context
    if ((await settings.facts(organizationId)).lastError === undefined) return
    await settings.saveFacts(organizationId, { lastError: null, lastErrorAtMs: null })
    this.#context.announce('organizationsChanged', {})
  }

  #setPhase(phase: EnginePhase): void {
    if (this.#phase === phase) return
    const wasReading = this.#phase === 'pulling'
    this.#phase = phase
    if (phase === 'pulling' || wasReading) {
      this.#context.announce('settingsChanged', { organizationId: this.#context.organizationId })
      this.#context.announce('organizationsChanged', {})
    }
  }

  #answerRefreshes(error: AppError | undefined): void {
    const waiting = this.#refreshes
    if (error === undefined && this.#nextPullAtMs === 0) return
    this.#refreshes = []
    for (const one of waiting) {
      if (error === undefined) one.resolve()
      else one.reject(error)
    }
  }
}
