import { AppError } from '../../shared/kit/app-error.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { HttpClient, HttpRequest, HttpResponse } from '../ports/http-client.port.ts'

/** Rejects with `cancelled` or `timed-out`, whichever comes first; `stop` ends the waiting. */
function interruption(
  clock: Clock,
  signal: AbortSignal | undefined,
  timeoutMs: number | undefined
): { failed: Promise<never>; stop: () => void } {
  const timer = new AbortController()
  let onAbort: (() => void) | undefined
  const failed = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(new AppError('cancelled'))
    if (signal?.aborted === true) onAbort()
    signal?.addEventListener('abort', onAbort, { once: true })
    if (timeoutMs !== undefined) {
      clock.sleep(timeoutMs, timer.signal).then(
        () => reject(new AppError('timed-out')),
        () => undefined
      )
    }
  })
  // The promise may lose its race; its rejection must not be reported as unhandled then.
  failed.catch(() => undefined)
  return {
    failed,
    stop: () => {
      timer.abort()
      if (onAbort !== undefined) signal?.removeEventListener('abort', onAbort)
    }
  }
}

async function* bodyOf(response: Response, clock: Clock, request: HttpRequest): AsyncGenerator<Uint8Array> {
  if (response.body === null) return
  const reader = response.body.getReader()
  try {
    for (;;) {
      // A piece that is ready would win the race against an abort that came first.
      if (request.signal?.aborted === true) throw new AppError('cancelled')
      const guard = interruption(clock, request.signal, request.idleTimeoutMs)
      try {
        const piece = await Promise.race([reader.read(), guard.failed])
        if (piece.done) return
        yield piece.value
      } finally {
        guard.stop()
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

/**
 * An HTTP client that calls a fetch handler in this process: no port is opened.
 * @param origin the only origin that it reaches; any other ends with `name-not-resolved`, as an unknown host would
 */
export function inProcessClient(
  origin: string,
  clock: Clock,
  fetchHandler: (request: Request) => Promise<Response>
): HttpClient {
  return {
    async send(request: HttpRequest): Promise<HttpResponse> {
      if (new URL(request.url).origin !== origin)
        throw new AppError('name-not-resolved', { host: new URL(request.url).host })
      const guard = interruption(clock, request.signal, request.firstByteTimeoutMs)
      try {
        const answer = fetchHandler(
          new Request(request.url, {
            method: request.method,
            headers: { ...request.headers },
            ...(request.body === undefined ? {} : { body: request.body })
          })
        )
        const response = await Promise.race([answer, guard.failed])
        return {
          status: response.status,
          headers: Object.fromEntries(response.headers),
          body: bodyOf(response, clock, request)
        }
      } finally {
        guard.stop()
      }
    }
  }
}
