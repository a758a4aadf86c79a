import { describe, expect, it } from 'vitest'
import { createEventReader } from '../../../../../src/main/archive/query/event-reader.ts'
import { expectTruth, randomEvents, randomFilter } from '../../../../support/event-questions.ts'
import { memorySegments } from '../../../../support/memory-segments.ts'
import { SeededRandom } from '../../../../support/seeded-random.ts'

describe('questions of events in memory', () => {
  it.each([1, 2, 3, 4])('agree with a look at every event, over segments that overlap (seed %i)', (seed) => {
    const random = new SeededRandom(seed)
    const events = randomEvents(random, 400, seed % 2 === 0 ? 0.05 : 0)
    const reader = createEventReader(memorySegments(events, 110))
    expectTruth(reader, events, { kind: 'everything' }, random)
    for (let round = 0; round < 40; round++) expectTruth(reader, events, randomFilter(random, events), random)
  })

  it('answer from a table without rows', () => {
    const reader = createEventReader(memorySegments([], 10))
    expectTruth(reader, [], { kind: 'contains', text: 'a' }, new SeededRandom(1))
    expect(reader.suggest({ column: 'ACTOR', text: '', limit: 5 })).toEqual([])
  })

  it('find nothing in a column that the table has not, and throw nothing', () => {
    const events = randomEvents(new SeededRandom(9), 50)
    const reader = createEventReader(memorySegments(events, 20))
    expect(reader.top({ filter: { kind: 'everything' }, column: 'NO_SUCH', limit: 5 })).toEqual({
      values: [],
      others: 0,
      none: 50,
      isComplete: true
    })
    expect(reader.suggest({ column: 'NO_SUCH', text: 'a', limit: 5 })).toEqual([])
    expect(reader.event('3.99.1')).toBeUndefined()
    expect(reader.event('nonsense')).toBeUndefined()
  })

  it('refuse a cursor that is none', () => {
    const reader = createEventReader(memorySegments(randomEvents(new SeededRandom(9), 50), 20))
    const ask = (cursor: string) => () =>
      reader.page({ filter: { kind: 'everything' }, order: 'newest', limit: 5, cursor })
    for (const cursor of ['', 'e:1', "e:1:2:3'; --", 'e:NaN:1:2', 't.1.2'])
      expect(ask(cursor)).toThrow(expect.objectContaining({ code: 'invalid-input', params: { field: 'cursor' } }))
  })

  it('suggest values that begin with the text first, the most frequent first', () => {
    const events = randomEvents(new SeededRandom(5), 800)
    const reader = createEventReader(memorySegments(events, 300))
    const all = reader.top({ filter: { kind: 'everything' }, column: 'ACTOR', limit: 1_000 }).values
    const starting = all.filter(({ text }) => text.toLowerCase().startsWith('person.2')).map(({ count }) => count)
    const found = reader.suggest({ column: 'ACTOR', text: 'PERSON.2', limit: 5 })
    expect(found.map(({ count }) => count)).toEqual(starting.slice(0, 5))
    expect(reader.suggest({ column: 'ACTOR', text: 'example', limit: 3 })).toHaveLength(3)
    expect(reader.suggest({ column: 'ACTOR', text: 'nobody', limit: 3 })).toEqual([])
    const id = events[0]?.id ?? ''
    expect(reader.suggest({ column: 'ID', text: id.slice(0, 12), limit: 3 })).toEqual([{ text: id, count: 1 }])
  })

  it('stop counting for suggestions when the time is up, and count anew the next time', () => {
    const events = randomEvents(new SeededRandom(6), 600)
    const kept = new Map<string, unknown>()
    const source = memorySegments(events, 100)
    // keeps what fits, as the reader of a file does
    const keeping: typeof source = {
      ...source,
      memo: (key, sizeBytes, work) => {
        if (kept.has(key)) return kept.get(key) as ReturnType<typeof work>
        const value = work()
        if (sizeBytes(value) < 1e6) kept.set(key, value)
        return value
      }
    }
    const reader = createEventReader(keeping)
    const ask = (budgetMs?: number) =>
      reader.suggest({ column: 'ACTOR', text: 'person', limit: 400, ...(budgetMs === undefined ? {} : { budgetMs }) })
    const sum = (values: readonly { readonly count: number }[]) => values.reduce((all, { count }) => all + count, 0)
    const hurried = sum(ask(-1))
    expect(hurried).toBeGreaterThan(0)
    expect(hurried).toBeLessThan(events.filter(({ cells }) => cells.has('ACTOR')).length)
    expect(sum(ask())).toBe(events.filter(({ cells }) => cells.has('ACTOR')).length)
  })
})
