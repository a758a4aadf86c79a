/** Keeps values that may come sixty times a second without writing each. */
export interface Keeper<Value> {
  readonly keep: (value: Value) => void
  /** Writes now what still waits. */
  readonly flush: () => void
}

/**
 * What comes alone is written at once; of what follows closely, the last, when nothing more comes.
 * @param restMs without another value until it counts as the last
 */
export function keptAtRest<Value>(write: (value: Value) => void, restMs: number): Keeper<Value> {
  let waiting: { readonly value: Value } | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  const flush = (): void => {
    clearTimeout(timer)
    timer = undefined
    const last = waiting
    waiting = undefined
    if (last !== undefined) write(last.value)
  }
  return {
    keep: (value) => {
      const isAlone = timer === undefined
      clearTimeout(timer)
      timer = setTimeout(flush, restMs)
      if (isAlone) write(value)
      else waiting = { value }
    },
    flush
  }
}
