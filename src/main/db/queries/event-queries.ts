import type {
  ArchivedEventHistogram,
  ArchivedEventPage,
  TopEventValues
} from '../../../shared/contract/audit-events.ts'
import type { EventFilter } from '../../../shared/domain/event-filter.ts'
import type { EventCount } from '../../archive/query/count-events.ts'
import type { EventHistogram, HistogramTime } from '../../archive/query/histogram.ts'
import type { RowOrder } from '../../archive/query/row-cursor.ts'
import { eventReader } from '../archive/read-events.ts'
import { query } from '../operation.ts'

/** Which rows of which table a question is about. */
interface OfFilter {
  readonly path: readonly string[]
  readonly filter: EventFilter
}

/** A question is stopped after this long, so that others get their turn, ms; the answer says so. */
const usualBudgetMs = 4_000
/** Somebody who types waits less, ms. */
const suggestBudgetMs = 500

/**
 * A page of events. The next page begins behind the last row, so that its depth costs nothing.
 * @throws AppError `invalid-input` for a cursor that is none
 */
export const pageEvents = query(
  'archive',
  (
    db,
    params: OfFilter & {
      readonly order: RowOrder
      readonly limit: number
      readonly cursor?: string
      readonly budgetMs?: number
    }
  ): ArchivedEventPage => {
    const { path, ...request } = params
    const page = eventReader(db, path)?.page({ budgetMs: usualBudgetMs, ...request })
    return page === undefined
      ? { columns: [], rows: [], isPartial: false }
      : { ...page, columns: [...page.columns], rows: page.rows.map((row) => ({ ...row, cells: [...row.cells] })) }
  }
)

export const countEvents = query(
  'archive',
  (db, { path, ...request }: OfFilter & { readonly budgetMs?: number }): EventCount =>
    eventReader(db, path)?.count({ budgetMs: usualBudgetMs, ...request }) ?? { count: 0, isComplete: true }
)

/** @throws AppError `invalid-input` for a zone that there is not */
export const eventHistogram = query(
  'archive',
  (
    db,
    params: OfFilter & { readonly time: HistogramTime; readonly by?: string; readonly top?: number }
  ): ArchivedEventHistogram => {
    const { path, ...request } = params
    const answer = eventReader(db, path)?.histogram({ budgetMs: usualBudgetMs, ...request })
    if (answer === undefined) return { edges: [], series: [], isComplete: true }
    return { edges: [...answer.edges], series: seriesOf(answer, params.by), isComplete: answer.isComplete }
  }
)

export const topEventValues = query(
  'archive',
  (db, { path, ...request }: OfFilter & { readonly column: string; readonly limit: number }): TopEventValues => {
    const top = eventReader(db, path)?.top({ budgetMs: usualBudgetMs, ...request })
    return top === undefined
      ? { values: [], others: 0, none: 0, isComplete: true }
      : { values: [...top.values], others: top.others, none: top.none, isComplete: top.isComplete }
  }
)

/** One event by its permanent id; no row where there is none. */
export const getEvent = query('archive', (db, params: { readonly path: readonly string[]; readonly rowId: string }) => {
  const reader = eventReader(db, params.path)
  const row = reader?.event(params.rowId)
  const columns = [...(reader?.columns ?? [])]
  return { columns, ...(row === undefined ? {} : { row: { ...row, cells: [...row.cells] } }) }
})

/** Values of a column for somebody who types, most frequent first. */
export const suggestEventValues = query(
  'archive',
  (
    db,
    params: {
      readonly path: readonly string[]
      readonly column: string
      readonly text: string
      readonly limit: number
    }
  ): { readonly text: string; readonly count: number }[] =>
    eventReader(db, params.path)?.suggest({ budgetMs: suggestBudgetMs, ...params }) ?? []
)

function seriesOf(answer: EventHistogram, by: string | undefined): ArchivedEventHistogram['series'] {
  const counts = (of: readonly number[]) => ({ counts: [...of] })
  if (by === undefined) return [{ kind: 'all', ...counts(answer.totals) }]
  return [
    ...answer.series.map((one) => ({ kind: 'value' as const, text: one.text, ...counts(one.counts) })),
    { kind: 'others', ...counts(answer.others) },
    { kind: 'none', ...counts(answer.none) }
  ]
}
