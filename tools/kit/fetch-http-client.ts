import type { HttpClient } from '../../src/main/ports/http-client.port.ts'
import { AppError } from '../../src/shared/kit/app-error.ts'

/** Real HTTP from Node, where Electron's network stack is not at hand. No redirects, as in the application. */
export const fetchHttpClient: HttpClient = {
  async send({ method, url, headers, body, signal, firstByteTimeoutMs }) {
    const timeout = firstByteTimeoutMs === undefined ? undefined : AbortSignal.timeout(firstByteTimeoutMs)
    const signals = [signal, timeout].filter((one) => one !== undefined)
    try {
      const response = await fetch(url, {
        method,
        headers,
        redirect: 'manual',
        ...(body === undefined ? {} : { body }),
        ...(signals.length === 0 ? {} : { signal: AbortSignal.any(signals) })
      })
      return {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: (response.body ?? (async function* () {})()) as AsyncIterable<Uint8Array>
      }
    } catch (error) {
      if (signal?.aborted === true) throw new AppError('cancelled', {}, { cause: error })
      throw new AppError(timeout?.aborted === true ? 'timed-out' : 'unreachable', {}, { cause: error })
    }
  }
}
