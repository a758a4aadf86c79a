import type { ArchiveSays, ReadTable } from './independent-archive.ts'
import { demand } from './independent-commits.ts'
import { type World, worldRow, worldSize, worldText } from './known-world.ts'

const dayMs = 86_400_000
/** How late Sigma may show an event, and how long it keeps it. */
const delayMs = 2 * 3_600_000
const keptMs = 30 * dayMs

export interface KnownRow {
  readonly text: string
  readonly atMs: number
}

const worlds = new Map<string, readonly KnownRow[]>()

/** All rows of a world. */
export function rowsOfWorld(world: World): readonly KnownRow[] {
  const key = JSON.stringify(world)
  const known =
    worlds.get(key) ??
    Array.from({ length: worldSize(world) }, (_, number) => {
      const row = worldRow(world, number)
      return { text: worldText(row), atMs: row.atMs }
    })
  worlds.set(key, known)
  return known
}

/** How often each text comes. */
export function countTexts(texts: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  return counts
}

/** What must hold of an archive of a world at any instant: nothing double, nothing made up, coverage true. */
export function checkAgainstWorld(says: ArchiveSays, world: World): void {
  const [table] = says.tables
  if (table === undefined) return
  const rows = rowsOfWorld(world)
  const expected = countTexts(rows.map(({ text }) => text))
  const kept = countTexts(table.rows.map(({ text }) => text))
  for (const [text, count] of kept) {
    const most = expected.get(text) ?? 0
    demand(count <= most, `a row is kept ${count} times and came ${most} times: ${text}`)
  }
  const isThere = (row: KnownRow): boolean =>
    table.pruned.has(Math.floor(row.atMs / dayMs)) || kept.get(row.text) === expected.get(row.text)
  checkCoverage(says, table, rows, isThere)
}

/** A window that the ledger has was read to its end: all of its rows are there, and of those that are promised none is missing. */
function checkCoverage(
  says: ArchiveSays,
  table: ReadTable,
  rows: readonly KnownRow[],
  isThere: (row: KnownRow) => boolean
): void {
  for (const { tableId, source, fromMs, toMs, askedAtMs } of says.readings) {
    if (tableId !== table.tableId || source !== 'workbook-export') continue
    const from = Math.max(fromMs, askedAtMs - keptMs)
    const to = Math.min(toMs, askedAtMs - delayMs)
    const missing = rows.filter((row) => row.atMs >= from && row.atMs < to && !isThere(row))
    demand(
      missing.length === 0,
      `the window ${fromMs} to ${toMs} is called complete and misses ${missing.length} rows: ${missing[0]?.text}`
    )
  }
}

/** A commit that was confirmed is there with as many rows. @param confirmed pairs of its number and rows */
export function checkConfirmed(says: ArchiveSays | undefined, confirmed: readonly (readonly number[])[]): void {
  const byId = new Map(says?.commits.map((commit) => [commit.commitId, commit.rowsAdded]))
  for (const [commitId = 0, rowsAdded = 0] of confirmed)
    if (commitId > 0)
      demand(byId.get(commitId) === rowsAdded, `commit ${commitId} of ${rowsAdded} rows was confirmed and is lost`)
}

/** Days left only as the rule allowed: whole, and older than it says. @param days the least number that a rule ever had */
export function checkPruned(says: ArchiveSays, days: number): void {
  for (const { pruned } of says.tables)
    for (const day of pruned.keys())
      demand((day + 1) * dayMs <= Date.now() - days * dayMs, `day ${day} left before ${days} days were over`)
}
