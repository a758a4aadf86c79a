import type { HttpClient } from '../../src/main/ports/http-client.port.ts'
import { systemClock } from '../../src/main/platform/system-clock.ts'
import {
  openSandboxOrganization,
  type SandboxOptions,
  type SandboxOrganization
} from '../../src/main/sandbox/sandbox-organization.ts'
import { AppError } from '../../src/shared/kit/app-error.ts'

/** A network with organizations behind it, each of which can be cut off or made to hang. */
export interface SwitchableNetwork extends HttpClient {
  /** Puts an organization on the network. @returns it, with the address to reach it under */
  add(host: string, options?: Partial<SandboxOptions>): SandboxOrganization & { readonly apiUrl: string }
  set(host: string, mode: 'up' | 'offline' | 'hanging'): void
  /** Keeps requests back, before they reach the organization, until the returned function is called. */
  holdBack(host: string): () => void
  /** How many requests are being kept back. */
  heldBack(host: string): number
  /** Requests that reached the organization, as `METHOD /path`. */
  requests(host: string): readonly string[]
  close(): void
}

/** Makes one. The organizations are embedded sandboxes; what is between them and the program is this. */
export function createSwitchableNetwork(): SwitchableNetwork {
  const sandboxes = new Map<string, SandboxOrganization>()
  const modes = new Map<string, 'up' | 'offline' | 'hanging'>()
  const seen = new Map<string, string[]>()
  const gates = new Map<string, { open: Promise<void>; waiting: number }>()
  return {
    add(host, options = {}) {
      const sandbox = openSandboxOrganization({
        file: ':memory:',
        clock: systemClock,
        activationMs: 500,
        eventDelayMs: 100,
        exportRunMs: 0,
        ...options
      })
      sandboxes.set(host, sandbox)
      seen.set(host, [])
      return { ...sandbox, apiUrl: `https://${host}` }
    },
    set: (host, mode) => modes.set(host, mode),
    holdBack(host) {
      const { promise, resolve } = Promise.withResolvers<void>()
      gates.set(host, { open: promise, waiting: 0 })
      return () => {
        gates.delete(host)
        resolve()
      }
    },
    heldBack: (host) => gates.get(host)?.waiting ?? 0,
    requests: (host) => seen.get(host) ?? [],
    async send(request) {
      const url = new URL(request.url)
      const sandbox = sandboxes.get(url.host)
      const mode = modes.get(url.host) ?? 'up'
      if (sandbox === undefined) throw new AppError('name-not-resolved', { host: url.host })
      if (mode === 'offline') throw new AppError('offline', {})
      if (mode === 'hanging') await hang(request.signal, request.firstByteTimeoutMs)
      const gate = gates.get(url.host)
      if (gate !== undefined) gate.waiting += 1
      await gate?.open
      seen.get(url.host)?.push(`${request.method} ${url.pathname}`)
      return sandbox.httpClient.send({ ...request, url: `${sandbox.baseUrl}${url.pathname}${url.search}` })
    },
    close() {
      for (const sandbox of sandboxes.values()) sandbox.close()
    }
  }
}

function hang(signal: AbortSignal | undefined, timeoutMs = 60_000): Promise<never> {
  return new Promise((_resolve, reject) => {
    const timer = setTimeout(() => reject(new AppError('timed-out', {})), timeoutMs)
    signal?.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(new AppError('cancelled'))
    })
  })
}
