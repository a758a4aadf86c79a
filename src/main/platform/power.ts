import { powerMonitor } from 'electron'
import type { Power } from '../ports/power.port.ts'

/** Electron's word about sleep (on Linux that of logind). Call when the application is ready. */
export function createPower(): Power {
  return {
    onSuspend(listener) {
      powerMonitor.on('suspend', listener)
      return () => powerMonitor.off('suspend', listener)
    },
    onResume(listener) {
      powerMonitor.on('resume', listener)
      return () => powerMonitor.off('resume', listener)
    }
  }
}
