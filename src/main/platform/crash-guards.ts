import { app } from 'electron'
import { minuteMs } from '../../shared/kit/time.ts'
import type { Logger } from '../ports/logger.port.ts'

const longestStreak = 3
const longestTale = 10
const streakMs = minuteMs

/**
 * Logs what nobody caught, so that it is known, and brings a window back whose page died, unless it keeps dying.
 * Electron's crash reporter is never started: no dump leaves this machine.
 * @param onFatal an error that escaped everything: the program's state is not to be trusted any more
 */
export function installCrashGuards(logger: Logger, onFatal: (error: unknown) => void): void {
  process.on('uncaughtException', (error) => {
    logger.error('uncaught exception', { error })
    onFatal(error)
  })
  process.on('unhandledRejection', (reason) => logger.error('unhandled rejection', { error: reason }))
  // A helper that dies at every start would fill the log.
  const mayTell = streakLimit(longestTale, streakMs)
  app.on('child-process-gone', (_event, details) => {
    if (details.reason !== 'clean-exit' && mayTell(performance.now()))
      logger.warn('helper process gone', { kind: details.type, reason: details.reason })
  })
  const mayReload = streakLimit(longestStreak, streakMs)
  app.on('render-process-gone', (_event, contents, details) => {
    logger.error('page process gone', { reason: details.reason, exitCode: details.exitCode })
    if (details.reason === 'clean-exit' || contents.isDestroyed()) return
    if (mayReload(performance.now())) contents.reload()
    else logger.error('page not reloaded: it keeps dying')
  })
}

/** A limit of so many times within so long; times are monotonic ms. */
export function streakLimit(times: number, withinMs: number): (atMs: number) => boolean {
  let earlier: number[] = []
  return (atMs) => {
    earlier = earlier.filter((pastMs) => atMs - pastMs < withinMs)
    if (earlier.length >= times) return false
    earlier.push(atMs)
    return true
  }
}
