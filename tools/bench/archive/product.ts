import type { ArchivedEventHistogram, ArchivedEventPage } from '../../../src/shared/contract/audit-events.ts'
import type { VerificationCursor, VerificationStep } from '../../../src/shared/domain/archive-verification.ts'
import type { EventFilter } from '../../../src/shared/domain/event-filter.ts'
import { dayMs } from '../../../src/shared/kit/time.ts'
import { generateDefaults } from '../../events/generate.ts'
import { type Answer, type DayCount, histogramOf, others } from './answers.ts'
import { type DataFolder, tablePath } from './data-folder.ts'
import type { Engine } from './engine.ts'
import { idColumn } from './filter-sql.ts'
import type { Ask } from './questions.ts'

/** The window shows what was counted until then; here a count is measured to its end, however slow the machine is. */
const countBudgetMs = 60_000

export const ourName = 'Vigil'
const longestPage = 500
const year = {
  fromMs: generateDefaults.fromMs,
  toMs: generateDefaults.fromMs + generateDefaults.days * dayMs
} as const

/** The archive, asked as the program asks it: through the database client, by reader threads. */
export function archiveEngine({ client, organizationId }: DataFolder): Engine {
  const ref = { kind: 'archive', organizationId } as const
  const cursors = new Map<number, string>()

  const page = (filter: EventFilter, limit: number, cursor?: string): Promise<ArchivedEventPage> =>
    client.query(ref, 'pageEvents', {
      path: tablePath,
      filter,
      order: 'newest',
      limit,
      ...(cursor !== undefined && { cursor })
    })

  /** Pages on from the nearest place that is known, as somebody would who goes on and on. */
  const goTo = async (depth: number): Promise<void> => {
    let at = Math.max(0, ...[...cursors.keys()].filter((one) => one <= depth))
    let cursor = cursors.get(at)
    while (at < depth) {
      const { rows, nextCursor } = await page({ kind: 'everything' }, Math.min(longestPage, depth - at), cursor)
      at += rows.length
      if (rows.length === 0 || nextCursor === undefined) throw new Error(`there are only ${at} rows`)
      cursor = nextCursor
    }
    if (cursor !== undefined) cursors.set(depth, cursor)
  }

  const askFor = async (ask: Ask): Promise<() => Answer> => {
    switch (ask.kind) {
      case 'page': {
        const answer = await page(ask.filter, ask.limit)
        return () => rowsOf(answer)
      }
      case 'deepPage': {
        const answer = await page({ kind: 'everything' }, ask.limit, cursors.get(ask.depth))
        return () => rowsOf(answer)
      }
      case 'count': {
        const { count, isComplete } = await client.query(ref, 'countEvents', {
          path: tablePath,
          filter: ask.filter,
          budgetMs: countBudgetMs
        })
        return () => {
          if (!isComplete) throw new Error('the count was given up')
          return { kind: 'count', count }
        }
      }
      case 'histogram': {
        const { filter, by, top } = ask
        const time = { unit: 'day', zone: 'UTC', ...year } as const
        const answer = await client.query(ref, 'eventHistogram', { path: tablePath, filter, time, by, top })
        return () => barsOf(answer)
      }
      case 'top': {
        const { filter, column, limit } = ask
        const { values, isComplete } = await client.query(ref, 'topEventValues', {
          path: tablePath,
          filter,
          column,
          limit
        })
        return () => {
          if (!isComplete) throw new Error('the list was given up')
          return { kind: 'top', values: values.map(({ text, count }) => [text, count]) }
        }
      }
      case 'event': {
        const answer = await page({ kind: 'equals', column: idColumn, values: [ask.eventId] }, 1)
        return () => eventOf(answer)
      }
    }
  }

  return {
    name: ourName,
    prepare: async (ask) => {
      if (ask.kind === 'deepPage') await goTo(ask.depth)
    },
    ask: askFor,
    close: async () => undefined
  }
}

/**
 * Recomputes the chain of all rows, step by step as the program does it.
 * @throws Error when something is not as it was archived
 */
export async function verifyArchive(data: DataFolder): Promise<{ readonly rows: number; readonly tookMs: number }> {
  const { client, organizationId } = data
  const ref = { kind: 'archive', organizationId } as const
  const beganAt = performance.now()
  let rows = 0
  let cursor: VerificationCursor | undefined
  do {
    const step: VerificationStep = await client.query(ref, 'verifyArchive', {
      organizationId,
      ...(cursor !== undefined && { cursor })
    })
    if (step.findings.length > 0) throw new Error(`the chain is broken: ${JSON.stringify(step.findings.slice(0, 5))}`)
    rows += step.rowsChecked
    cursor = step.cursor
  } while (cursor !== undefined)
  return { rows, tookMs: performance.now() - beganAt }
}

function rowsOf({ columns, rows, isPartial }: ArchivedEventPage): Answer {
  if (isPartial) throw new Error('the page was given up before it was full')
  const id = columns.indexOf(idColumn)
  return { kind: 'rows', rows: rows.map((row) => [row.atMs ?? Number.NaN, row.cells[id] ?? '']) }
}

function eventOf({ columns, rows }: ArchivedEventPage): Answer {
  const cells = rows[0]?.cells
  if (cells === undefined) return { kind: 'event', cells: undefined }
  const filled = columns.flatMap((column, at): (readonly [string, string])[] => {
    const text = cells[at]
    return text === null || text === undefined ? [] : [[column, text]]
  })
  return { kind: 'event', cells: Object.fromEntries(filled) }
}

function barsOf({ edges, series, isComplete }: ArchivedEventHistogram): Answer {
  if (!isComplete) throw new Error('the histogram was given up')
  const counts = series.flatMap(({ kind, text, counts: bars }) =>
    bars.flatMap((count, at): DayCount[] =>
      count === 0 ? [] : [[edges[at] ?? 0, kind === 'others' ? others : (text ?? 'null'), count]]
    )
  )
  // it has chosen already
  return histogramOf(counts, Number.POSITIVE_INFINITY)
}
