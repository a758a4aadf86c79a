// A small program made of Vigil's own platform parts, put together as Vigil does it, for the security tests to attack.
// Nothing in here weakens a part; what the tests need to see is held out through `globalThis.harness`.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createExternalLinks } from '../../../src/main/platform/external-links.ts'
import { createIpcPort } from '../../../src/main/platform/ipc-port.ts'
import { createMainWindow } from '../../../src/main/platform/main-window.ts'
import { createNetHttpClient } from '../../../src/main/platform/net-http-client.ts'
import { hardenProcess, onQuit, quitWithLastWindow, whenReady } from '../../../src/main/platform/app-lifecycle.ts'
import { installCrashGuards } from '../../../src/main/platform/crash-guards.ts'
import { installNavigationGuard } from '../../../src/main/platform/navigation-guard.ts'
import { isPackaged, readRuntimeFacts } from '../../../src/main/platform/runtime-facts.ts'
import { openLogger } from '../../../src/main/platform/logger.ts'
import { openPreferencesFile } from '../../../src/main/platform/preferences-file.ts'
import { prepareAppPaths } from '../../../src/main/platform/app-paths.ts'
import { registerAppScheme } from '../../../src/main/platform/app-scheme.ts'
import { rendererLocation } from '../../../src/main/platform/renderer-location.ts'
import { secureSession } from '../../../src/main/platform/secure-session.ts'
import { setApplicationMenu } from '../../../src/main/platform/application-menu.ts'
import { claimSingleInstance } from '../../../src/main/platform/single-instance.ts'
import { createDesktopNotifier } from '../../../src/main/platform/desktop-notifier.ts'
import { createConnectivity } from '../../../src/main/platform/connectivity.ts'
import { WindowRegistry } from '../../../src/main/platform/window-registry.ts'
import type { HttpRequest } from '../../../src/main/ports/http-client.port.ts'
import { AppError, toAppError } from '../../../src/shared/kit/app-error.ts'

hardenProcess()
registerAppScheme()
const paths = prepareAppPaths(process.env)
const logger = openLogger(paths.logFile, false)
installCrashGuards(logger, () => undefined)
const isFirst = claimSingleInstance(() => logger.info('second start'))
// Not awaited: Electron is ready only when this module is done.
if (isFirst) void start()
else process.exit(0)

async function start(): Promise<void> {
  const location = rendererLocation(process.env.ELECTRON_RENDERER_URL, isPackaged())
  installNavigationGuard(location, logger)
  await whenReady()
  const rendererFolder = join(import.meta.dirname, 'renderer')
  secureSession(rendererFolder, location, logger)
  const preferences = openPreferencesFile(paths.dataFolder, Date.now())
  const windows = new WindowRegistry()
  const ipc = createIpcPort(windows, location, logger)
  const received: unknown[] = []
  ipc.handle('diagnostics', {
    ping: () => Promise.resolve({ atMs: Date.now() }),
    about: async () => ({
      ...(await readRuntimeFacts(join(import.meta.dirname, 'licences.json'))),
      sqlite: '',
      dataFolder: paths.dataFolder,
      logFile: paths.logFile,
      // Not in the contract: must not get across.
      clientSecret: 'slipped-through'
    }),
    listNotices: () => Promise.reject(new AppError('folder-not-writable', { folder: 'x' })),
    openDataFolder: () => Promise.reject(new Error('internal words at /home/somebody')),
    reportRendererError: (input) => {
      received.push(input)
      return Promise.resolve({})
    },
    rendererReady: () => Promise.resolve({ unexpected: true } as never)
  })
  ipc.handle('credentials', {
    keychainStatus: () => Promise.resolve({ state: 'keychain', platform: 'linux' }),
    retryKeychain: () => Promise.resolve({ state: 'keychain', platform: 'linux' }),
    testDraft: () => Promise.resolve([]),
    testOrganization: () => Promise.resolve([]),
    cancelTest: () => Promise.resolve({}),
    setCredentials: ({ clientSecret }) => Promise.reject(new Error(`a library quotes ${clientSecret} in its error`)),
    clearCredentials: () => Promise.resolve({ state: 'missing', isRefused: false })
  })
  const window = createMainWindow({
    preloadFile: join(import.meta.dirname, 'preload', 'index.cjs'),
    location,
    preferences,
    windows,
    logger
  })
  setApplicationMenu(preferences.read().theme, {
    goTo: (destination) => ipc.broadcast('destinationRequested', destination),
    chooseTheme: (theme) => ipc.broadcast('preferencesChanged', preferences.write({ theme })),
    openDataFolder: () => undefined
  })
  const http = createNetHttpClient()
  const links = createExternalLinks(paths.dataFolder)
  const notifier = createDesktopNotifier(logger)
  const connectivity = createConnectivity()
  const codeOf = (thrown: unknown) => toAppError(thrown).toData()
  Object.assign(globalThis, {
    harness: {
      received,
      broadcast: (name: 'inboxChanged', payload: { unread: number }) => ipc.broadcast(name, payload),
      setAsideAs: preferences.setAsideAs,
      preferences: preferences.read(),
      isOnline: () => connectivity.isOnline(),
      logText: () => (existsSync(paths.logFile) ? paths.logFile : ''),
      open: (url: string) => links.open(url).then(() => 'opened', codeOf),
      showFolder: (path: string) => links.showFolder(path).then(() => 'shown', codeOf),
      notify: () => notifier.show({ key: 'k', title: 'Title', body: 'Body', actions: [] }, () => undefined),
      async send(request: HttpRequest, abortAfterMs?: number) {
        const signal = abortAfterMs === undefined ? undefined : AbortSignal.timeout(abortAfterMs)
        try {
          const response = await http.send({ ...request, ...(signal ? { signal } : {}) })
          const pieces: Uint8Array[] = []
          for await (const piece of response.body) pieces.push(piece)
          return { status: response.status, headers: response.headers, text: Buffer.concat(pieces).toString('utf8') }
        } catch (thrown) {
          return { error: codeOf(thrown) }
        }
      }
    }
  })
  quitWithLastWindow()
  onQuit(() => Promise.resolve())
  window.show()
}
