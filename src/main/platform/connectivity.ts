import { net, powerMonitor } from 'electron'
import { secondMs } from '../../shared/kit/time.ts'
import type { Connectivity } from '../ports/connectivity.port.ts'

const pollMs = 5 * secondMs

/**
 * What the system says about the network. Electron announces no change to the main process, so it is asked every few
 * seconds while anyone listens. Call when the application is ready.
 */
export function createConnectivity(): Connectivity {
  const listeners = new Set<() => void>()
  let wasOnline = net.isOnline()
  let timer: NodeJS.Timeout | undefined
  const tell = () => {
    for (const listener of listeners) listener()
  }
  const look = () => {
    const isOnline = net.isOnline()
    const isBack = isOnline && !wasOnline
    wasOnline = isOnline
    if (isBack) tell()
  }
  powerMonitor.on('unlock-screen', look)
  return {
    isOnline: () => net.isOnline(),
    onMaybeOnline(listener) {
      listeners.add(listener)
      timer ??= setInterval(look, pollMs).unref()
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        clearInterval(timer)
        timer = undefined
      }
    }
  }
}
