import type { SyncPhase } from '../../shared/domain/sync-phases.ts'
import type { AuditLoggingState } from '../../shared/domain/audit-logging.ts'
import { AppError, toAppError } from '../../shared/kit/app-error.ts'
import { releaseCutOffChanges } from './cut-off-changes.ts'
import { lookDueAtMs } from './engine-agenda.ts'
import { EnginePlan } from './engine-plan.ts'
import {
  type EngineEvent,
  type EngineState,
  failureOf,
  initialEngineState,
  nextEngineState,
  waitsUntilMs
} from './engine-state.ts'
import { loadAgenda, lookAtActivation, nextLookMs, readDirectory, readRowsIfOn } from './engine-work.ts'
import { FailureRecord } from './failure-record.ts'
import { pullOrganization } from './pull.ts'
import { pushDue } from './push-due.ts'
import { Refreshes } from './refreshes.ts'
import { ShownPhase } from './shown-phase.ts'
import type { EngineContext, ReadContext } from './sync-context.ts'
import { WakeUp } from './wake-up.ts'

interface Round {
  readonly abort: AbortController
  readonly done: Promise<void>
  readonly isAskedFor: boolean
}

/**
 * Keeps one organization up to date: sends waiting changes, reads what is stale, follows an activation. Each engine is a
 * loop of its own, so that an organization whose server hangs holds up nobody but itself. What it is doing is said by
 * engine-state.ts, when it does what by engine-agenda.ts.
 */
export class OrganizationEngine {
  readonly #context: ReadContext
  readonly #wakeUp: WakeUp
  readonly #failures: FailureRecord
  readonly #refreshes = new Refreshes()
  readonly #plan: EnginePlan
  readonly #stop = new AbortController()
  #loop: Promise<void> | undefined
  #round: Round | undefined
  #state: EngineState = initialEngineState
  readonly #shown: ShownPhase
  /** How often something was asked for, and which of it a round has begun to answer. */
  #asked = 0
  #heard = 0

  /** @param isPaused whether a person has halted it before */
  constructor(context: EngineContext, isPaused = false) {
    this.#context = {
      ...context,
      isWanted: () => this.isWanted,
      announceRead: (name, payload) => (this.isWanted ? context.announce : context.announceLater)(name, payload)
    }
    this.#wakeUp = new WakeUp(context.clock)
    this.#failures = new FailureRecord(context)
    this.#plan = new EnginePlan(context.time, context.organizationId)
    if (isPaused) this.#state = nextEngineState(this.#state, { type: 'paused' })
    this.#shown = new ShownPhase(this.#state.phase)
  }

  /** What a person is told that it is doing. */
  get phase(): SyncPhase {
    return this.#shown.now
  }

  /** When the organization is read next by itself, epoch ms; undefined while it is halted. */
  get nextSyncAtMs(): number | undefined {
    if (this.#state.phase === 'halted') return undefined
    const { time, clock } = this.#context
    const dueMs = Math.max(waitsUntilMs(this.#state), this.#plan.nextReadAtMs)
    return Math.max(clock.nowMs(), Math.round(time.toEpochMs(dueMs)))
  }

  /** When an activation is looked at next, epoch ms; undefined when none is being followed. */
  get nextWatchAtMs(): number | undefined {
    const dueMs = lookDueAtMs(this.#plan.agenda)
    return dueMs === undefined ? undefined : Math.round(this.#context.time.toEpochMs(dueMs))
  }

  /** Whether a person waits for it: its requests go before those of others. */
  get isWanted(): boolean {
    return this.#plan.agenda.isOnScreen || this.#refreshes.isAny || this.#round?.isAskedFor === true
  }

  /**
   * Begins. A second call does nothing.
   * @param delayMs before it looks at anything
   * @param holdMs before it reads by itself what is stale
   */
  start(delayMs = 0, holdMs = 0): void {
    this.#loop ??= this.#run(delayMs, holdMs)
  }

  /** Tries again now: a change waits, the credentials were replaced. Nothing happens while it is halted. */
  tryNow(): void {
    if (this.#state.phase === 'halted') return
    this.#asked += 1
    this.#apply({ type: 'asked' })
    this.#wakeUp.now()
  }

  /** Tries what failed or waits again, but not before `delayMs`: the network came back, for all at once. */
  trySoon(delayMs: number): void {
    if (this.#state.phase === 'halted') return
    this.#plan.hold(delayMs)
    // Changes whose next try would be later are sent then, too.
    if (this.#plan.agenda.pushAtMs !== undefined || waitsUntilMs(this.#state) > 0) this.#plan.pushAfter(delayMs)
    this.#apply({ type: 'asked' })
    this.#wakeUp.now()
  }

  /** Puts off what it would do by itself, after which it looks at what is due; `isAnew`: also where that was later before. */
  hold(delayMs: number, isAnew = false): void {
    this.#plan.hold(delayMs, isAnew)
    this.#wakeUp.now()
  }

  /** On screen it is read more often, and at once when that is due. */
  setOnScreen(isOnScreen: boolean): void {
    if (this.#plan.agenda.isOnScreen === isOnScreen) return
    this.#plan.change(isOnScreen ? { isOnScreen, holdUntilMs: 0 } : { isOnScreen })
    if (isOnScreen && this.#state.phase === 'offline') this.#apply({ type: 'asked' })
    this.#wakeUp.now()
    const { organizationId, announce } = this.#context
    this.#shown.follow(this.#state.phase, this.#isNews)
    // the times of the next reading and of the next look are other ones now
    announce('organizationsChanged', { organizationIds: [organizationId] })
    if (this.#plan.agenda.watch !== undefined) announce('settingsChanged', { organizationId })
  }

  /** Reads everything now. @throws AppError why the organization could not be read; `paused` */
  refresh(): Promise<void> {
    if (this.#stop.signal.aborted) return Promise.reject(new AppError('cancelled'))
    if (this.#state.phase === 'halted') return Promise.reject(new AppError('paused'))
    const answer = this.#refreshes.add()
    this.#plan.askFor(true)
    this.tryNow()
    return answer
  }

  /** Ends what is on its way and lets nothing begin until `resume`. */
  async pause(): Promise<void> {
    this.#apply({ type: 'paused' })
    this.#round?.abort.abort()
    this.#plan.askFor(false)
    this.#refreshes.reject(new AppError('paused'))
    await this.#round?.done
  }

  /** Goes on where it was halted; what became due meanwhile is done now. */
  resume(): void {
    if (this.#state.phase !== 'halted') return
    this.#apply({ type: 'resumed' })
    this.tryNow()
  }

  /** Ends the loop, cancels what is on its way, and waits for its end. */
  async stop(): Promise<void> {
    this.#stop.abort()
    this.#round?.abort.abort()
    this.#wakeUp.now()
    await this.#loop
    this.#refreshes.reject(new AppError('cancelled'))
  }

  async #run(delayMs: number, holdMs: number): Promise<void> {
    const { time } = this.#context
    if (delayMs > 0) await this.#wakeUp.after(delayMs, this.#stop.signal)
    this.#plan.load(await loadAgenda(this.#context, this.#plan.agenda.fraction), holdMs)
    while (!this.#stop.signal.aborted) {
      const atMs = await this.#turn()
      if (this.#stop.signal.aborted) return
      await this.#wakeUp.after(atMs - time.nowMs(), this.#stop.signal)
    }
  }

  /** One round, where one is due. @returns when the next one is, on the engine's time */
  async #turn(): Promise<number> {
    const asked = this.#asked
    const isAskedFor = asked !== this.#heard
    this.#heard = asked
    if (this.#state.phase === 'halted') {
      await releaseCutOffChanges(this.#context)
      return this.#nextTurnAtMs()
    }
    if (!isAskedFor && this.#nextTurnAtMs() > this.#context.time.nowMs()) return this.#nextTurnAtMs()
    const abort = new AbortController()
    const done = this.#attempt(asked, isAskedFor, abort.signal)
    this.#round = { abort, done, isAskedFor }
    await done
    this.#round = undefined
    return this.#nextTurnAtMs()
  }

  #nextTurnAtMs(): number {
    return Math.max(waitsUntilMs(this.#state), this.#plan.nextAtMs)
  }

  async #attempt(asked: number, isAskedFor: boolean, signal: AbortSignal): Promise<void> {
    try {
      const hasContact = await this.#work(isAskedFor, signal)
      if (hasContact) await this.#failures.clear()
      this.#apply({ type: 'ended' })
      this.#refreshes.resolveBegun()
    } catch (thrown) {
      await this.#afterFailure(toAppError(thrown), asked)
    }
  }

  /** Does what is due. @returns whether the organization has answered */
  async #work(isAskedFor: boolean, signal: AbortSignal): Promise<boolean> {
    const context = this.#context
    const plan = this.#plan
    const isDirectoryDue = plan.isDue('directory')
    const isPullDue = plan.isDue('organization')
    const isWatchDue = plan.isDue('watch')
    const hasSent = await pushDue(context, plan, isAskedFor || plan.isDue('push'), signal, () =>
      this.#apply({ type: 'began', work: 'pushing' })
    )
    let seen: AuditLoggingState | undefined
    if (isPullDue) await this.#pull(isDirectoryDue, signal)
    else if (isWatchDue) {
      this.#apply({ type: 'began', work: 'pulling' })
      seen = await lookAtActivation(context, signal)
    }
    if (isDirectoryDue) {
      this.#apply({ type: 'began', work: 'pulling' })
      plan.began('directory')
      await readDirectory(context, signal)
      plan.read('directory')
    }
    const state = seen ?? (await context.settings.auditLogging(context.organizationId))
    const isLookMoved = plan.watch(nextLookMs(context, state))
    const isLookedAt = isAskedFor || plan.agenda.isOnScreen
    if (plan.isDue('rows') || isWatchDue || (isPullDue && isLookedAt)) {
      readRowsIfOn(context, state)
      plan.read('rows')
    }
    const { organizationId, announce, announceLater } = context
    if (isLookMoved && this.isWanted) announce('settingsChanged', { organizationId })
    // Where reading was shown, its end is told; where not, what was read has another age and another next time.
    if ((isPullDue || isDirectoryDue) && this.phase !== 'pulling') {
      announceLater('organizationsChanged', { organizationIds: [organizationId] })
      announceLater('settingsChanged', { organizationId })
    }
    return hasSent || isPullDue || isWatchDue || isDirectoryDue
  }

  async #pull(isDirectoryDue: boolean, signal: AbortSignal): Promise<void> {
    this.#apply({ type: 'began', work: 'pulling' })
    this.#refreshes.begin()
    this.#plan.began('organization')
    await pullOrganization(this.#context, signal, { hasIdentity: isDirectoryDue })
    this.#plan.read('organization')
  }

  async #afterFailure(error: AppError, asked: number): Promise<void> {
    const { organizationId, time, logger, random, isSystemOnline } = this.#context
    if (this.#stop.signal.aborted || this.#state.phase === 'halted') return
    // Asked again while this was on its way: with new credentials or a new network it may work, and what failed says
    // nothing about those.
    if (asked !== this.#asked) {
      if (this.#refreshes.beginAgain()) this.#plan.askFor(true)
      return this.#apply({ type: 'called-off' })
    }
    this.#plan.failed()
    this.#refreshes.reject(error)
    if (error.code !== 'cancelled') {
      logger.warn('organization could not be kept up to date', {
        organizationId,
        code: error.code,
        params: error.params
      })
      await this.#failures
        .write(error)
        .catch((reason: unknown) => logger.error('failure could not be written down', { reason }))
    }
    const { isOnScreen } = this.#plan.agenda
    this.#apply(
      failureOf(error, { isSystemOnline: isSystemOnline(), isOnScreen, nowMs: time.nowMs(), random: random() })
    )
  }

  /** Whether it is worth telling that it is read: somebody waits, or there is nothing to show yet. */
  get #isNews(): boolean {
    return this.isWanted || this.#plan.agenda.readAtMs.organization === undefined
  }

  #apply(event: EngineEvent): void {
    this.#state = nextEngineState(this.#state, event)
    const before = this.#shown.follow(this.#state.phase, this.#isNews)
    if (before === undefined) return
    const { organizationId, announce } = this.#context
    announce('organizationsChanged', { organizationIds: [organizationId] })
    if (before === 'pulling' || this.phase === 'pulling') announce('settingsChanged', { organizationId })
  }
}
