import type { OrganizationId } from '../../shared/kit/ids.ts'
import { hourMs, minuteMs } from '../../shared/kit/time.ts'
import type { ArchiveStore } from '../stores/archive-store.ts'
import type { SettingsStore } from '../stores/settings-store.ts'
import { DailyTurns } from './daily-turns.ts'
import type { SteadyTime } from './steady-time.ts'
import { isSnapshotTable } from './table-run.ts'
import type { TableSyncs } from './table-sync.ts'

/** Rows of the audit log that are younger than this are not read again, however often the engine comes by. */
const freshMs = 15 * minuteMs
/** A table that says how things are now and could not be read is tried again after this. */
const againAfterMs = hourMs

export interface BackgroundRowsOptions {
  readonly readings: Pick<TableSyncs, 'status' | 'start' | 'isFresh'>
  readonly archive: Pick<ArchiveStore, 'tableSync'>
  readonly settings: Pick<SettingsStore, 'facts'>
  readonly time: SteadyTime
  /** The tables of a connection, read from Sigma where that was never done. */
  readonly pathsOf: (id: OrganizationId, connectionId: string) => Promise<readonly (readonly string[])[]>
}

/**
 * Has an organization's audit rows read in the background: new events at each call, the tables of SIGMA_SHARED once a day
 * each where the workbook shows them. What a person paused stays unread, and without a workbook nothing is looked for:
 * that costs many requests, and a person chooses or makes one.
 */
export function backgroundRows(
  options: BackgroundRowsOptions
): (id: OrganizationId, connectionId: string) => Promise<void> {
  const { readings, archive, settings, time, pathsOf } = options
  const daily = new DailyTurns(time)

  const isSnapshotDue = async (id: OrganizationId, path: readonly string[]): Promise<boolean> => {
    const key = `${id}:${JSON.stringify(path)}`
    if (daily.knows(key) && !daily.isDue(id, key, undefined)) return false
    const { lastSyncAtMs } = await archive.tableSync(id, path)
    daily.learn(key, lastSyncAtMs)
    return daily.isDue(id, key, lastSyncAtMs) && !(await readings.isFresh(id, path, againAfterMs))
  }
  const startUnlessHeld = async (id: OrganizationId, path: readonly string[]): Promise<void> => {
    const { state } = await readings.status(id, path)
    if (state !== 'no-workbook' && state !== 'paused') readings.start(id, path)
  }

  return async (id, connectionId) => {
    const paths = await pathsOf(id, connectionId)
    const events = paths.find((one) => one.at(-1) === 'AUDIT_LOGS')
    if (events !== undefined && !(await readings.isFresh(id, events, freshMs))) await startUnlessHeld(id, events)
    const { exportWorkbook } = await settings.facts(id)
    const shown = new Set(exportWorkbook?.elements.map((element) => element.name.toUpperCase()))
    for (const path of paths) {
      if (!isSnapshotTable(path) || !shown.has((path.at(-1) ?? '').toUpperCase())) continue
      if (await isSnapshotDue(id, path)) await startUnlessHeld(id, path)
    }
  }
}
