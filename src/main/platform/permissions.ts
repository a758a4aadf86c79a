import type { Session } from 'electron'
import { originOf, type RendererLocation } from './renderer-location.ts'

/**
 * The one permission that is given, and only to Vigil's own page: writing text to the clipboard after a click, which is
 * what its Copy buttons do. Reading the clipboard is not in it.
 */
const copyPermission = 'clipboard-sanitized-write'

/** Whether a page may have a permission. */
export function isPermitted(
  permission: string,
  requestingUrl: string,
  isMainFrame: boolean,
  location: RendererLocation
): boolean {
  return permission === copyPermission && isMainFrame && originOf(requestingUrl) === location.origin
}

/** Denies cameras, places, devices, screens, notifications and the rest, asked for, checked for or picked. */
export function denyPermissions(session: Session, location: RendererLocation): void {
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    callback(isPermitted(permission, details.requestingUrl, details.isMainFrame, location))
  })
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, details) =>
    isPermitted(permission, requestingOrigin, details.isMainFrame, location)
  )
  session.setDevicePermissionHandler(() => false)
  session.setUSBProtectedClassesHandler(({ protectedClasses }) => protectedClasses)
  session.setDisplayMediaRequestHandler((_request, callback) => callback({}))
  if (process.platform !== 'darwin') {
    session.setBluetoothPairingHandler((_details, callback) => callback({ confirmed: false }))
  }
  session.on('select-hid-device', (event, _details, callback) => {
    event.preventDefault()
    callback(null)
  })
  session.on('select-serial-port', (event, _ports, _contents, callback) => {
    event.preventDefault()
    callback('')
  })
  session.on('select-usb-device', (event, _details, callback) => {
    event.preventDefault()
    callback()
  })
}
