import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { columns, numberColumns } from '../../../tools/events/columns.ts'
import { eventIdAt } from '../../../tools/events/event-id.ts'
import { eventTypes } from '../../../tools/events/event-types.ts'
import { generateEvents, generateEventsInStep, type GenerateOptions } from '../../../tools/events/generate.ts'
import { createPopulation } from '../../../tools/events/population.ts'
import { chooserOf, createDraw, zipfWeights } from '../../../tools/events/random.ts'
import { hoursOfEvents } from '../../../tools/events/rhythm.ts'

type Row = Readonly<Record<string, string | number>>

const textOf = (options: GenerateOptions): string => Buffer.concat([...generateEventsInStep(options)]).toString()
const rowsOf = (options: GenerateOptions): Row[] =>
  textOf(options)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Row)
const hashOf = (options: GenerateOptions): string => createHash('sha256').update(textOf(options)).digest('hex')

/** Fields of a CSV line, quotes and doubled quotes undone. */
const fieldsOf = (line: string): string[] =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
    ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? ''
  )

const many = rowsOf({ events: 20_000 })

describe('generated events', () => {
  it('are the same bytes for the same seed, however they are cut into chunks', async () => {
    const whole = hashOf({ events: 3_000, seed: 7 })
    const pieces: Uint8Array[] = []
    for await (const piece of generateEvents({ events: 3_000, seed: 7, chunkBytes: 1_000 })) pieces.push(piece)
    expect(pieces.length).toBeGreaterThan(1_000)
    expect(createHash('sha256').update(Buffer.concat(pieces)).digest('hex')).toBe(whole)
    expect(hashOf({ events: 3_000, seed: 8 })).not.toBe(whole)
  })

  it('come in chunks of whole lines that are not written to again', () => {
    const chunks = [...generateEventsInStep({ events: 2_000, chunkBytes: 10_000 })]
    expect(chunks.length).toBeGreaterThan(50)
    for (const chunk of chunks) expect([chunk[0], chunk.at(-1)]).toEqual([123, 10])
    expect(Buffer.concat(chunks).toString().split('\n')).toHaveLength(2_001)
  })

  it('say the same as CSV, with quotes where they are needed', () => {
    const [header = '', ...lines] = textOf({ events: 4_000, format: 'csv' }).trimEnd().split('\n')
    expect(header.split(',')).toEqual(columns)
    const rows = rowsOf({ events: 4_000 })
    expect(lines.map(fieldsOf)).toEqual(rows.map((row) => columns.map((column) => String(row[column] ?? ''))))
    expect(lines.some((line) => line.includes('""North""'))).toBe(true)
  })

  it('have 40 columns of which most are empty, each of them filled somewhere', () => {
    const filled = many.map((row) => Object.keys(row).length)
    const mean = filled.reduce((sum, one) => sum + one, 0) / many.length
    expect(columns).toHaveLength(40)
    expect(mean).toBeLessThan(20)
    expect(new Set(many.flatMap((row) => Object.keys(row)))).toEqual(new Set(columns))
    const numbers = many.flatMap((row) => numberColumns.map((column) => row[column])).filter((one) => one !== undefined)
    expect(numbers.every((one) => Number.isSafeInteger(one) && Number(one) >= 0)).toBe(true)
  })

  it('have ids that are known beforehand and never come twice', () => {
    expect(many.map((row) => row.EVENT_ID)).toEqual(many.map((_, place) => eventIdAt(place, 1)))
    expect(new Set(many.map((row) => row.EVENT_ID)).size).toBe(many.length)
    for (const { EVENT_ID: id } of many.slice(0, 100)) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/)
    }
  })

  it('fill the year in order, on office hours rather than at night and on weekdays rather than on weekends', () => {
    const times = many.map((row) => Date.parse(String(row.REQUEST_TIME)))
    expect(times).toEqual(times.toSorted((one, other) => one - other))
    expect([times[0], times.at(-1)].map((at) => new Date(at ?? 0).getUTCFullYear())).toEqual([2025, 2025])
    const count = (is: (at: Date) => boolean): number => times.filter((at) => is(new Date(at))).length
    const atTen = count((at) => at.getUTCHours() === 10)
    expect(atTen).toBeGreaterThan(10 * count((at) => at.getUTCHours() === 3))
    expect(count((at) => at.getUTCDay() === 2)).toBeGreaterThan(4 * count((at) => at.getUTCDay() === 0))
  })

  it('are done by few people often and by most rarely', () => {
    const byActor = new Map<unknown, number>()
    for (const { USER_EMAIL: email } of many) byActor.set(email, (byActor.get(email) ?? 0) + 1)
    const { actors } = createPopulation(1)
    const first = byActor.get(actors[0]?.email) ?? 0
    expect(first / many.length).toBeGreaterThan(0.08)
    expect(first / (byActor.get(actors[99]?.email) ?? 1)).toBeGreaterThan(20)
    expect(byActor.size).toBeGreaterThan(2_000)
  })

  it('have a reason only where something failed, and queries a duration', () => {
    const failed = many.filter((row) => row.EVENT_STATUS === 'FAILURE')
    expect(failed.length).toBeGreaterThan(100)
    expect(many.filter((row) => 'EVENT_STATUS_REASON_CODE' in row).every((row) => row.EVENT_STATUS === 'FAILURE')).toBe(
      true
    )
    for (const row of many) {
      expect('QUERY_DURATION_MS' in row).toBe(row.EVENT_CATEGORY === 'QUERY_EXECUTIONS')
    }
    expect(new Set(many.map((row) => row.EVENT_TYPE)).size).toBeGreaterThan(eventTypes.length - 8)
  })
})

it('the hours of a year share out every event, and none falls outside', () => {
  for (const events of [1, 17, 100_000]) {
    const hours = [...hoursOfEvents(events, Date.UTC(2025, 0, 1), 30)]
    expect(hours.reduce((sum, hour) => sum + hour.count, 0)).toBe(events)
    expect(Math.max(...hours.map((hour) => hour.startMs))).toBeLessThan(Date.UTC(2025, 0, 31))
  }
})

it('a chooser follows its weights', () => {
  const weights = zipfWeights(50, 1)
  const sum = weights.reduce((total, one) => total + one, 0)
  const choose = chooserOf(weights, createDraw(3))
  const counts = new Float64Array(50)
  const rounds = 200_000
  for (let round = 0; round < rounds; round++) {
    const place = choose()
    counts[place] = (counts[place] ?? 0) + 1
  }
  for (const place of [0, 1, 9, 49]) {
    const expected = (weights[place] ?? 0) / sum
    expect(Math.abs((counts[place] ?? 0) / rounds - expected)).toBeLessThan(expected * 0.1 + 0.001)
  }
})
