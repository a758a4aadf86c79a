import { createEventReader, type EventReader } from '../../archive/query/event-reader.ts'
import { findTable } from '../archived-table.ts'
import type { ReadDb } from '../handle.ts'
import { openSegmentSource } from './read-source.ts'

/** Reads a table of events; undefined where there is none with that path, or where its rows are a snapshot. */
export function eventReader(db: ReadDb, path: readonly string[]): EventReader | undefined {
  const table = findTable(db, path)
  if (table === undefined || table.kind === 'snapshot') return undefined
  const source = openSegmentSource(db, table.tableId)
  return source === undefined ? undefined : createEventReader(source)
}
