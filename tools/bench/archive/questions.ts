import type { EventFilter } from '../../../src/shared/domain/event-filter.ts'
import { dayMs } from '../../../src/shared/kit/time.ts'
import { eventIdAt } from '../../events/event-id.ts'
import { eventTypes, failureReasons } from '../../events/event-types.ts'
import { generateDefaults } from '../../events/generate.ts'
import { createPopulation } from '../../events/population.ts'

/** What is asked, in terms that every engine translates. Rows come newest first, all of their columns with them. */
export type Ask =
  | { readonly kind: 'page'; readonly filter: EventFilter; readonly limit: number }
  /** A page after so many rows, reached by the cursor of the page before. */
  | { readonly kind: 'deepPage'; readonly depth: number; readonly limit: number }
  | { readonly kind: 'count'; readonly filter: EventFilter }
  /** Events by UTC day and value of a column: its most frequent ones, the others together. */
  | { readonly kind: 'histogram'; readonly filter: EventFilter; readonly by: string; readonly top: number }
  | { readonly kind: 'top'; readonly filter: EventFilter; readonly column: string; readonly limit: number }
  | { readonly kind: 'event'; readonly eventId: string }

/** A question of the bench with its sets of parameters. */
export interface Question {
  /** Part of the metrics' names: `archive.query.<name>` or `archive.count.<name>`. */
  readonly name: string
  readonly group: 'query' | 'count'
  readonly sets: readonly QuestionSet[]
}

/** One kind of parameters in several variants, so that a run need not ask what was asked before. */
export interface QuestionSet {
  readonly label: string
  readonly asks: readonly Ask[]
}

/** Enough for the warm-up rounds and the rounds that count. */
const variants = 23

export const queryNames = [
  'newest',
  'deep',
  'actor',
  'object',
  'typeRange',
  'threeFilters',
  'substringRare',
  'substringCommon',
  'substringAbsent',
  'histogram',
  'histogramFiltered',
  'top',
  'topFiltered',
  'byId'
] as const
export const countNames = [
  'everything',
  'actor',
  'object',
  'typeRange',
  'threeFilters',
  'substringRare',
  'substringCommon',
  'substringAbsent'
] as const

const everything: EventFilter = { kind: 'everything' }
const equals = (column: string, ...values: string[]): EventFilter => ({ kind: 'equals', column, values })
const not = (filter: EventFilter): EventFilter => ({ kind: 'not', filter })
const and = (...filters: EventFilter[]): EventFilter => ({ kind: 'and', filters })
const contains = (text: string): EventFilter => ({ kind: 'contains', text })
const days = (from: number, count: number): EventFilter => ({
  kind: 'time',
  fromMs: generateDefaults.fromMs + from * dayMs,
  toMs: generateDefaults.fromMs + (from + count) * dayMs
})

const pageRows = 100

/** Depth of the deep page: a million, or the middle of what is smaller. */
export const deepOf = (events: number): number => Math.min(1_000_000, Math.floor(events / 2 / pageRows) * pageRows)

type Labelled = readonly [label: string, filterOf: (variant: number) => EventFilter]

const commonWords =
  'workbook query acme success windows chrome saml user example warehouse workspaces daily revenue snowflake table globex open safari run data monthly object gecko'.split(
    ' '
  )
const commonTitles =
  'Revenue Churn Pipeline Inventory Headcount Forecast Margin Campaigns Support Shipments Returns Cohorts Budget Usage Onboarding Claims Patients Fleet Energy Pricing Renewals Attrition Audience'.split(
    ' '
  )
const letters = 'etaoinsrhldcumfpgwybvkx'

function filtersOf(events: number): Record<Exclude<(typeof countNames)[number], 'everything'>, readonly Labelled[]> {
  const { actors, objects, connections } = createPopulation(generateDefaults.seed)
  const email = (rank: number): string => actors[rank]?.email ?? ''
  const actor = (rank: number): EventFilter => equals('USER_EMAIL', email(rank))
  const object = (rank: number): EventFilter => equals('OBJECT_ID', objects[rank]?.id ?? '')
  const title = (rank: number): string => (objects[rank]?.name ?? '').split(' ').slice(-2).join(' ')
  const idPiece = (variant: number): string =>
    eventIdAt(Math.floor(events * (0.37 + variant * 0.02)), generateDefaults.seed).slice(0, 18)
  return {
    actor: [
      ['the busiest', (variant) => actor(variant)],
      ['about the 50th', (variant) => actor(40 + variant)],
      ['about the 4,000th', (variant) => actor(4_000 + variant)]
    ],
    object: [
      ['the busiest', (variant) => object(variant)],
      ['about the 100th', (variant) => object(100 + variant)],
      ['about the 5,000th', (variant) => object(5_000 + variant)]
    ],
    typeRange: [
      ['queries of a week', (variant) => and(equals('EVENT_TYPE', 'QUERY_RUN'), days(70 + variant * 7, 7))],
      ['logins of a month', (variant) => and(equals('EVENT_TYPE', 'LOGIN'), days(20 + variant * 10, 31))],
      ['shares of a quarter', (variant) => and(equals('EVENT_TYPE', 'WORKBOOK_SHARE'), days(variant * 10, 91))]
    ],
    threeFilters: [
      [
        'what did not succeed in two categories, in a quarter',
        (variant) =>
          and(
            equals('EVENT_CATEGORY', 'EXPORTS', 'OBJECT_INTERACTION'),
            not(equals('EVENT_STATUS', 'SUCCESS')),
            days(variant * 10, 92)
          )
      ],
      [
        'workbooks of one person, but no queries',
        (variant) => and(actor(3 + variant), equals('OBJECT_TYPE', 'workbook'), not(equals('EVENT_TYPE', 'QUERY_RUN')))
      ],
      [
        'failures on a connection, but no timeouts',
        (variant) =>
          and(
            equals('CONNECTION_NAME', connections[variant]?.name ?? ''),
            equals('EVENT_STATUS', 'FAILURE'),
            not(equals('EVENT_STATUS_REASON_CODE', 'QUERY_TIMEOUT'))
          )
      ]
    ],
    substringRare: [
      ['of a name', (variant) => contains(email(4_300 + variant).split('@')[0] ?? '')],
      ['of a title', (variant) => contains(title(17_000 + variant))],
      ['of an event id', (variant) => contains(idPiece(variant))]
    ],
    substringCommon: [
      ['a word', (variant) => contains(commonWords[variant] ?? '')],
      ['of a title', (variant) => contains(commonTitles[variant] ?? '')],
      ['one letter', (variant) => contains(letters[variant] ?? '')]
    ],
    substringAbsent: [
      ['a word', (variant) => contains(`no-such-thing-${variant}`)],
      ['near to a name', (variant) => contains(`vera.kim.x${variant}`)],
      ['like an id', (variant) => contains(`deadbeef${(0xfeed00 + variant).toString(16)}`)]
    ]
  }
}

const setOf = (label: string, askOf: (variant: number) => Ask): QuestionSet => ({
  label,
  asks: Array.from({ length: variants }, (_, variant) => askOf(variant))
})
const once = (label: string, ask: Ask): QuestionSet => ({ label, asks: [ask] })
const histogramOf = (filter: EventFilter): Ask => ({ kind: 'histogram', filter, by: 'EVENT_TYPE', top: 20 })
const topOf = (column: string, filter: EventFilter): Ask => ({ kind: 'top', filter, column, limit: 20 })

/** All questions to an archive of so many generated events (of the default seed and year). */
export function questionsFor(events: number): readonly Question[] {
  const filters = filtersOf(events)
  const names = countNames.filter((name) => name !== 'everything')
  const deep = deepOf(events)
  const person = filters.actor[0]?.[1] ?? (() => everything)
  const categories = [...new Set(eventTypes.map((type) => type.category))]
  const reason = (variant: number): EventFilter =>
    equals('EVENT_STATUS_REASON_CODE', failureReasons[variant % failureReasons.length] ?? '')
  const twoCategories = (variant: number): EventFilter =>
    equals(
      'EVENT_CATEGORY',
      categories[variant % categories.length] ?? '',
      categories[(variant + 1 + Math.floor(variant / categories.length)) % categories.length] ?? ''
    )
  const query = (name: (typeof queryNames)[number], sets: Question['sets']): Question => ({
    name,
    group: 'query',
    sets
  })
  return [
    query('newest', [
      once('100 rows', { kind: 'page', filter: everything, limit: pageRows }),
      once('500 rows', { kind: 'page', filter: everything, limit: 500 })
    ]),
    query('deep', [
      setOf(`after ${deep.toLocaleString('en')} rows and more`, (variant) => ({
        kind: 'deepPage',
        depth: deep + variant * pageRows,
        limit: pageRows
      }))
    ]),
    ...names.map((name) =>
      query(
        name,
        filters[name].map(([label, filterOf]) =>
          setOf(label, (variant) => ({ kind: 'page', filter: filterOf(variant), limit: pageRows }))
        )
      )
    ),
    query('histogram', [once('a year', histogramOf(everything))]),
    query('histogramFiltered', [
      setOf('one person', (variant) => histogramOf(person(variant))),
      setOf('two categories', (variant) => histogramOf(twoCategories(variant))),
      setOf('failures but for one reason', (variant) =>
        histogramOf(and(not(equals('EVENT_STATUS', 'SUCCESS')), not(reason(variant))))
      )
    ]),
    query('top', [
      once('people', topOf('USER_EMAIL', everything)),
      once('objects', topOf('OBJECT_NAME', everything)),
      once('types', topOf('EVENT_TYPE', everything))
    ]),
    query('topFiltered', [
      setOf('people who failed for a reason', (variant) => topOf('USER_EMAIL', reason(variant))),
      setOf('workbooks opened in a month', (variant) =>
        topOf('OBJECT_NAME', and(equals('EVENT_TYPE', 'WORKBOOK_OPEN'), days(variant * 12, 31)))
      ),
      setOf('types of one person', (variant) => topOf('EVENT_TYPE', person(variant)))
    ]),
    query('byId', [
      setOf('anywhere', (variant) => ({
        kind: 'event',
        eventId: eventIdAt(Math.floor((events * (variant + 0.5)) / variants), generateDefaults.seed)
      }))
    ]),
    { name: 'everything', group: 'count', sets: [once('all', { kind: 'count', filter: everything })] },
    ...names.map(
      (name): Question => ({
        name,
        group: 'count',
        sets: filters[name].map(([label, filterOf]) =>
          setOf(label, (variant) => ({ kind: 'count', filter: filterOf(variant) }))
        )
      })
    )
  ]
}
