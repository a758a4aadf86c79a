import { app, type Session, session } from 'electron'
import type { Logger } from '../ports/logger.port.ts'
import { serveAppScheme } from './app-scheme.ts'
import { denyPermissions } from './permissions.ts'
import type { RendererLocation } from './renderer-location.ts'
import { installRequestFirewall } from './request-firewall.ts'

/**
 * The session of Vigil's windows: serves the program's files, lets no other request out, gives no permission, saves no
 * download and fetches no dictionary. Call when the application is ready, before the first window.
 * @param rendererFolder absolute path of the built renderer
 */
export function secureSession(rendererFolder: string, location: RendererLocation, logger: Logger): Session {
  const windows = session.defaultSession
  serveAppScheme(windows, rendererFolder)
  installRequestFirewall(windows, location, app.isPackaged, logger)
  denyPermissions(windows, location)
  windows.setSpellCheckerEnabled(false)
  // Should anything switch spelling on, its dictionaries come from nowhere.
  windows.setSpellCheckerDictionaryDownloadURL('http://127.0.0.1:0/')
  windows.on('will-download', (event) => {
    logger.warn('download refused')
    event.preventDefault()
  })
  return windows
}
