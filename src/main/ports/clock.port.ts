/** Time and timers, so that hours pass in a test within a millisecond. */
export interface Clock {
  /** Now, epoch ms UTC. */
  nowMs(): number
  /** Monotonic ms, for durations: unaffected by changes of the system's clock. */
  monotonicMs(): number
  /**
   * Resolves after `durationMs`.
   * @throws AppError `cancelled` when the signal is aborted first.
   */
  sleep(durationMs: number, signal?: AbortSignal): Promise<void>
}
