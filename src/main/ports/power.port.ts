/** Sleep and wake of the machine, as far as the system tells. Not every desktop does: schedules look at the clocks, too. */
export interface Power {
  /** The machine is about to sleep. */
  onSuspend(listener: () => void): () => void
  /** It has woken up. */
  onResume(listener: () => void): () => void
}
