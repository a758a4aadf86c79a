import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { composeCore, type Core } from '../../src/main/app/compose.ts'
import { SandboxOrganizations } from '../../src/main/app/sandbox-organizations.ts'
import { SandboxThread } from '../../src/main/app/sandbox-thread/client.ts'
import type { KeychainAccess } from '../../src/main/platform/keychain-access.ts'
import { KeychainVault } from '../../src/main/platform/keychain-vault.ts'
import type { ListPreferences } from '../../src/main/services/organization-order.ts'
import { systemClock } from '../../src/main/platform/system-clock.ts'
import type { Clock } from '../../src/main/ports/clock.port.ts'
import type { HttpClient } from '../../src/main/ports/http-client.port.ts'
import type { SecretVault } from '../../src/main/ports/secret-vault.port.ts'
import type { DesktopNotification } from '../../src/main/ports/notifier.port.ts'
import type { Destination } from '../../src/shared/contract/events.ts'
import { fetchHttpClient } from './fetch-http-client.ts'
import { createMemoryLogger, type MemoryLogger } from './memory-logger.ts'

export interface TestCore extends Core {
  readonly folder: string
  readonly logger: MemoryLogger
  readonly notifications: readonly {
    readonly notification: DesktopNotification
    readonly activate: (action: string) => void
  }[]
  readonly announced: readonly string[]
  readonly destinations: readonly Destination[]
  readonly opened: readonly string[]
  /** Ends it and leaves its folder, to be opened again. */
  readonly end: () => Promise<void>
}

const keychains = new Map<string, Map<string, string>>()

/** A keychain that outlives the core, as the system's does. The real one is under test with the application. */
function keychainOf(folder: string): KeychainAccess {
  const entries = keychains.get(folder) ?? new Map<string, string>()
  keychains.set(folder, entries)
  return {
    get: async (account) => entries.get(account) ?? null,
    set: async (account, value) => {
      entries.set(account, value)
    },
    delete: async (account) => entries.delete(account)
  }
}

const source = (path: string): URL => new URL(`../../src/main/${path}`, import.meta.url)

/**
 * The whole core on real files, threads and the embedded sandbox; only the window, the desktop's notifications and the
 * system's keychain are missing.
 * @param options `folder`: that of an earlier core, to start where it ended; `saveFile`, `openFile`, `openFolder`: what the
 *   dialogs answer; `vault`: puts something around the vault, such as a fault
 */
export function startTestCore(
  options: {
    folder?: string
    activationMs?: number
    network?: HttpClient
    clock?: Clock
    notify?: 'shown' | 'failed'
    saveFile?: string
    openFile?: string
    openFolder?: string
    vault?: (vault: SecretVault) => SecretVault
    /** The system's keychain, where it must outlive this process. */
    keychain?: KeychainAccess
  } = {}
): TestCore {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'vigil-core-'))
  const logger = createMemoryLogger()
  const notifications: { notification: DesktopNotification; activate: (action: string) => void }[] = []
  const announced: string[] = []
  const destinations: Destination[] = []
  const opened: string[] = []
  const paths = {
    dataFolder: folder,
    registryFile: join(folder, 'registry.sqlite'),
    organizationsFolder: join(folder, 'organizations'),
    logFile: join(folder, 'vigil.log')
  }
  const keychain = options.keychain ?? keychainOf(folder)
  let listPreferences: ReturnType<ListPreferences['read']> = { organizationOrder: [] }
  const core = composeCore({
    paths,
    databaseWorkerUrl: source('db/worker.ts'),
    parserWorkerUrl: source('archive/parse/parser-thread.ts'),
    verifyWorkerUrl: source('archive/evidence/verify-thread.ts'),
    version: '0.0.0-test',
    clock: options.clock ?? systemClock,
    logger,
    network: options.network ?? fetchHttpClient,
    vault: (options.vault ?? ((vault) => vault))(new KeychainVault({ platform: 'windows', keychain, logger })),
    preferences: {
      read: () => listPreferences,
      write: (change) => {
        listPreferences = { ...listPreferences, ...change }
      }
    },
    notifier: {
      show: async (notification, activate) => {
        notifications.push({ notification, activate })
        return options.notify ?? 'shown'
      }
    },
    connectivity: { isOnline: () => true, onMaybeOnline: () => () => undefined },
    power: { onSuspend: () => () => undefined, onResume: () => () => undefined },
    externalLinks: {
      open: async (url) => {
        opened.push(url)
      },
      showFolder: async () => undefined
    },
    fileDialogs: {
      chooseSaveFile: async () => options.saveFile,
      chooseOpenFile: async () => options.openFile,
      chooseOpenFiles: async () => (options.openFile === undefined ? [] : [options.openFile]),
      chooseFolder: async () => options.openFolder
    },
    sandboxes: new SandboxOrganizations(
      paths,
      new SandboxThread(source('app/sandbox-thread/worker.ts'), logger),
      options.activationMs ?? 1_000
    ),
    announce: (name) => {
      announced.push(name)
    },
    go: (destination) => {
      destinations.push(destination)
    }
  })
  return { ...core, folder, logger, notifications, announced, destinations, opened, end: () => core.stop() }
}

/** Ends a core and deletes its folder. */
export async function discardTestCore(core: TestCore): Promise<void> {
  await core.end()
  rmSync(core.folder, { recursive: true, force: true })
}

/** Waits until something is so: until `look` throws no more. @throws what it threw last, when the time is over */
export async function eventually<Value>(look: () => Promise<Value> | Value, timeoutMs = 20_000): Promise<Value> {
  const endMs = Date.now() + timeoutMs
  for (;;) {
    try {
      return await look()
    } catch (error) {
      if (Date.now() > endMs) throw error
    }
    await sleep(100)
  }
}
