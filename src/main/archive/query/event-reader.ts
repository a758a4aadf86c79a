import type { EventFilter } from '../../../shared/domain/event-filter.ts'
import { countEvents, type EventCount } from './count-events.ts'
import { type EventHistogram, histogram, type HistogramTime } from './histogram.ts'
import { type EventPage, type EventRow, pageEvents } from './page-events.ts'
import { planFilter } from './plan.ts'
import type { RowOrder } from './row-cursor.ts'
import { parseRowId } from './row-id.ts'
import type { SegmentSource } from './segment-source.ts'
import { suggestValues } from './suggest-values.ts'
import { topValues, type TopValues, type ValueCount } from './top-values.ts'

/** Questions that a table of archived events answers. A column that the table has not is empty in every row. */
export interface EventReader {
  readonly columns: readonly string[]
  /**
   * A page of matching events.
   * @throws AppError `invalid-input` for a cursor that is none
   */
  page(request: {
    readonly filter: EventFilter
    readonly order: RowOrder
    readonly limit: number
    readonly cursor?: string
    readonly budgetMs?: number
  }): EventPage
  count(request: { readonly filter: EventFilter; readonly budgetMs?: number }): EventCount
  /** @throws AppError `invalid-input` for a zone that there is not */
  histogram(request: {
    readonly filter: EventFilter
    readonly time: HistogramTime
    readonly by?: string
    readonly top?: number
    readonly budgetMs?: number
  }): EventHistogram
  top(request: {
    readonly filter: EventFilter
    readonly column: string
    readonly limit: number
    readonly budgetMs?: number
  }): TopValues
  event(rowId: string): EventRow | undefined
  suggest(request: {
    readonly column: string
    readonly text: string
    readonly limit: number
    readonly budgetMs?: number
  }): ValueCount[]
}

/** Values of a histogram's column that are shown by themselves, where nothing else is asked. */
const usualTop = 8

/** Answers from one state of a table: used within one read transaction. */
export function createEventReader(source: SegmentSource): EventReader {
  const columnIdOf = (name: string | undefined) => source.table.columns.find((column) => column.name === name)?.columnId
  return {
    columns: source.table.columns.map((column) => column.name),
    page: ({ filter, ...request }) => pageEvents(source, { ...request, plan: planFilter(source, filter) }),
    count: ({ filter, budgetMs }) => countEvents(source, planFilter(source, filter), budgetMs),
    histogram: ({ filter, time, by, top = usualTop, budgetMs }) => {
      const columnId = columnIdOf(by)
      const plan = planFilter(source, filter)
      if (by === undefined) return histogram(source, plan, time, undefined, budgetMs)
      if (columnId !== undefined) return histogram(source, plan, time, { by: columnId, top }, budgetMs)
      const plain = histogram(source, plan, time, undefined, budgetMs)
      return { ...plain, others: plain.totals.map(() => 0), none: plain.totals }
    },
    top: ({ filter, column, ...request }) => {
      const columnId = columnIdOf(column)
      const plan = planFilter(source, filter)
      if (columnId !== undefined) return topValues(source, plan, { ...request, columnId })
      const { count, isComplete } = countEvents(source, plan, request.budgetMs)
      return { values: [], others: 0, none: count, isComplete }
    },
    event: (rowId) => {
      const parsed = parseRowId(rowId)
      if (parsed === undefined || parsed.tableId !== source.table.tableId) return undefined
      const row = source.rowAtPlace(parsed.place)
      return row === undefined ? undefined : { rowId, ...row }
    },
    suggest: ({ column, text, limit, budgetMs }) => {
      const columnId = columnIdOf(column)
      return columnId === undefined ? [] : suggestValues(source, columnId, text, limit, budgetMs)
    }
  }
}
