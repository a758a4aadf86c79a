import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { composeCore, type Core } from '../../src/main/app/compose.ts'
import { SandboxOrganizations } from '../../src/main/app/sandbox-organizations.ts'
import { SandboxThread } from '../../src/main/app/sandbox-thread/client.ts'
import { createVault } from '../../src/main/platform/create-vault.ts'
import { systemClock } from '../../src/main/platform/system-clock.ts'
import type { HttpClient } from '../../src/main/ports/http-client.port.ts'
import type { Logger } from '../../src/main/ports/logger.port.ts'
import type { ListPreferences } from '../../src/main/services/organization-order.ts'
import { AppError } from '../../src/shared/kit/app-error.ts'
import { fetchHttpClient } from '../kit/fetch-http-client.ts'

/** `silent`: no request is answered until it is cancelled, so that nothing is read and nothing has failed. */
export type NetworkState = 'online' | 'offline' | 'silent'

export interface SeedingCore {
  readonly core: Core
  readonly setNetwork: (state: NetworkState) => void
}

const source = (file: string): URL => new URL(`../../src/main/${file}`, import.meta.url)

/** The program's own core over a data folder, with the keychain of the desktop and without a window. */
export function openSeedingCore(folder: string, network: NetworkState): SeedingCore {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const logger = errorLogger('')
  const paths = {
    dataFolder: folder,
    registryFile: path.join(folder, 'registry.sqlite'),
    organizationsFolder: path.join(folder, 'organizations'),
    logFile: path.join(folder, 'logs', 'vigil.log')
  }
  let state = network
  let order: ReturnType<ListPreferences['read']> = { organizationOrder: [] }
  const client: HttpClient = {
    send: (request) => {
      if (state === 'online') return fetchHttpClient.send(request)
      if (state === 'offline') return Promise.reject(new AppError('offline'))
      return new Promise((_resolve, reject) => {
        const { signal } = request
        const cancel = (): void => reject(new AppError('cancelled'))
        if (signal?.aborted === true) cancel()
        else signal?.addEventListener('abort', cancel, { once: true })
      })
    }
  }
  const core = composeCore({
    paths,
    databaseWorkerUrl: source('db/worker.ts'),
    parserWorkerUrl: source('archive/parse/parser-thread.ts'),
    verifyWorkerUrl: source('archive/evidence/verify-thread.ts'),
    version: '0.0.0',
    clock: systemClock,
    logger,
    network: client,
    vault: createVault(logger),
    preferences: {
      read: () => order,
      write: (change) => {
        order = { ...order, ...change }
      }
    },
    notifier: { show: async () => 'shown' },
    connectivity: { isOnline: () => state !== 'offline', onMaybeOnline: () => () => undefined },
    power: { onSuspend: () => () => undefined, onResume: () => () => undefined },
    externalLinks: { open: async () => undefined, showFolder: async () => undefined },
    fileDialogs: {
      chooseSaveFile: async () => undefined,
      chooseOpenFile: async () => undefined,
      chooseOpenFiles: async () => [],
      chooseFolder: async () => undefined
    },
    sandboxes: new SandboxOrganizations(
      paths,
      new SandboxThread(source('app/sandbox-thread/worker.ts'), logger),
      undefined
    ),
    announce: () => undefined,
    go: () => undefined
  })
  return {
    core,
    setNetwork: (next) => {
      state = next
    }
  }
}

function errorLogger(scope: string): Logger {
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: (message, fields) => process.stderr.write(`${scope}${message} ${JSON.stringify(fields ?? {})}\n`),
    child: (name) => errorLogger(`${scope}${name}: `)
  }
}
