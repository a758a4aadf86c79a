import { connect, isIP } from 'node:net'
import { proxyTargets, type ProbeTarget } from './proxy-targets.ts'

/** `silent`: nobody answered in time. `answered`: a connection stood, or was refused by whoever is there. */
export type ProbeOutcome = 'answered' | 'silent' | 'unknown'

export interface ProbeNetwork {
  /** The proxies for an address as a PAC file says them: `DIRECT`, `PROXY host:port; DIRECT`. */
  readonly resolveProxy: (url: string) => Promise<string>
  /** IP addresses of a name. */
  readonly resolveHost: (host: string) => Promise<readonly string[]>
}

export interface ConnectionProbe {
  /** Whether connections to where a request goes come about at all. @param limitMs longest wait for one */
  readonly look: (url: URL, limitMs: number) => Promise<ProbeOutcome>
}

/** More addresses of one name than anybody's; each costs a socket. */
const mostAddresses = 8

/**
 * Looks whether a connection to a host, or to the proxy in front of it, comes about: a bare TCP connection that sends
 * nothing and is closed at once. Requests to the same place that ask at the same time share one.
 */
export function createConnectionProbe(network: ProbeNetwork): ConnectionProbe {
  const underWay = new Map<string, Promise<ProbeOutcome>>()
  return {
    look(url, limitMs) {
      const found = underWay.get(url.origin)
      if (found !== undefined) return found
      const outcome = probe(network, url, limitMs)
        .catch((): ProbeOutcome => 'unknown')
        .finally(() => underWay.delete(url.origin))
      underWay.set(url.origin, outcome)
      return outcome
    }
  }
}

async function probe(network: ProbeNetwork, url: URL, limitMs: number): Promise<ProbeOutcome> {
  const targets = proxyTargets(await network.resolveProxy(url.href), url)
  if (targets.length === 0) return 'unknown'
  const addresses = await Promise.all(targets.map((target) => addressesOf(network, target)))
  const reachable = addresses.flat().slice(0, mostAddresses)
  // A name without an address is Chromium's to report; it uses the same resolver.
  return reachable.length === 0 ? 'unknown' : await anyAnswers(reachable, limitMs)
}

async function addressesOf(network: ProbeNetwork, { host, port }: ProbeTarget): Promise<ProbeTarget[]> {
  if (isIP(host) > 0) return [{ host, port }]
  return (await network.resolveHost(host)).map((address) => ({ host: address, port }))
}

/** Side by side, so that addresses of a family that leads nowhere (IPv6, mostly) cost the others no time. */
function anyAnswers(targets: readonly ProbeTarget[], limitMs: number): Promise<ProbeOutcome> {
  return new Promise((resolve) => {
    const sockets = targets.map((target) => connect({ ...target }))
    const end = (outcome: ProbeOutcome): void => {
      clearTimeout(timer)
      for (const socket of sockets) socket.destroy()
      resolve(outcome)
    }
    const timer = setTimeout(() => end('silent'), limitMs)
    for (const socket of sockets) {
      socket.on('connect', () => end('answered'))
      socket.on('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ECONNREFUSED' || error.code === 'ECONNRESET') end('answered')
        // No way there from this computer, or the system gave up: like silence, which another address may still break.
      })
    }
  })
}
