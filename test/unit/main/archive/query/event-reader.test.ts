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
})
