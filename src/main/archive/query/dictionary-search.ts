import { assertNever } from '../../../shared/kit/assert-never.ts'
import { matches, type Matcher } from './matcher.ts'
import type { SegmentSource, ValueChunkView } from './segment-source.ts'

/** Hits closer together than this are found sooner by a loop than by calls of `indexOf`. */
const densePitchBytes = 96

/**
 * The values of a column's dictionary that match, ascending. Worked out once for a question and its repetitions.
 */
export function matchingIds(source: SegmentSource, columnId: number, matcher: Matcher, key: string): Uint32Array {
  if (matcher.kind === 'present')
    return Uint32Array.from({ length: source.table.columns[columnId]?.valueCount ?? 0 }, (_none, index) => index + 1)
  return source.memo(
    `ids ${columnId} ${key}`,
    (ids) => ids.byteLength,
    () => {
      const found: number[] = []
      for (const chunk of source.chunks(columnId)) searchChunk(chunk, matcher, found)
      return Uint32Array.from(found)
    }
  )
}

/** Adds the ids of a chunk's matching values to `found`. */
export function searchChunk(chunk: ValueChunkView, matcher: Matcher, found: number[]): void {
  switch (matcher.kind) {
    case 'contains':
      searchContained(chunk, Buffer.from(matcher.lowerText), found)
      return
    case 'equals':
      for (const id of [...matcher.texts].flatMap((text) => equalIds(chunk, Buffer.from(text))).sort((a, b) => a - b))
        found.push(id)
      return
    case 'starts-with':
      searchStarting(chunk, Buffer.from(matcher.lowerText), found)
      return
    case 'present':
      for (let index = 0; index < chunk.count; index++) found.push(chunk.firstId + index)
      return
    case 'number':
      for (let index = 0; index < chunk.count; index++)
        if (matches(matcher, chunkText(chunk, index))) found.push(chunk.firstId + index)
      return
    default:
      assertNever(matcher)
  }
}

/** Value `index` of a chunk. */
export function chunkText(chunk: ValueChunkView, index: number): string {
  return chunk.bytes.toString('utf8', index === 0 ? 0 : chunk.ends[index - 1], chunk.ends[index])
}

/**
 * One search over the bytes of all values: a hit that reaches over a value's end is none. After a hit the search goes on
 * behind that value, so that a text that is everywhere costs one hit per value.
 */
function searchContained(chunk: ValueChunkView, needle: Buffer, found: number[]): void {
  const { lowerBytes: bytes, lowerEnds: ends, count, firstId } = chunk
  if (needle.length === 0) return searchStarting(chunk, needle, found)
  let index = 0
  let from = 0
  let lastHit = 0
  let isDense = true
  const length = count === 0 ? 0 : (ends[count - 1] ?? 0)
  while (from < length) {
    const at: number = isDense ? nearFirst(bytes, needle, from, length) : bytes.indexOf(needle, from)
    if (at === -1 || at >= length) return
    index = valueAt(ends, index, count, at)
    const end = ends[index] ?? 0
    isDense = at - lastHit < densePitchBytes
    lastHit = at
    if (at + needle.length <= end) {
      found.push(firstId + index)
      from = end
    } else from = at + 1
  }
}

/** `indexOf` that looks at the next bytes itself before it asks the runtime. */
function nearFirst(bytes: Buffer, needle: Buffer, from: number, length: number): number {
  const first = needle[0]
  const end = Math.min(from + densePitchBytes, length)
  for (let at = from; at < end; at++) {
    if (bytes[at] !== first) continue
    let matched = 1
    while (matched < needle.length && bytes[at + matched] === needle[matched]) matched++
    if (matched === needle.length) return at
  }
  return end >= length ? -1 : bytes.indexOf(needle, end)
}

/** The value that holds byte `at`: near the last one as a rule, so steps double before halving. */
function valueAt(ends: Uint32Array, from: number, count: number, at: number): number {
  let step = 1
  let high = from
  while (high < count && (ends[high] ?? 0) <= at) {
    high += step
    step *= 2
  }
  let low = Math.max(from, high - (step >> 1))
  if (high >= count) high = count - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ends[middle] ?? 0) <= at) low = middle + 1
    else high = middle
  }
  return low
}

function searchStarting(chunk: ValueChunkView, needle: Buffer, found: number[]): void {
  const { lowerBytes: bytes, lowerEnds: ends } = chunk
  let start = 0
  for (let index = 0; index < chunk.count; index++) {
    const end = ends[index] ?? 0
    if (end - start >= needle.length && startsAt(bytes, needle, start)) found.push(chunk.firstId + index)
    start = end
  }
}

function startsAt(bytes: Buffer, needle: Buffer, start: number): boolean {
  for (let index = 0; index < needle.length; index++) if (bytes[start + index] !== needle[index]) return false
  return true
}

function equalIds(chunk: ValueChunkView, needle: Buffer): number[] {
  const { bytes, ends, count, firstId } = chunk
  if (needle.length === 0) {
    const empty: number[] = []
    for (let index = 0; index < count; index++)
      if ((ends[index] ?? 0) === (index === 0 ? 0 : ends[index - 1])) empty.push(firstId + index)
    return empty
  }
  for (let from = 0; ; ) {
    const at = bytes.indexOf(needle, from)
    if (at === -1) return []
    const index = valueAt(ends, 0, count, at)
    if ((index === 0 ? 0 : ends[index - 1]) === at && ends[index] === at + needle.length) return [firstId + index]
    from = at + 1
  }
}
