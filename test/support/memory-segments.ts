import { decodedView } from '../../src/main/archive/query/decoded-view.ts'
import type { SegmentSource, SegmentView, ValueChunkView } from '../../src/main/archive/query/segment-source.ts'
import { dayMs } from '../../src/shared/kit/time.ts'
import { columns, type PlainEvent } from './event-questions.ts'

interface PlacedEvent extends PlainEvent {
  readonly day: number
  readonly seq: number
}

const textColumns = new Set(['ID', 'ROWS', 'TIME'])

/** A table of events in memory, cut into segments in the order in which the events are given; the last is the tail. */
export function memorySegments(events: readonly PlainEvent[], rowsPerSegment: number): SegmentSource {
  const days = new Map<number, number>()
  const placed = events.map((event): PlacedEvent => {
    const day = event.atMs === undefined ? -1 : Math.floor(event.atMs / dayMs)
    const seq = days.get(day) ?? 0
    days.set(day, seq + 1)
    return { ...event, day, seq }
  })
  const ids = columns.map((name) => {
    const texts = new Set(textColumns.has(name) ? [] : placed.flatMap((event) => event.cells.get(name) ?? []))
    return new Map([...texts].map((text, index) => [text, index + 1]))
  })
  const texts = ids.map((column) => [...column.keys()])
  const chunks = texts.map((column) => chunksOf(column, 64))
  const pieces: PlacedEvent[][] = []
  for (let from = 0; from < placed.length; from += rowsPerSegment)
    pieces.push(placed.slice(from, from + rowsPerSegment))
  const views = pieces.map((rows, index) => ({ ...viewOf(rows, ids), segmentId: index + 1 }))
  const tail = views.pop()
  return {
    table: {
      tableId: 3,
      rowCount: events.length,
      columns: columns.map((name, columnId) => ({ columnId, name, valueCount: ids[columnId]?.size ?? 0 }))
    },
    segments: views,
    tail,
    view: (segment) => views[segment.segmentId - 1] as SegmentView,
    hasTexts: (columnId) => textColumns.has(columns[columnId] ?? ''),
    chunks: (columnId) => chunks[columnId] ?? [],
    valueText: (columnId, id) => texts[columnId]?.[id - 1] ?? '',
    readRows: (some) => some.map(({ view, row }) => view.readRow(row)),
    rowAtPlace: (place) => {
      const event = placed.find((one) => one.day === place.day && one.seq === place.seq)
      if (event === undefined) return undefined
      const cells = columns.map((name) => event.cells.get(name) ?? null)
      return { ...(event.atMs === undefined ? {} : { atMs: event.atMs }), cells }
    },
    memo: (_key, _sizeBytes, work) => work()
  }
}

function viewOf(rows: PlacedEvent[], ids: readonly ReadonlyMap<string, number>[]): SegmentView {
  rows.sort((one, other) => (one.atMs ?? 0) - (other.atMs ?? 0) || one.day - other.day || one.seq - other.seq)
  return decodedView({
    atMs: Float64Array.from(rows, (row) => row.atMs ?? 0),
    places: rows.map(({ day, seq }) => ({ day, seq })),
    column: (columnId) => {
      const texts = rows.map((row) => row.cells.get(columns[columnId] ?? ''))
      if (textColumns.has(columns[columnId] ?? '')) return { texts }
      return { ids: Uint32Array.from(texts, (text) => (text === undefined ? 0 : (ids[columnId]?.get(text) ?? 0))) }
    },
    readRow: (row) => columns.map((name) => rows[row]?.cells.get(name) ?? null)
  })
}

/** Texts as chunks of a dictionary. */
export function chunksOf(texts: readonly string[], perChunk: number): ValueChunkView[] {
  const chunks: ValueChunkView[] = []
  for (let from = 0; from < texts.length; from += perChunk) {
    const some = texts.slice(from, from + perChunk)
    const packed = pack(some)
    const lower = pack(some.map((text) => text.toLowerCase()))
    chunks.push({ firstId: from + 1, count: some.length, ...packed, lowerBytes: lower.bytes, lowerEnds: lower.ends })
  }
  return chunks
}

function pack(texts: readonly string[]): { readonly bytes: Buffer; readonly ends: Uint32Array } {
  const parts = texts.map((text) => Buffer.from(text))
  let end = 0
  return { bytes: Buffer.concat(parts), ends: Uint32Array.from(parts, (part) => (end += part.length)) }
}
