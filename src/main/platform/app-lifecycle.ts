import { app } from 'electron'
import { secondMs } from '../../shared/kit/time.ts'

const longestShutdownMs = 10 * secondMs

/** What must be true of the process before the application is ready. */
export function hardenProcess(): void {
  // Who starts the program with --no-sandbox (root has no other way) has decided it; enforcing it for the helpers all the
  // same would only make them crash. Vigil says so in its notices.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
  // Chromium's own calls home; Vigil's windows need none of them.
  for (const name of [
    'disable-background-networking',
    'disable-domain-reliability',
    'disable-component-update',
    'no-pings'
  ]) {
    app.commandLine.appendSwitch(name)
  }
}

/** Resolves when windows can be made. */
export function whenReady(): Promise<void> {
  return app.whenReady()
}

/** Asks the application to quit, running what was registered with `onQuit`. */
export function quit(): void {
  app.quit()
}

/** Ends the process now, without any farewell. */
export function exit(code: number): void {
  app.exit(code)
}

/** Calls back when the dock icon is clicked (macOS). */
export function onActivate(listener: () => void): void {
  app.on('activate', listener)
}

/** Quits with the last window, except on macOS, where a program stays. */
export function quitWithLastWindow(): void {
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
}

/** Runs once before the process ends, which waits for it, but not longer than 10 s. */
export function onQuit(shutdown: () => Promise<void>): void {
  let state: 'running' | 'stopping' | 'stopped' = 'running'
  const end = () => {
    state = 'stopped'
    app.quit()
  }
  app.on('will-quit', (event) => {
    if (state === 'stopped') return
    event.preventDefault()
    if (state === 'stopping') return
    state = 'stopping'
    const timer = setTimeout(end, longestShutdownMs)
    const endSoon = () => {
      clearTimeout(timer)
      // Not within this event: Electron takes no second request to quit while it still works off the first.
      setImmediate(end)
    }
    shutdown().then(endSoon, endSoon)
  })
}
