import type { Coverage } from '../../shared/contract/coverage.ts'
import type { JournalDetail } from '../../shared/domain/journal.ts'
import { toAppError } from '../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import { dayMs } from '../../shared/kit/time.ts'
import type { Announce } from '../ports/announcer.port.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { Logger } from '../ports/logger.port.ts'
import type { ArchiveStore } from '../stores/archive-store.ts'
import type { BackupStore, SalvageOverview } from '../stores/backup-store.ts'
import type { LedgerStore } from '../stores/ledger-store.ts'
import type { SettingsStore } from '../stores/settings-store.ts'
import { nameOfDay } from './archive-pruning.ts'

/** What came of a damaged archive. */
export interface SalvageReport {
  readonly fileName: string
  /** Rows that were found with their hashes in order. */
  readonly rowsRead: number
  /** Of these, rows that the archive in its place did not have. */
  readonly rowsAdded: number
  /** Rows of which commits tell and that are neither in the damaged file nor in the archive in its place. */
  readonly rowsLost: number
  /** UTC days with such rows. */
  readonly daysLost: readonly string[]
  /** Whether all commits could be read, so that nothing else can be missing but what came after the last of them. */
  readonly isComplete: boolean
}

export interface SalvageServiceOptions {
  readonly backups: Pick<BackupStore, 'files' | 'keepStubs'>
  readonly archive: Pick<ArchiveStore, 'commitEvents' | 'endSession'>
  readonly ledger: Pick<LedgerStore, 'addReading' | 'readingsSince'>
  /** Rows by day of every table of events that the archive has now. */
  readonly rowsByDay: (id: OrganizationId) => Promise<readonly { pathText: string; day: number; rows: number }[]>
  readonly settings: Pick<SettingsStore, 'appendJournal'>
  /** Tells a person what came of it. */
  readonly tell: (id: OrganizationId, report: SalvageReport) => Promise<void>
  readonly clock: Clock
  readonly logger: Logger
  readonly announce: Announce
}

type Span = Pick<Coverage['stretches'][number], 'fromMs' | 'toMs'>

/**
 * Brings what can be read of damaged archives, which were set aside, into the ones in their place. Rows are known by their
 * content, so that this may be cut off and done again; the damaged file is left as it is.
 */
export class SalvageService {
  readonly #options: SalvageServiceOptions
  readonly #running = new Map<OrganizationId, Promise<void>>()
  #isEnding = false

  constructor(options: SalvageServiceOptions) {
    this.#options = options
  }

  /** Salvages what was not salvaged yet. @returns when that has come to its end; a failure is tried again at the next start */
  run(id: OrganizationId): Promise<void> {
    const known = this.#running.get(id)
    if (known !== undefined) return known
    const running = this.#salvageAll(id)
      .catch((thrown: unknown) =>
        this.#options.logger.error('a damaged archive was not salvaged', {
          organizationId: id,
          code: toAppError(thrown).code
        })
      )
      .finally(() => this.#running.delete(id))
    this.#running.set(id, running)
    return running
  }

  async stopAll(): Promise<void> {
    this.#isEnding = true
    await Promise.all(this.#running.values())
  }

  async #salvageAll(id: OrganizationId): Promise<void> {
    const { backups, settings, clock, announce } = this.#options
    for (const { fileName } of await backups.files.damaged(id)) {
      const report = await this.#salvage(id, fileName)
      if (report === undefined) return
      const { rowsRead, rowsAdded, rowsLost, daysLost } = report
      const detail: JournalDetail = { file: fileName, rows: rowsRead, rowsAdded, rowsLost, days: daysLost.length }
      await settings.appendJournal(id, { action: 'archive-salvaged', outcome: 'done', detail, atMs: clock.nowMs() })
      await backups.files.endSalvage(id, fileName, report)
      await this.#options.tell(id, report)
      announce('coverageChanged', { organizationId: id })
    }
  }

  async #salvage(id: OrganizationId, fileName: string): Promise<SalvageReport | undefined> {
    const { backups, archive, clock } = this.#options
    const { files } = backups
    const newest = (await files.backups(id)).find(({ check, reason }) => check === 'passed' && reason !== 'set-aside')
    const overview = await files.beginSalvage(id, fileName, newest?.file)
    // first, so that rows of days that have left are not taken in again
    await backups.keepStubs(id, overview.stubs)
    const sessionId = `salvage:${fileName}`
    const paths = new Map<string, readonly string[]>()
    let rowsRead = 0
    let rowsAdded = 0
    for (let place: number | undefined = 0; place !== undefined; ) {
      const { parts, nextPlace } = await files.salvageRows(id, fileName, place)
      for (const { path, timeColumn, eventIdColumn, batch } of parts) {
        paths.set(JSON.stringify(path), path)
        rowsRead += batch.rowCount
        const kept = await archive.commitEvents(id, {
          path,
          batch,
          source: { kind: 'salvage', name: fileName },
          sessionId,
          roles: {
            ...(timeColumn === undefined ? {} : { timeColumn }),
            ...(eventIdColumn === undefined ? {} : { eventIdColumn })
          },
          quarantined: [],
          atMs: clock.nowMs()
        })
        rowsAdded += kept.rowsAdded
      }
      place = nextPlace
      if (this.#isEnding) {
        await files.endSalvage(id, fileName).catch(() => undefined)
        return undefined
      }
    }
    for (const path of paths.values()) await archive.endSession(id, path, sessionId)
    const lost = await this.#lostDays(id, overview.toldDays)
    // A reading is noted after its rows: one that is younger than the last commit may be of rows that are gone with theirs.
    const sureMs = overview.areCommitsWhole ? (overview.lastCommitAtMs ?? 0) : 0
    const sure = overview.readings.filter(({ answeredAtMs }) => answeredAtMs <= sureMs)
    await this.#keepReadings(id, sure, lost)
    return {
      fileName,
      rowsRead,
      rowsAdded,
      rowsLost: lost.reduce((sum, { rows }) => sum + rows, 0),
      daysLost: [...new Set(lost.map(({ day }) => day))]
        .sort((one, other) => one - other)
        .map((day) => (day < 0 ? 'untimed' : nameOfDay(day))),
      isComplete: overview.areCommitsWhole
    }
  }

  async #lostDays(
    id: OrganizationId,
    told: readonly { readonly path: readonly string[]; readonly day: number; readonly rows: number }[]
  ): Promise<{ pathText: string; day: number; rows: number }[]> {
    const there = new Map(
      (await this.#options.rowsByDay(id)).map(({ pathText, day, rows }) => [`${day} ${pathText}`, rows])
    )
    return told.flatMap(({ path, day, rows }) => {
      const pathText = JSON.stringify(path)
      const missing = rows - (there.get(`${day} ${pathText}`) ?? 0)
      return missing > 0 ? [{ pathText, day, rows: missing }] : []
    })
  }

  /** What was read completely still is, but for the days of which rows are lost: those are gaps, and are read again. */
  async #keepReadings(
    id: OrganizationId,
    readings: SalvageOverview['readings'],
    lost: readonly { readonly pathText: string; readonly day: number }[]
  ): Promise<void> {
    const { ledger } = this.#options
    const known = new Map<string, Set<string>>()
    // Rows without a time may be of any.
    const isAnyUntimed = lost.some(({ day }) => day < 0)
    for (const { path, ...reading } of readings) {
      const pathText = JSON.stringify(path)
      const before =
        known.get(pathText) ?? new Set((await ledger.readingsSince(id, path)).map((one) => nameOfReading(one)))
      known.set(pathText, before)
      if (isAnyUntimed) continue
      const holes = lost.filter((one) => one.pathText === pathText).map(({ day }) => spanOfDay(day))
      for (const span of without(reading, holes)) {
        const kept = { ...reading, ...span }
        if (before.has(nameOfReading(kept))) continue
        before.add(nameOfReading(kept))
        await ledger.addReading(id, path, kept)
      }
    }
  }
}

function nameOfReading({ fromMs, toMs, askedAtMs }: Span & { readonly askedAtMs: number }): string {
  return `${fromMs} ${toMs} ${askedAtMs}`
}

function spanOfDay(day: number): Span {
  return { fromMs: day * dayMs, toMs: (day + 1) * dayMs }
}

/** What is left of a span. @param holes of any order */
export function without({ fromMs, toMs }: Span, holes: readonly Span[]): Span[] {
  let left: Span[] = [{ fromMs, toMs }]
  for (const hole of holes)
    left = left.flatMap((span) => [
      ...(span.fromMs < hole.fromMs ? [{ fromMs: span.fromMs, toMs: Math.min(span.toMs, hole.fromMs) }] : []),
      ...(span.toMs > hole.toMs ? [{ fromMs: Math.max(span.fromMs, hole.toMs), toMs: span.toMs }] : [])
    ])
  return left.filter((span) => span.fromMs < span.toMs)
}
