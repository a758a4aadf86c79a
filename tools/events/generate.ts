import { hourMs } from '../../src/shared/kit/time.ts'
import { RowMaker } from './row-maker.ts'
import { hoursOfEvents } from './rhythm.ts'
import { type EventFormat, RowWriter, syntaxes } from './row-syntax.ts'

export interface GenerateOptions {
  readonly events: number
  readonly format?: EventFormat
  /** The same seed gives the same bytes. */
  readonly seed?: number
  /** First instant, a whole hour, epoch ms UTC. */
  readonly fromMs?: number
  readonly days?: number
  /** Bytes of a chunk, about. */
  readonly chunkBytes?: number
}

export const generateDefaults = { seed: 1, fromMs: Date.UTC(2025, 0, 1), days: 365, format: 'jsonl' } as const

const longestRow = 4_096

/**
 * Rows of an audit table, oldest first, in chunks of whole lines (`docs/benchmarks.md` says how values are distributed).
 * A chunk belongs to whoever takes it.
 */
export async function* generateEvents(options: GenerateOptions): AsyncGenerator<Uint8Array, void, undefined> {
  yield* generateEventsInStep(options)
}

/** As `generateEvents`, for those who cannot wait. */
export function* generateEventsInStep(options: GenerateOptions): Generator<Uint8Array, void, undefined> {
  const { events, seed, fromMs, days, format } = { ...generateDefaults, ...options }
  const syntax = syntaxes[format]
  const writer = new RowWriter(options.chunkBytes ?? 1 << 20, longestRow)
  const maker = new RowMaker(seed, syntax, writer)
  writer.bytes(syntax.header)
  for (const { startMs, count } of hoursOfEvents(events, fromMs, days)) {
    maker.beginHour(startMs)
    for (let place = 0; place < count; place++) {
      // one event in each of `count` equal parts of the hour: in order, without sorting
      maker.row(Math.floor(((place + maker.chance()) * hourMs) / count))
      if (writer.isFull) yield writer.take()
    }
  }
  const rest = writer.take()
  if (rest.length > 0) yield rest
}
