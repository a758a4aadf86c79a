import { type FSWatcher, watch } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import { minuteMs, secondMs } from '../../shared/kit/time.ts'
import type { Announce } from '../ports/announcer.port.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { Logger } from '../ports/logger.port.ts'
import type { ImportStore, NewImport, StoredWatchedFolder } from '../stores/import-store.ts'
import { identityOf } from './file-identity.ts'

/** A folder is looked at this often, since not every file system tells of changes. */
const lookEveryMs = minuteMs
/** A file whose size and time stay the same for so long is taken for whole. */
const settleMs = 2 * secondMs
/** Shortest time between two looks. */
const restMs = secondMs / 4

/** Names of files that are read from a watched folder. */
export function isExportFile(name: string): boolean {
  return !name.startsWith('.') && /\.(csv|jsonl|ndjson)(\.gz)?$/i.test(name)
}

export interface WatchState {
  readonly state: 'watching' | 'missing' | 'not-readable'
  readonly lastLookAtMs?: number
  readonly files: number
  readonly filesSettling: number
}

export interface WatchedFoldersOptions {
  readonly imports: Pick<ImportStore, 'find'>
  /** Takes files that are new. */
  readonly add: (id: OrganizationId, files: readonly NewImport[]) => Promise<unknown>
  readonly clock: Clock
  readonly logger: Logger
  readonly announce: Announce
}

interface Watched {
  readonly folder: StoredWatchedFolder
  readonly controller: AbortController
  done: Promise<void>
  state: WatchState
}

/**
 * Looks at one folder an organization and takes the export files that appear there, each version of a file once. A file
 * that still grows waits; a folder that is not there is looked for again.
 */
export class WatchedFolders {
  readonly #options: WatchedFoldersOptions
  readonly #watched = new Map<OrganizationId, Watched>()

  constructor(options: WatchedFoldersOptions) {
    this.#options = options
  }

  /** Watches a folder instead of the one before. */
  async watch(id: OrganizationId, folder: StoredWatchedFolder): Promise<void> {
    await this.stop(id)
    const watched: Watched = {
      folder,
      controller: new AbortController(),
      state: { state: 'watching', files: 0, filesSettling: 0 },
      done: Promise.resolve()
    }
    this.#watched.set(id, watched)
    watched.done = this.#follow(id, watched).catch((error: unknown) =>
      this.#options.logger.error('folder is not watched any more', { organizationId: id, error })
    )
  }

  stateOf(id: OrganizationId): WatchState | undefined {
    return this.#watched.get(id)?.state
  }

  async stop(id: OrganizationId): Promise<void> {
    const watched = this.#watched.get(id)
    if (watched === undefined) return
    this.#watched.delete(id)
    watched.controller.abort()
    await watched.done
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.#watched.keys()].map((id) => this.stop(id)))
  }

  async #follow(id: OrganizationId, watched: Watched): Promise<void> {
    const { clock } = this.#options
    const { signal } = watched.controller
    const seen = new Seen()
    while (!signal.aborted) {
      const before = watched.state
      watched.state = await this.#look(id, watched.folder, seen)
      if (hasNews(before, watched.state)) this.#options.announce('importsChanged', { organizationId: id })
      const wake = new AbortController()
      const stopped = (): void => wake.abort()
      signal.addEventListener('abort', stopped, { once: true })
      const watcher = watched.state.state === 'watching' ? watcherOf(watched.folder.folder, stopped) : undefined
      await clock.sleep(watched.state.filesSettling > 0 ? settleMs : lookEveryMs, wake.signal).catch(() => undefined)
      signal.removeEventListener('abort', stopped)
      watcher?.close()
      // A file that is being written tells of every piece.
      await clock.sleep(restMs, signal).catch(() => undefined)
    }
  }

  async #look(id: OrganizationId, { folder, path: table }: StoredWatchedFolder, seen: Seen): Promise<WatchState> {
    const { clock, imports, logger } = this.#options
    const nowMs = clock.nowMs()
    let names: string[]
    try {
      names = (await readdir(folder)).filter(isExportFile).sort()
    } catch (thrown) {
      const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined
      const isMissing = code === 'ENOENT' || code === 'ENOTDIR'
      return { state: isMissing ? 'missing' : 'not-readable', lastLookAtMs: nowMs, files: 0, filesSettling: 0 }
    }
    const settled: NewImport[] = []
    let files = 0
    let filesSettling = 0
    for (const name of names) {
      const file = path.join(folder, name)
      try {
        const facts = await stat(file)
        if (!facts.isFile()) continue
        files += 1
        const version = `${facts.size}:${facts.mtimeMs}`
        if (seen.isTaken(file, version)) continue
        if (!seen.hasSettled(file, version, clock.monotonicMs())) {
          filesSettling += 1
          continue
        }
        const identity = await identityOf(file)
        const known = await imports.find(id, identity)
        if (known === undefined) settled.push({ ...identity, path: table, fileName: name, origin: 'folder' })
        else seen.take(file, version)
      } catch (error) {
        // Gone between two looks, or not to be read yet: the next look tells.
        logger.debug('file of a watched folder was passed over', { organizationId: id, error })
        filesSettling += 1
      }
    }
    if (settled.length > 0) await this.#options.add(id, settled)
    return { state: 'watching', lastLookAtMs: nowMs, files, filesSettling }
  }
}

/** What is known of the files of a folder, from one look to the next. */
class Seen {
  readonly #taken = new Map<string, string>()
  readonly #settling = new Map<string, { readonly version: string; readonly sinceMs: number }>()

  isTaken(file: string, version: string): boolean {
    return this.#taken.get(file) === version
  }

  take(file: string, version: string): void {
    this.#settling.delete(file)
    this.#taken.set(file, version)
  }

  /** Whether a file has been the same for long enough. */
  hasSettled(file: string, version: string, nowMs: number): boolean {
    const before = this.#settling.get(file)
    if (before?.version === version) return nowMs - before.sinceMs >= settleMs
    this.#settling.set(file, { version, sinceMs: nowMs })
    return false
  }
}

function hasNews(before: WatchState, after: WatchState): boolean {
  return before.state !== after.state || before.files !== after.files || before.filesSettling !== after.filesSettling
}

/** Wakes on a change in a folder; undefined where the file system does not tell. */
function watcherOf(folder: string, wake: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(folder, { persistent: false }, wake)
    watcher.on('error', () => watcher.close())
    return watcher
  } catch {
    return undefined
  }
}
