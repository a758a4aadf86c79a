import { dayOf, untimedDay } from '../../archive/chain/day-number.ts'
import type { CommitInput } from '../../archive/commit-input.ts'
import type { BatchColumn, EventBatch } from '../../archive/event-batch.ts'
import { stringsOf } from '../../archive/values/packed-strings.ts'
import type { ArchivedTableRow } from '../archived-table.ts'
import { parseEventTime } from '../event-time.ts'
import type { WriteDb } from '../handle.ts'
import { fromJson } from '../json-column.ts'
import { cellReader } from './batch-cells.ts'

/**
 * The column whose values tell a table's rows apart. The rule is settled with the first rows and stays: with another one,
 * rows that are there already would come in a second time.
 */
export function settleEventIdColumn(
  db: WriteDb,
  table: ArchivedTableRow,
  roles: CommitInput['roles']
): string | undefined {
  if (table.eventIdColumn !== null) return table.eventIdColumn
  if (roles.eventIdColumn === undefined || table.rowCount > 0) return undefined
  db.run('UPDATE archived_tables SET event_id_column = :given WHERE table_id = :tableId', {
    given: roles.eventIdColumn,
    tableId: table.tableId
  })
  return roles.eventIdColumn
}

/**
 * Notes from which column a batch's times were read.
 * @returns the other columns (undefined: none) from which times of rows of this table were read before
 */
export function settleTimeColumn(
  db: WriteDb,
  table: ArchivedTableRow,
  roles: CommitInput['roles']
): readonly (string | undefined)[] {
  const { tableId } = table
  const given = roles.timeColumn ?? null
  const stored = db.get<{ columns: string }>(
    'SELECT earlier_time_columns AS columns FROM archived_tables WHERE table_id = :tableId',
    { tableId }
  )
  const earlier = fromJson<(string | null)[]>(stored?.columns ?? '[]')
  if (given !== table.timeColumn) {
    // of a batch without times the table does not lose its column
    const left = given === null ? null : table.timeColumn
    const isNews = (given === null || table.rowCount > 0) && !earlier.includes(left)
    if (isNews) earlier.push(left)
    db.run(
      `UPDATE archived_tables SET time_column = ifnull(:given, time_column), earlier_time_columns = :earlier
       WHERE table_id = :tableId`,
      { given, earlier: JSON.stringify(earlier), tableId }
    )
  }
  if (table.rowCount === 0) return []
  const others = new Set([...earlier, table.timeColumn])
  others.delete(given)
  return [...others].map((name) => name ?? undefined)
}

/** The days in which rows of a batch would be, were their times read from another column. */
export function daysBy(batch: EventBatch, columnName: string | undefined): Int32Array {
  const days = new Int32Array(batch.rowCount).fill(untimedDay)
  const column = batch.columns.find(({ name }) => name === columnName)
  if (columnName === undefined || column === undefined) return days
  const dayAt = dayReader(column)
  for (let row = 0; row < days.length; row += 1) days[row] = dayAt(row)
  return days
}

function dayReader(column: BatchColumn): (row: number) => number {
  const dayOfText = (text: string | undefined) => dayOf(parseEventTime(text) ?? Number.NaN)
  if (column.cells.kind === 'text') {
    const textAt = cellReader(column)
    return (row) => dayOfText(textAt(row))
  }
  const { codes, texts } = column.cells
  const textAt = stringsOf(texts)
  const byCode = Array.from(texts.ends, (_, index) => dayOfText(textAt(index)))
  return (row) => byCode[(codes[row] as number) - 1] ?? untimedDay
}
