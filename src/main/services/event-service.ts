import type {
  ArchivedEvent,
  ArchivedEventHistogram,
  ArchivedEventPage,
  TopEventValues
} from '../../shared/contract/audit-events.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import type { EventQuestion, EventStore } from '../stores/event-store.ts'

/** How long a page looks for rows before it shows what it has, ms: the next page goes on from there. */
const pageBudgetMs = 400
/** How long a count goes on where nothing is said, ms. */
const countBudgetMs = 2_000

type Page = EventQuestion & {
  readonly order: 'newest' | 'oldest'
  readonly limit: number
  readonly cursor?: string | undefined
}
type Histogram = EventQuestion & {
  readonly unit: 'minute' | 'quarter-hour' | 'hour' | 'day' | 'week' | 'month'
  readonly timeZone: string
  readonly fromMs: number
  readonly toMs: number
  readonly by?: string | undefined
  readonly top?: number | undefined
}
type Suggest = {
  readonly path: readonly string[]
  readonly column: string
  readonly text: string
  readonly limit: number
}

/** Questions about archived events. All local: they answer offline. */
export class EventService {
  readonly #events: EventStore

  constructor(events: EventStore) {
    this.#events = events
  }

  /** @throws AppError `invalid-input` for a cursor that is none */
  page(id: OrganizationId, { path, filter, order, limit, cursor }: Page): Promise<ArchivedEventPage> {
    const after = cursor === undefined ? {} : { cursor }
    return this.#events.page(id, { path, filter, order, limit, budgetMs: pageBudgetMs, ...after })
  }

  count(
    id: OrganizationId,
    { path, filter, budgetMs }: EventQuestion & { readonly budgetMs?: number | undefined }
  ): Promise<{ count: number; isComplete: boolean }> {
    return this.#events.count(id, { path, filter, budgetMs: budgetMs ?? countBudgetMs })
  }

  /** @throws AppError `invalid-input` for a time zone that there is not */
  histogram(id: OrganizationId, request: Histogram): Promise<ArchivedEventHistogram> {
    const { path, filter, unit, timeZone, fromMs, toMs, by, top } = request
    return this.#events.histogram(id, {
      path,
      filter,
      time: { unit, zone: timeZone, fromMs, toMs },
      ...(by === undefined ? {} : { by }),
      ...(top === undefined ? {} : { top })
    })
  }

  topValues(
    id: OrganizationId,
    { path, filter, column, limit }: EventQuestion & { readonly column: string; readonly limit: number }
  ): Promise<TopEventValues> {
    return this.#events.top(id, { path, filter, column, limit })
  }

  get(id: OrganizationId, path: readonly string[], rowId: string): Promise<{ columns: string[]; row?: ArchivedEvent }> {
    return this.#events.event(id, path, rowId)
  }

  async suggest(id: OrganizationId, request: Suggest): Promise<{ values: string[] }> {
    return { values: (await this.#events.suggest(id, request)).map((value) => value.text) }
  }
}
