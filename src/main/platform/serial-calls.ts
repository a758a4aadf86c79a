/** A call that did not come back in time. It may still be running. */
export class CallTimeout extends Error {
  constructor() {
    super('no answer in time')
    this.name = 'CallTimeout'
  }
}

/**
 * Runs calls one after the other, each with a time limit that counts from the request. While a call hangs no other is
 * started, so that a blocked native module holds one thread and not all of them; those who wait get their time-out.
 */
export class SerialCalls {
  #last: Promise<unknown> = Promise.resolve()

  /** @throws CallTimeout, or whatever the call throws */
  run<Value>(call: () => Promise<Value>, timeoutMs: number): Promise<Value> {
    let isAbandoned = false
    const turn = this.#last.then(() => {
      // Nobody waits for it any more: a late write would surprise.
      if (isAbandoned) throw new CallTimeout()
      return call()
    })
    this.#last = turn.catch(() => undefined)
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        isAbandoned = true
        reject(new CallTimeout())
      }, timeoutMs)
      const settle = () => clearTimeout(timer)
      turn.then(resolve, reject).finally(settle)
    })
  }
}
