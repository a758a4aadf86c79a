import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Preferences } from '../../shared/contract/preferences.ts'
import { hardenProcess, onActivate, onQuit, quitWithLastWindow, whenReady, exit } from '../platform/app-lifecycle.ts'
import { chosenDataFolder, prepareAppPaths } from '../platform/app-paths.ts'
import { setApplicationMenu } from '../platform/application-menu.ts'
import { registerAppScheme } from '../platform/app-scheme.ts'
import { createConnectivity } from '../platform/connectivity.ts'
import { installCrashGuards } from '../platform/crash-guards.ts'
import { tellFatalError } from '../platform/fatal-error.ts'
import { createVault } from '../platform/create-vault.ts'
import { createDesktopNotifier } from '../platform/desktop-notifier.ts'
import { createFileDialogs } from '../platform/file-dialogs.ts'
import { createExternalLinks } from '../platform/external-links.ts'
import { createIpcPort } from '../platform/ipc-port.ts'
import { openLogger } from '../platform/logger.ts'
import { createMainWindow, type MainWindow } from '../platform/main-window.ts'
import { installNavigationGuard } from '../platform/navigation-guard.ts'
import { createNetHttpClient } from '../platform/net-http-client.ts'
import { createPower } from '../platform/power.ts'
import { openPreferencesFile } from '../platform/preferences-file.ts'
import { rendererLocation } from '../platform/renderer-location.ts'
import { applicationVersion, isPackaged, readRuntimeFacts } from '../platform/runtime-facts.ts'
import { secureSession } from '../platform/secure-session.ts'
import { claimSingleInstance } from '../platform/single-instance.ts'
import { systemClock } from '../platform/system-clock.ts'
import { applyTheme } from '../platform/theme.ts'
import { WindowRegistry } from '../platform/window-registry.ts'
import type { Destination } from '../../shared/contract/events.ts'
import type { AppPaths } from '../ports/app-paths.port.ts'
import type { Logger } from '../ports/logger.port.ts'
import { calmAnnounce } from './calm-announce.ts'
import { composeCore } from './compose.ts'
import { crashWords, type FatalWords, startFailureWords } from './fatal-words.ts'
import { Notices, recoveryFacts } from './notices.ts'
import { registerHandlers } from './register-handlers.ts'
import { SandboxOrganizations } from './sandbox-organizations.ts'
import { SandboxThread } from './sandbox-thread/client.ts'
import { readStartOptions } from './start-options.ts'

const here = dirname(fileURLToPath(import.meta.url))

/** Starts the program. The only place that knows every part. */
export function start(): void {
  let paths: AppPaths
  try {
    paths = prepareAppPaths(process.env)
  } catch (error) {
    return end(startFailureWords(error, chosenDataFolder(process.env), undefined))
  }
  let window: MainWindow | undefined
  if (!claimSingleInstance(() => window?.show())) return exit(0)
  hardenProcess()
  registerAppScheme()
  const logger = openLogger(paths.logFile, !isPackaged())
  // What escaped everything may have left anything half done; the databases, in threads of their own, are whole.
  installCrashGuards(logger, () => end(crashWords(paths.logFile)))
  whenReady()
    .then(async () => {
      window = await run(paths, logger)
    })
    .catch((error: unknown) => {
      logger.error('start failed', { error })
      end(startFailureWords(error, paths.dataFolder, paths.logFile))
    })
}

function end({ title, detail }: FatalWords): void {
  tellFatalError(title, detail)
  exit(1)
}

async function run(paths: AppPaths, logger: Logger): Promise<MainWindow> {
  const options = readStartOptions(process.env)
  const location = rendererLocation(process.env.ELECTRON_RENDERER_URL, isPackaged())
  const preferences = openPreferencesFile(paths.dataFolder, systemClock.nowMs())
  applyTheme(preferences.read().theme)
  installNavigationGuard(location, logger)
  secureSession(join(here, '../renderer'), location, logger)
  const windows = new WindowRegistry()
  const ipc = createIpcPort(windows, location, logger.child('ipc'))
  const announce = calmAnnounce(ipc.broadcast.bind(ipc), systemClock)
  const notices = new Notices(announce)
  const window = createMainWindow({
    preloadFile: join(here, '../preload/index.cjs'),
    iconFile: isPackaged() ? join(process.resourcesPath, 'icon.png') : join(here, '../../resources/icons/256x256.png'),
    location,
    preferences,
    windows,
    logger
  })
  const pending: { destination: Destination | undefined } = { destination: undefined }
  const ready = { is: false }
  const go = (destination: Destination) => {
    window.show()
    if (ready.is) announce('destinationRequested', destination)
    else pending.destination = destination
  }
  const externalLinks = createExternalLinks(paths.dataFolder)
  const core = composeCore({
    paths,
    databaseWorkerUrl: new URL('./db-worker.js', import.meta.url),
    parserWorkerUrl: new URL('./parser-worker.js', import.meta.url),
    verifyWorkerUrl: new URL('./verify-worker.js', import.meta.url),
    version: applicationVersion(),
    clock: systemClock,
    logger,
    network: createNetHttpClient(),
    vault: createVault(logger.child('vault')),
    preferences,
    notifier: createDesktopNotifier(logger.child('notifications')),
    connectivity: createConnectivity(),
    power: createPower(),
    externalLinks,
    fileDialogs: createFileDialogs(),
    sandboxes: new SandboxOrganizations(
      paths,
      new SandboxThread(new URL('./sandbox-worker.js', import.meta.url), logger),
      options.sandboxActivationMs
    ),
    announce,
    go
  })
  onQuit(() => core.stop())
  quitWithLastWindow()
  onActivate(() => window.show())
  const facts = readRuntimeFacts(join(here, 'licences.json'))
  if (preferences.setAsideAs !== undefined) notices.add('preferences-set-aside', { file: preferences.setAsideAs })
  core.database.onRecovered((recovery) => notices.add('database-set-aside', recoveryFacts(recovery)))

  const openDataFolder = () => externalLinks.showFolder(paths.dataFolder)
  const showMenu = (theme: Preferences['theme']) =>
    setApplicationMenu(theme, {
      goTo: go,
      openDataFolder: () =>
        void openDataFolder().catch((error: unknown) => logger.warn('folder could not be shown', { error })),
      chooseTheme: (chosen) => announce('preferencesChanged', applied(preferences.write({ theme: chosen })))
    })
  const applied = (next: Preferences) => {
    applyTheme(next.theme)
    showMenu(next.theme)
    return next
  }
  showMenu(preferences.read().theme)
  registerHandlers(ipc, core, {
    preferences,
    announce,
    applied,
    notices,
    logger: logger.child('window'),
    openDataFolder,
    about: async () => {
      const { isSandboxed: _isSandboxed, ...runtime } = await facts
      return {
        ...runtime,
        sqlite: await core.database.query({ kind: 'registry' }, 'sqliteVersion'),
        dataFolder: paths.dataFolder,
        logFile: paths.logFile
      }
    },
    rendererReady: () => {
      ready.is = true
      if (options.isBench)
        process.stdout.write(`${JSON.stringify({ vigil: 'interactive', atMs: systemClock.nowMs() })}\n`)
      if (pending.destination !== undefined) announce('destinationRequested', pending.destination)
      pending.destination = undefined
    }
  })
  window.show()
  if (!(await facts).isSandboxed) notices.add('running-without-sandbox')
  core.start().catch((error: unknown) => {
    logger.error('organizations could not be started', { error })
  })
  return window
}
