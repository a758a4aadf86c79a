import { describe, expect, it } from 'vitest'
import { type Answer, type DayCount, differenceOf, histogramOf } from '../../../tools/bench/archive/answers.ts'
import { differences, oftenEnough, timeQuestion } from '../../../tools/bench/archive/ask-all.ts'
import type { Engine } from '../../../tools/bench/archive/engine.ts'
import { duckDialect, sqlOf, sqliteDialect } from '../../../tools/bench/archive/filter-sql.ts'
import {
  type Ask,
  countNames,
  queryNames,
  type Question,
  questionsFor
} from '../../../tools/bench/archive/questions.ts'
import { intakeMetrics, memoryMetrics, questionMetrics } from '../../../tools/bench/archive/report.ts'
import { absolute, linesOf, withAim } from '../../../tools/bench/metric.ts'
import { archive } from '../../../tools/bench/metrics/archive.ts'
import { columns } from '../../../tools/events/columns.ts'

const rows = (...list: (readonly [atMs: number, id: string])[]): Answer => ({ kind: 'rows', rows: list })
const top = (...values: (readonly [text: string, count: number])[]): Answer => ({ kind: 'top', values })

describe('comparing answers', () => {
  it('takes pages as the same that differ only among rows of one instant', () => {
    const page = rows([30, 'c'], [20, 'b'], [20, 'a'], [10, 'z'])
    expect(differenceOf(page, page)).toBeUndefined()
    expect(differenceOf(page, rows([30, 'c'], [20, 'a'], [20, 'b'], [10, 'other']))).toBeUndefined()
    expect(differenceOf(page, rows([30, 'c'], [20, 'a'], [20, 'x'], [10, 'z']))).toBe('x is missing')
    expect(differenceOf(page, rows([30, 'c'], [20, 'b'], [19, 'a'], [10, 'z']))).toContain('place 3')
    expect(differenceOf(page, rows([30, 'c']))).toBe('4 instead of 1')
  })

  it('takes top lists as the same that differ only among the last count', () => {
    expect(differenceOf(top(['a', 9], ['b', 3]), top(['a', 9], ['c', 3]))).toBeUndefined()
    expect(differenceOf(top(['a', 9], ['b', 3]), top(['d', 9], ['b', 3]))).toBe('d is missing')
    expect(differenceOf(top(['a', 9]), top(['a', 8]))).toContain('place 1')
  })

  it('finds a wrong count, a wrong bar and a wrong or missing value', () => {
    expect(differenceOf({ kind: 'count', count: 4 }, { kind: 'count', count: 5 })).toBe('4 instead of 5')
    const bars: DayCount[] = [
      [0, 'a', 5],
      [0, 'b', 1],
      [86_400_000, 'c', 2]
    ]
    expect(differenceOf(histogramOf(bars, 2), histogramOf(bars.toReversed(), 2))).toBeUndefined()
    expect(differenceOf(histogramOf(bars, 2), histogramOf(bars.slice(1), 2))).toBeDefined()
    const even: DayCount[] = [
      [0, 'a', 5],
      [0, 'b', 2],
      [0, 'c', 2]
    ]
    const chosen = histogramOf(
      [
        [0, 'a', 5],
        [0, 'c', 2],
        [0, '(others)', 2]
      ],
      Number.POSITIVE_INFINITY
    )
    expect(differenceOf(chosen, histogramOf(even, 2))).toBeUndefined()
    expect(differenceOf(chosen, histogramOf(even.slice(0, 2), 2))).toBeDefined()
    expect(histogramOf(bars, 1)).toEqual({
      tied: new Set(),
      kind: 'histogram',
      counts: new Map([
        ['1970-01-01 a', 5],
        ['1970-01-01 (others)', 1],
        ['1970-01-02 (others)', 2]
      ])
    })
    const event = (cells: Record<string, string> | undefined): Answer => ({ kind: 'event', cells })
    expect(differenceOf(event({ A: '1', B: '2' }), event({ A: '1' }))).toBe('B is too much')
    expect(differenceOf(event({ A: '1' }), event({ A: '2' }))).toBe('A: 1 instead of 2')
    expect(differenceOf(event(undefined), event(undefined))).toBe('the event was not found')
  })
})

/** Answers every question with its number, the slow set after a while. */
function engineOf(name: string, answer: (ask: Ask) => number, waitMs: (ask: Ask) => number = () => 0): Engine {
  return {
    name,
    prepare: async () => undefined,
    ask: async (ask) => {
      const endMs = performance.now() + waitMs(ask)
      while (performance.now() < endMs) await Promise.resolve()
      return () => ({ kind: 'count', count: answer(ask) })
    },
    close: async () => undefined
  }
}

const limitOf = (ask: Ask): number => ('limit' in ask ? ask.limit : 0)
const question: Question = {
  name: 'newest',
  group: 'query',
  sets: [
    { label: 'few', asks: [{ kind: 'page', filter: { kind: 'everything' }, limit: 1 }] },
    { label: 'many', asks: [{ kind: 'page', filter: { kind: 'everything' }, limit: 20 }] }
  ]
}

describe('asking', () => {
  it('names every answer that is not the same', async () => {
    const theirs = engineOf('theirs', limitOf)
    expect(await differences(engineOf('ours', limitOf), theirs, [question])).toEqual([])
    const found = await differences(
      engineOf('ours', () => 1),
      theirs,
      [question]
    )
    expect(found).toEqual(['query newest (many): ours and theirs differ: 1 instead of 20'])
  })

  it('times each set by itself, as often as was said', async () => {
    const engine = engineOf('ours', limitOf, (ask) => limitOf(ask) / 4)
    const timing = await timeQuestion(engine, question, { warmUps: 1, least: 5, most: 5, budgetMs: 0 })
    expect(timing.runs).toBe(10)
    expect(timing.setMedians[1]).toBeGreaterThanOrEqual(5)
    expect(timing.setMedians[0]).toBeLessThan(timing.setMedians[1] ?? 0)
    const short = await timeQuestion(engine, question, { warmUps: 0, least: 2, most: 50, budgetMs: 0 })
    expect(short.runs).toBe(4)
  })
})

describe('the questions', () => {
  it('have so many variants that no run asks again what was asked before, where that can be', () => {
    const again = questionsFor(100_000).flatMap(({ group, name, sets }) =>
      sets.flatMap(({ label, asks }) => {
        const different = new Set(asks.map((ask) => JSON.stringify(ask))).size
        return different < Math.min(oftenEnough.warmUps + oftenEnough.most, asks.length)
          ? [`${group} ${name} ${label}`]
          : []
      })
    )
    expect(again).toEqual(
      [
        'query topFiltered people who failed for a reason',
        'query histogramFiltered failures but for one reason'
      ].toSorted()
    )
  })

  it('are asked with another variant in each round', async () => {
    const asked: number[] = []
    const recorder = engineOf('ours', (ask) => limitOf(ask))
    const engine: Engine = {
      ...recorder,
      ask: (ask) => {
        asked.push(limitOf(ask))
        return recorder.ask(ask)
      }
    }
    const asks = [1, 2, 3].map((limit): Ask => ({ kind: 'page', filter: { kind: 'everything' }, limit }))
    await timeQuestion(
      engine,
      { ...question, sets: [{ label: 'some', asks }] },
      { warmUps: 1, least: 3, most: 3, budgetMs: 0 }
    )
    expect(asked).toEqual([1, 2, 3, 1])
  })
})

describe('reporting', () => {
  const timing = { medianMs: 4, p95Ms: 30, runs: 40, setMedians: [2, 20] }

  it('misses the aim where one set does, and says which and that a peer is quicker', () => {
    const [middle, tail] = questionMetrics(question, timing, [
      { name: 'DuckDB', value: { medianMs: 2, p95Ms: 60, runs: 3, setMedians: [2] } },
      { name: 'sqlite3', value: { medianMs: 8, p95Ms: 15, runs: 3, setMedians: [8] } }
    ])
    expect(middle).toEqual({
      name: 'archive.query.newest.median',
      value: 4,
      unit: 'ms',
      peer: 'DuckDB',
      peerValue: 2,
      ratio: 2,
      otherPeers: [{ name: 'sqlite3', value: 8, ratio: 0.5 }],
      aim: 16,
      isAimMet: false,
      note: 'slowest: many, 20.0 ms; slower than DuckDB'
    })
    expect(tail).toMatchObject({ name: 'archive.query.newest.p95', value: 30, peerValue: 60, ratio: 0.5 })
    expect(linesOf(middle ?? absolute('none', 'ms', 0))).toEqual([
      expect.stringMatching(
        /^archive\.query\.newest\.median +4 ms .*DuckDB: 2 ms .*sqlite3: 8 ms .*AIM MISSED: at most 16$/
      ),
      expect.stringContaining('slowest: many')
    ])
  })

  it('meets the aim of a speed from above and of a size from below', () => {
    const [speed, size] = intakeMetrics({ events: 1_000, tookMs: 5, bytes: 260_000 }, [
      { name: 'DuckDB', value: { events: 500, tookMs: 5, bytes: 50_000 } }
    ])
    expect(speed).toMatchObject({
      name: 'archive.ingest',
      value: 200_000,
      peerValue: 100_000,
      ratio: 2,
      isAimMet: true
    })
    expect(size).toMatchObject({ name: 'archive.bytesPerEvent', value: 260, peerValue: 100, isAimMet: false })
    expect(withAim(absolute('a', 'rows/s', 149_000), 150_000).isAimMet).toBe(false)
    expect(memoryMetrics({ browse: 900, ingest: 399 })).toEqual([
      { name: 'archive.memory.browse', value: 900, unit: 'MB' },
      { name: 'archive.memory.ingest', value: 399, unit: 'MB', aim: 400, isAimMet: true }
    ])
  })

  it('knows the names of everything it measures', () => {
    const measured = questionsFor(10_000).flatMap((one) =>
      questionMetrics(one, timing, []).map((metric) => metric.name)
    )
    expect(archive.names).toEqual(expect.arrayContaining(measured))
    expect(measured).toHaveLength((queryNames.length + countNames.length) * 2)
    expect(archive.names).toHaveLength(measured.length + 5)
  })
})

describe('a filter as SQL', () => {
  it('takes a missing value as one that is not equal', () => {
    const filter = { kind: 'not', filter: { kind: 'equals', column: 'EVENT_STATUS', values: ["O'K"] } } as const
    expect(sqlOf(filter, duckDialect)).toBe("EVENT_STATUS IS DISTINCT FROM 'O''K'")
    expect(sqlOf(filter, sqliteDialect)).toBe("EVENT_STATUS IS NOT 'O''K'")
    const either = { kind: 'not', filter: { kind: 'equals', column: 'EVENT_TYPE', values: ['A', 'B'] } } as const
    expect(sqlOf(either, duckDialect)).toBe("(EVENT_TYPE IN ('A', 'B')) IS NOT TRUE")
  })

  it('looks for a text in every column that can hold it', () => {
    const columnsOf = (text: string): string[] =>
      sqlOf({ kind: 'contains', text }, sqliteDialect).match(/[A-Z_]+(?= LIKE)/g) ?? []
    expect(columnsOf('2025-0')).toEqual(columns)
    expect(columnsOf('tz')).toEqual(columns)
    expect(columnsOf('work')).not.toContain('REQUEST_TIME')
    expect(columnsOf('work')).toHaveLength(33)
  })

  it('binds time from its beginning to before its end', () => {
    const filter = { kind: 'time', fromMs: 0, toMs: 1_500 } as const
    expect(sqlOf(filter, sqliteDialect)).toBe(
      "(REQUEST_TIME >= '1970-01-01T00:00:00.000Z' AND REQUEST_TIME < '1970-01-01T00:00:01.500Z')"
    )
    expect(sqlOf(filter, duckDialect)).toContain("< TIMESTAMP '1970-01-01 00:00:01.500'")
  })
})
