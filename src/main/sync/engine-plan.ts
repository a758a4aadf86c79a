import { fractionOf } from '../../shared/kit/fraction-of.ts'
import {
  type Agenda,
  dueAtMs,
  emptyAgenda,
  type Lane,
  lookDueAtMs,
  nextDueAtMs,
  type ReadLane,
  type Watch
} from './engine-agenda.ts'
import type { SteadyTime } from './steady-time.ts'

/** The agenda of one engine as it changes, and whether something that failed must be tried again. */
export class EnginePlan {
  readonly #time: SteadyTime
  #agenda: Agenda
  /** A round has failed since the organization was last read: it is read again, whether or not that would be due. */
  #isRetryDue = false

  constructor(time: SteadyTime, organizationId: string) {
    this.#time = time
    this.#agenda = emptyAgenda(fractionOf(organizationId))
  }

  get agenda(): Agenda {
    return this.#agenda
  }

  /** When there is something to do, on the engine's time. */
  get nextAtMs(): number {
    return this.#isRetryDue ? this.#agenda.holdUntilMs : nextDueAtMs(this.#agenda)
  }

  /** When the organization is read next. */
  get nextReadAtMs(): number {
    return this.#isRetryDue ? this.#agenda.holdUntilMs : dueAtMs(this.#agenda, 'organization')
  }

  isDue(lane: Lane): boolean {
    return (this.#isRetryDue && lane === 'organization') || dueAtMs(this.#agenda, lane) <= this.#time.nowMs()
  }

  /** Takes over what is known from before; what was asked for meanwhile stays. */
  load(known: Agenda, holdMs: number): void {
    const { isOnScreen, isAskedFor, holdUntilMs } = this.#agenda
    const nowMs = this.#time.nowMs()
    this.#agenda = {
      ...known,
      isOnScreen,
      isAskedFor,
      // Whether anything waits to be sent is looked at once.
      pushAtMs: nowMs,
      holdUntilMs: isOnScreen ? 0 : Math.max(holdUntilMs, nowMs + holdMs)
    }
  }

  change(change: Partial<Agenda>): void {
    this.#agenda = { ...this.#agenda, ...change }
  }

  /** Everything is to be read now, or no longer. */
  askFor(isAskedFor: boolean): void {
    this.change({ isAskedFor: { organization: isAskedFor, directory: isAskedFor } })
  }

  /** A reading begins: what is asked for from now on is not answered by it. */
  began(lane: 'organization' | 'directory'): void {
    this.change({ isAskedFor: { ...this.#agenda.isAskedFor, [lane]: false } })
  }

  /** A reading has ended well. */
  read(lane: ReadLane): void {
    if (lane === 'organization') this.#isRetryDue = false
    this.change({ readAtMs: { ...this.#agenda.readAtMs, [lane]: this.#time.nowMs() } })
  }

  failed(): void {
    this.#isRetryDue = true
    this.askFor(false)
  }

  /**
   * Puts off what would be done by itself, sending included.
   * @param isAnew also where it was put off for longer before
   */
  hold(delayMs: number, isAnew = false): void {
    const untilMs = this.#time.nowMs() + delayMs
    const { pushAtMs, holdUntilMs } = this.#agenda
    const putOff = (beforeMs: number): number => (isAnew ? untilMs : Math.max(beforeMs, untilMs))
    this.change({
      holdUntilMs: putOff(holdUntilMs),
      ...(pushAtMs === undefined ? {} : { pushAtMs: putOff(pushAtMs) })
    })
  }

  /** @param delayMs from now; undefined for never */
  pushAfter(delayMs: number | undefined): void {
    this.change({ pushAtMs: delayMs === undefined ? undefined : this.#time.nowMs() + delayMs })
  }

  /**
   * An activation was looked at, or none is being followed.
   * @returns whether the time of the next look is another one
   */
  watch(afterMs: Watch['afterMs'] | undefined): boolean {
    const before = lookDueAtMs(this.#agenda)
    this.change({ watch: afterMs === undefined ? undefined : { fromMs: this.#time.nowMs(), afterMs } })
    return before !== lookDueAtMs(this.#agenda)
  }
}
