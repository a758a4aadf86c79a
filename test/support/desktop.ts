// Specs that need another desktop than the one they run in (locked keyring, no notification daemon) start it with this
// and hand its `env` to the program that they launch.
export type { Desktop, DesktopOptions } from '../../tools/desktop/session.ts'
export { startDesktop } from '../../tools/desktop/session.ts'
export type { ShownNotification } from '../../tools/desktop/notification-daemon.ts'
