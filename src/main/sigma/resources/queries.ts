import { AppError } from '../../../shared/kit/app-error.ts'
import { minuteMs, secondMs } from '../../../shared/kit/time.ts'
import type { Clock } from '../../ports/clock.port.ts'
import type { HttpResponse } from '../../ports/http-client.port.ts'
import type { Api, ApiRequest } from '../http/api.ts'
import { discard, guarded } from '../http/body.ts'

export interface DownloadOptions {
  readonly signal?: AbortSignal
  /** Called each time Sigma says that the query still runs. */
  readonly onWaiting?: (waitedMs: number) => void
  /** Longest wait for the query to end. Default 30 min; Sigma keeps a result for an hour. */
  readonly longestWaitMs?: number
}

export interface QueriesResource {
  /**
   * Waits for an export and gives its file piece by piece. The request starts with the first pull and ends when the
   * loop over it ends, however that happens.
   * @throws AppError `export-expired` when Sigma does not know the query any more, `export-failed` when the query
   * failed, `timed-out` when it never ended, `unreachable` when the file broke off
   */
  download(queryId: string, options?: DownloadOptions): AsyncIterable<Uint8Array>
}

const firstPauseMs = 500
const longestPauseMs = 10 * secondMs
const endpoint = '/v2/query/{queryId}/download'

/** Results of exports. */
export function queriesResource(api: Api, clock: Clock): QueriesResource {
  return {
    async *download(queryId, { signal, onWaiting, longestWaitMs = 30 * minuteMs } = {}) {
      const request: ApiRequest = {
        method: 'GET',
        endpoint,
        path: `/v2/query/${encodeURIComponent(queryId)}/download`,
        headers: { accept: '*/*' },
        limit: 'download',
        firstByteTimeoutMs: 2 * minuteMs,
        signal
      }
      const startedMs = clock.monotonicMs()
      for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 1.5)) {
        let isRunning = false
        try {
          yield* api.stream(request, (response) => {
            isRunning = response.status === 204 || response.status === 202
            return isRunning ? nothingOf(response) : wholeBody(response)
          })
        } catch (thrown) {
          throw namedForExports(thrown)
        }
        if (!isRunning) return
        const waitedMs = clock.monotonicMs() - startedMs
        if (waitedMs > longestWaitMs) throw new AppError('timed-out', { endpoint: `GET ${endpoint}`, waitedMs })
        onWaiting?.(waitedMs)
        await clock.sleep(pauseMs, signal)
      }
    }
  }
}

/** Whatever comes along with "still running" is no part of the file. */
async function* nothingOf(response: HttpResponse): AsyncIterable<Uint8Array> {
  await discard(response)
  yield* []
}

/** The body, with its length checked where the server said it: a shorter one has broken off. */
async function* wholeBody(response: HttpResponse): AsyncIterable<Uint8Array> {
  const isEncoded = (response.headers['content-encoding'] ?? 'identity') !== 'identity'
  const promised = isEncoded ? Number.NaN : Number(response.headers['content-length'] ?? Number.NaN)
  let bytes = 0
  for await (const chunk of guarded(response.body)) {
    bytes += chunk.byteLength
    yield chunk
  }
  if (bytes < promised)
    throw new AppError('unreachable', { endpoint: `GET ${endpoint}`, reason: 'truncated', bytes, promised })
}

/** Sigma's status words for a download: 404 after an hour, 500 for a query that failed. */
function namedForExports(thrown: unknown): unknown {
  if (!(thrown instanceof AppError)) return thrown
  if (thrown.code === 'not-found') return new AppError('export-expired', thrown.params)
  if (thrown.code === 'server-fault' && thrown.params.status === 500)
    return new AppError('export-failed', thrown.params)
  return thrown
}
