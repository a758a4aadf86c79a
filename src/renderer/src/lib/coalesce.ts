/** Does something at most once a while, and always once more after the last call. */
export interface Coalesced {
  readonly call: () => void
  /** Forgets a call that waits. */
  readonly stop: () => void
}

/**
 * Calls that come close together become one.
 * @param waitMs from the first call until it is done
 */
export function coalesced(run: () => void, waitMs: number): Coalesced {
  let timer: ReturnType<typeof setTimeout> | undefined
  return {
    call: () => {
      timer ??= setTimeout(() => {
        timer = undefined
        run()
      }, waitMs)
    },
    stop: () => {
      clearTimeout(timer)
      timer = undefined
    }
  }
}
