import type { ConnectionProbe } from './connection-probe.ts'

/** Part of the time for connecting after which it is worth looking: hardly any answer takes as long. */
const patience = 0.3

export interface LateWatch {
  /** The first byte is there. */
  readonly answered: () => void
  /** The request has ended without one. */
  readonly stop: () => void
}

export interface LateConnections {
  /**
   * Watches a request that was just sent.
   * @param limitMs longest time until a connection stands
   * @param onNone called once when none can be had
   */
  readonly watch: (url: URL, limitMs: number, onNone: () => void) => LateWatch
}

/**
 * Finds requests that wait for a connection in vain. Electron tells nothing of a request between sending and its first
 * byte; so when that is late, a connection is tried beside it. Where that one stands the request goes on waiting: the
 * server is slow. Where none can be had, and nothing else has come from there meanwhile, it is over.
 */
export function lateConnections(probe: ConnectionProbe): LateConnections {
  /** Number of the last answer of each host: a host that answers another request is no silent one. */
  const lastAnswers = new Map<string, number>()
  let answers = 0
  return {
    watch(url, limitMs, onNone) {
      const before = answers
      let isWaiting = true
      const look = async (): Promise<void> => {
        const outcome = await probe.look(url, Math.round(limitMs * (1 - patience)))
        const isHeardOf = (lastAnswers.get(url.host) ?? 0) > before
        if (isWaiting && outcome === 'silent' && !isHeardOf) onNone()
      }
      const timer = setTimeout(() => void look(), limitMs * patience)
      const stop = (): void => {
        isWaiting = false
        clearTimeout(timer)
      }
      return {
        stop,
        answered() {
          stop()
          answers += 1
          lastAnswers.set(url.host, answers)
        }
      }
    }
  }
}
