import { toHex } from '../../archive/chain/hash-chain.ts'
import type { ReadDb } from '../handle.ts'

/** A day of a table of events, as its chain ends. */
export interface ArchivedDay {
  readonly tableId: number
  /** The table's path as it is stored. */
  readonly pathText: string
  readonly day: number
  readonly rows: number
  /** Hex. */
  readonly head: string
}

/** The days that an archive holds rows of, by table and day; each is found by the index, without a look at its rows. */
export function archivedDays(db: ReadDb): ArchivedDay[] {
  const tables = db.all<{ tableId: number; pathText: string }>(
    "SELECT table_id AS tableId, path AS pathText FROM archived_tables WHERE kind = 'events' ORDER BY table_id"
  )
  return tables.flatMap(({ tableId, pathText }) => {
    const days: ArchivedDay[] = []
    for (let after = -2; ; ) {
      const { day } = db.get<{ day: number | null }>(
        'SELECT min(day) AS day FROM event_blocks WHERE table_id = :tableId AND day > :after',
        { tableId, after }
      ) ?? { day: null }
      if (day === null) return days
      days.push({ tableId, pathText, day, ...endOfDay(db, tableId, day) })
      after = day
    }
  })
}

/** How a day's chain ends now. */
export function endOfDay(db: ReadDb, tableId: number, day: number): { readonly rows: number; readonly head: string } {
  const last = db.get<{ rows: number; head: Uint8Array }>(
    `SELECT first_seq + row_count AS rows, head FROM event_blocks WHERE table_id = :tableId AND day = :day
     ORDER BY first_seq DESC LIMIT 1`,
    { tableId, day }
  )
  return { rows: last?.rows ?? 0, head: last === undefined ? '' : toHex(last.head) }
}

/** Bytes of the file that hold something, and those that are free within it. */
export function archiveBytes(db: ReadDb): { readonly usedBytes: number; readonly freeBytes: number } {
  const pragma = (name: 'page_count' | 'freelist_count' | 'page_size') =>
    db.get<Readonly<Record<string, number>>>(`PRAGMA ${name}`)?.[name] ?? 0
  const freeBytes = pragma('freelist_count') * pragma('page_size')
  return { usedBytes: pragma('page_count') * pragma('page_size') - freeBytes, freeBytes }
}
