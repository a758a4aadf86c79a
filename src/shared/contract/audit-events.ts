import { z } from 'zod'
import type { EventFilter } from '../domain/event-filter.ts'
import { call } from './call.ts'
import { tablePathSchema } from './connections.ts'
import { organizationIdSchema, timeMsSchema } from './primitives.ts'

const longestText = 2_000
const most = 1_000

/** Deepest nesting of a filter: deeper ones come from no person. */
const deepest = 12

const column = z.string().min(1).max(500)
const text = z.string().min(1).max(longestText)

function filterOfDepth(depth: number): z.ZodType<EventFilter> {
  const leaves = [
    z.object({ kind: z.literal('everything') }).strict(),
    z.object({ kind: z.literal('time'), fromMs: timeMsSchema.optional(), toMs: timeMsSchema.optional() }).strict(),
    z
      .object({ kind: z.literal('equals'), column, values: z.array(z.string().max(longestText)).min(1).max(most) })
      .strict(),
    z.object({ kind: z.literal('contains'), text, column: column.optional() }).strict(),
    z.object({ kind: z.literal('starts-with'), text, column }).strict(),
    z.object({ kind: z.literal('present'), column }).strict(),
    z.object({ kind: z.literal('number'), column, min: z.number().optional(), max: z.number().optional() }).strict()
  ] as const
  if (depth === 0) return z.discriminatedUnion('kind', leaves)
  const inner = filterOfDepth(depth - 1)
  return z.discriminatedUnion('kind', [
    ...leaves,
    z.object({ kind: z.literal('and'), filters: z.array(inner).max(most) }).strict(),
    z.object({ kind: z.literal('or'), filters: z.array(inner).max(most) }).strict(),
    z.object({ kind: z.literal('not'), filter: inner }).strict()
  ])
}

/** What is asked of archived events, checked at the process line. */
export const eventFilterSchema: z.ZodType<EventFilter> = filterOfDepth(deepest)

const ofFilter = z.object({ organizationId: organizationIdSchema, path: tablePathSchema, filter: eventFilterSchema })

/** An IANA time zone, such as `Europe/Berlin`, or `UTC`. */
export const timeZoneSchema = z.string().min(1).max(64)

export const eventRowSchema = z.object({
  /** Permanent: `table.day.seq`. */
  rowId: z.string().max(64),
  /** Absent where the table has no column that holds the time. */
  atMs: timeMsSchema.optional(),
  /** In the order of the page's columns; null: no value. */
  cells: z.array(z.string().nullable())
})
export type ArchivedEvent = z.infer<typeof eventRowSchema>

export const eventPageSchema = z.object({
  columns: z.array(z.string()),
  rows: z.array(eventRowSchema),
  nextCursor: z.string().max(200).optional(),
  /** The time was up before the page was full; the next page goes on from there. */
  isPartial: z.boolean()
})
export type ArchivedEventPage = z.infer<typeof eventPageSchema>

export const histogramUnits = ['minute', 'quarter-hour', 'hour', 'day', 'week', 'month'] as const

export const eventHistogramSchema = z.object({
  /** Where buckets begin, epoch ms UTC, oldest first, and where the last one ends. */
  edges: z.array(timeMsSchema),
  /** One a value of the column that the bars are split by, most frequent first; `others` and `none` last. */
  series: z.array(
    z.object({
      kind: z.enum(['all', 'value', 'others', 'none']),
      text: z.string().optional(),
      counts: z.array(z.number().int())
    })
  ),
  isComplete: z.boolean()
})
export type ArchivedEventHistogram = z.infer<typeof eventHistogramSchema>

export const topValuesSchema = z.object({
  values: z.array(z.object({ text: z.string(), count: z.number().int() })),
  /** Rows with another value, and rows with none. */
  others: z.number().int(),
  none: z.number().int(),
  isComplete: z.boolean()
})
export type TopEventValues = z.infer<typeof topValuesSchema>

/** Questions about archived events. All local: they answer offline, and none waits for another. */
export const auditEventCalls = {
  page: call(
    ofFilter
      .extend({
        order: z.enum(['newest', 'oldest']),
        cursor: z.string().max(200).optional(),
        limit: z.number().int().min(1).max(500)
      })
      .strict(),
    eventPageSchema
  ),
  /** `isComplete` false: at least that many, the time of `budgetMs` was up. */
  count: call(
    ofFilter.extend({ budgetMs: z.number().int().min(1).max(60_000).optional() }).strict(),
    z.object({ count: z.number().int(), isComplete: z.boolean() })
  ),
  histogram: call(
    ofFilter
      .extend({
        unit: z.enum(histogramUnits),
        timeZone: timeZoneSchema,
        fromMs: timeMsSchema,
        toMs: timeMsSchema,
        by: column.optional(),
        top: z.number().int().min(1).max(50).optional()
      })
      .strict(),
    eventHistogramSchema
  ),
  topValues: call(ofFilter.extend({ column, limit: z.number().int().min(1).max(500) }).strict(), topValuesSchema),
  get: call(
    z.object({ organizationId: organizationIdSchema, path: tablePathSchema, rowId: z.string().max(64) }).strict(),
    z.object({ columns: z.array(z.string()), row: eventRowSchema.optional() })
  ),
  /** Values of a column that contain a text, the most frequent first. */
  suggest: call(
    z
      .object({
        organizationId: organizationIdSchema,
        path: tablePathSchema,
        column,
        text: z.string().max(longestText),
        limit: z.number().int().min(1).max(100)
      })
      .strict(),
    z.object({ values: z.array(z.string()) })
  )
}
