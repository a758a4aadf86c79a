import { directoryLists } from '../../shared/domain/directory-records.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import type { DirectoryStore } from '../stores/directory-store.ts'
import { failureKind } from './failure-kind.ts'
import { type DirectoryContext, pullDirectory } from './pull-directory.ts'

/** Readings of directories that are going on, and those that a person has asked for. */
export class DirectoryReadings {
  readonly #directory: DirectoryStore
  readonly #running = new Set<OrganizationId>()
  readonly #isThoroughWanted = new Set<OrganizationId>()
  readonly #toldRunning = new Set<OrganizationId>()

  constructor(directory: DirectoryStore) {
    this.#directory = directory
  }

  /** Lets the next reading of an organization leave nothing out: a person asked for it. */
  wantThorough(id: OrganizationId): void {
    this.#isThoroughWanted.add(id)
  }

  /** Whether a reading is going on. Its end is announced to whoever was told so. */
  isReading(id: OrganizationId): boolean {
    const isRunning = this.#running.has(id)
    if (isRunning) this.#toldRunning.add(id)
    return isRunning
  }

  /** Reads and stores an organization's directory. @throws AppError as `pullDirectory` */
  async pull(context: Omit<DirectoryContext, 'directory'>, signal: AbortSignal): Promise<void> {
    const id = context.organizationId
    const isThorough = this.#isThoroughWanted.delete(id)
    this.#running.add(id)
    try {
      await pullDirectory({ ...context, directory: this.#directory }, signal, isThorough)
    } finally {
      this.#running.delete(id)
      if (this.#toldRunning.delete(id)) context.announce('directoryChanged', { organizationId: id })
    }
  }

  /** When all lists were last read, or were found not to be readable, epoch ms; undefined where one never was. */
  async readAtMs(id: OrganizationId): Promise<number | undefined> {
    const marks = await Promise.all(directoryLists.map((list) => this.#directory.freshness(id, list)))
    const times = marks.map(({ readAtMs, lastError, lastErrorAtMs }) => {
      const isDecided = lastError !== undefined && failureKind(lastError.code) === 'final'
      return Math.max(readAtMs ?? Number.NEGATIVE_INFINITY, isDecided ? (lastErrorAtMs ?? 0) : Number.NEGATIVE_INFINITY)
    })
    const oldest = Math.min(...times)
    return Number.isFinite(oldest) ? oldest : undefined
  }
}
