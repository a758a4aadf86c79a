import { BrowserWindow, screen } from 'electron'
import type { Logger } from '../ports/logger.port.ts'
import type { PreferencesFile } from '../ports/preferences-file.port.ts'
import type { RendererLocation } from './renderer-location.ts'
import { onBackgroundChanged, windowBackground } from './theme.ts'
import { placeWindow, type Rectangle, smallestWindow } from './window-placement.ts'
import type { WindowRegistry } from './window-registry.ts'

const rememberAfterMs = 500

/** Vigil's window, for those who may not know Electron. */
export interface MainWindow {
  /** Opens the window if there is none, brings it to the front, out of the dock if need be. */
  show(): void
  /** Whether it is open and in front of the person's eyes. */
  isFocused(): boolean
}

export interface MainWindowOptions {
  /** Absolute path of the preload script. */
  readonly preloadFile: string
  /** Absolute path of a PNG; macOS takes the icon from the bundle. */
  readonly iconFile?: string
  readonly location: RendererLocation
  readonly preferences: PreferencesFile
  readonly windows: WindowRegistry
  readonly logger: Logger
}

/** Prepares the window; `show` opens it. Call when the application is ready. */
export function createMainWindow(options: MainWindowOptions): MainWindow {
  let window: BrowserWindow | undefined
  onBackgroundChanged((colour) => window?.setBackgroundColor(colour))
  return {
    show() {
      if (!window) {
        window = openWindow(options)
        window.once('closed', () => {
          window = undefined
        })
        return
      }
      if (window.isMinimized()) window.restore()
      window.show()
      window.focus()
    },
    isFocused: () => window?.isFocused() ?? false
  }
}

function openWindow({
  preloadFile,
  iconFile,
  location,
  preferences,
  windows,
  logger
}: MainWindowOptions): BrowserWindow {
  const { isMaximized, ...bounds } = placeWindow(preferences.readWindow(), workAreas())
  const window = new BrowserWindow({
    ...bounds,
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    show: false,
    title: 'Vigil',
    backgroundColor: windowBackground(),
    ...(iconFile && process.platform !== 'darwin' ? { icon: iconFile } : {}),
    webPreferences: {
      preload: preloadFile,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
      spellcheck: false,
      enableWebSQL: false
    }
  })
  windows.add(window.webContents)
  window.once('ready-to-show', () => {
    if (isMaximized) window.maximize()
    window.show()
  })
  window.webContents.on('did-fail-load', (_event, code, reason, _url, isMainFrame) => {
    if (isMainFrame) logger.error('page did not load', { code, reason })
  })
  window.webContents.on('preload-error', (_event, _path, error) => logger.error('preload script failed', { error }))
  window.on('unresponsive', () => logger.warn('page does not respond'))
  remember(window, preferences)
  window.loadURL(location.indexUrl).catch((error: unknown) => logger.error('page did not load', { error }))
  return window
}

function workAreas(): Rectangle[] {
  const primary = screen.getPrimaryDisplay()
  const others = screen.getAllDisplays().filter((display) => display.id !== primary.id)
  return [primary, ...others].map((display) => display.workArea)
}

function remember(window: BrowserWindow, preferences: PreferencesFile): void {
  let timer: NodeJS.Timeout | undefined
  const write = () => {
    clearTimeout(timer)
    if (!window.isDestroyed())
      preferences.writeWindow({ ...window.getNormalBounds(), isMaximized: window.isMaximized() })
  }
  const later = () => {
    clearTimeout(timer)
    timer = setTimeout(write, rememberAfterMs)
  }
  window.on('resize', later)
  window.on('move', later)
  window.on('maximize', later)
  window.on('unmaximize', later)
  window.on('close', write)
}
