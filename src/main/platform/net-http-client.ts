import { type ClientRequest, type IncomingMessage, net, type Session, session } from 'electron'
import { AppError } from '../../shared/kit/app-error.ts'
import type { HttpClient, HttpRequest, HttpResponse } from '../ports/http-client.port.ts'
import { createConnectionProbe } from './connection-probe.ts'
import { bodyWithin } from './http-body.ts'
import { type LateConnections, lateConnections } from './late-connections.ts'
import { netError } from './net-errors.ts'
import { mayFollow, requireSafeUrl } from './redirect-rule.ts'

const mostRedirects = 5

/**
 * HTTP over Electron's network stack, so that the system's proxy and certificates count. A session of its own, in
 * memory, without cookies, cache or stored passwords; the windows' session and its firewall are apart from it.
 */
export function createNetHttpClient(): HttpClient {
  const network = session.fromPartition('vigil-network', { cache: false })
  network.setPermissionRequestHandler((_contents, _permission, callback) => callback(false))
  const probe = createConnectionProbe({
    resolveProxy: (url) => network.resolveProxy(url),
    // Chromium's resolver, whose answers the request goes by, and which holds up no thread of Node's
    resolveHost: async (host) => (await network.resolveHost(host)).endpoints.map(({ address }) => address)
  })
  const late = lateConnections(probe)
  return { send: (request) => send(network, late, request) }
}

async function send(network: Session, late: LateConnections, request: HttpRequest): Promise<HttpResponse> {
  const url = requireSafeUrl(request.url)
  if (request.signal?.aborted) throw new AppError('cancelled')
  const outgoing = net.request({
    method: request.method,
    url: url.href,
    session: network,
    credentials: 'omit',
    useSessionCookies: false,
    cache: 'no-store',
    redirect: 'manual',
    referrerPolicy: 'no-referrer'
  })
  for (const [name, value] of Object.entries(request.headers)) outgoing.setHeader(name, value)
  const ending = endingOf(outgoing, request.signal)
  try {
    const incoming = await firstByte(outgoing, request, url, { late, endReason: ending.reason })
    return {
      status: incoming.statusCode,
      headers: flatHeaders(incoming),
      body: bodyWithin(asChunks(incoming), {
        ...(request.idleTimeoutMs === undefined ? {} : { idleTimeoutMs: request.idleTimeoutMs }),
        ended: ending.promise,
        toError: (thrown) => ending.reason() ?? netError(thrown, url.host, net.isOnline()),
        onEnd: (isComplete) => {
          if (!isComplete) outgoing.abort()
          ending.release()
        }
      })
    }
  } catch (thrown) {
    ending.release()
    throw netError(thrown, url.host, net.isOnline())
  }
}

function firstByte(
  outgoing: ClientRequest,
  request: HttpRequest,
  url: URL,
  { late, endReason }: { readonly late: LateConnections; readonly endReason: () => AppError | undefined }
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    let redirects = 0
    const { firstByteTimeoutMs } = request
    const timer =
      firstByteTimeoutMs === undefined
        ? undefined
        : setTimeout(
            () => end(new AppError('timed-out', { host: url.host, afterMs: firstByteTimeoutMs })),
            firstByteTimeoutMs
          )
    const { connectTimeoutMs } = request
    const watch =
      connectTimeoutMs === undefined
        ? undefined
        : late.watch(url, connectTimeoutMs, () =>
            end(new AppError('unreachable', { host: url.host, reason: 'no-connection' }))
          )
    const end = (error: unknown) => {
      clearTimeout(timer)
      watch?.stop()
      reject(error)
      outgoing.abort()
    }
    outgoing.on('redirect', (_status, _method, target) => {
      redirects += 1
      watch?.answered()
      if (mayFollow(url, target) && redirects <= mostRedirects) outgoing.followRedirect()
      else end(new AppError('wrong-host', { host: url.host }))
    })
    outgoing.on('response', (incoming) => {
      clearTimeout(timer)
      watch?.answered()
      resolve(incoming)
    })
    // Somebody's proxy asks for a name and password: Vigil has none to give.
    outgoing.on('login', (_info, callback) => callback())
    outgoing.on('error', end)
    outgoing.on('abort', () => end(endReason() ?? new AppError('unreachable', { host: url.host })))
    outgoing.end(request.body)
  })
}

/** Turns the caller's signal into an abort of the request, before and while the body is read. */
function endingOf(outgoing: ClientRequest, signal: AbortSignal | undefined) {
  let reason: AppError | undefined
  let rejectEnded: (error: AppError) => void = () => undefined
  const promise = new Promise<never>((_resolve, reject) => {
    rejectEnded = reject
  })
  promise.catch(() => undefined)
  const cancel = () => {
    reason = new AppError('cancelled')
    rejectEnded(reason)
    outgoing.abort()
  }
  signal?.addEventListener('abort', cancel, { once: true })
  return { promise, reason: () => reason, release: () => signal?.removeEventListener('abort', cancel) }
}

/** Electron's message is a readable stream, though its typings name only the events. */
function asChunks(incoming: IncomingMessage): AsyncIterable<Uint8Array> {
  return incoming as unknown as AsyncIterable<Uint8Array>
}

function flatHeaders(incoming: IncomingMessage): Record<string, string> {
  const entries = Object.entries(incoming.headers)
  return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), [value].flat().join(', ')]))
}
