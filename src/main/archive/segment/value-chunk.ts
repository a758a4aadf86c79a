import { ByteSink } from '../block/bytes.ts'
import { PartReader } from './packed-numbers.ts'

/** Values of one chunk: those with ids `chunk * 4096 + 1` to `(chunk + 1) * 4096`. */
export const valuesPerChunk = 4_096

/** The chunk that holds a value, counted from 0. */
export function chunkOf(valueId: number): number {
  return Math.floor((valueId - 1) / valuesPerChunk)
}

/** The texts of some values that follow each other, as they are and in lower case. */
export interface ValueChunk {
  readonly firstId: number
  readonly count: number
  /** UTF-8 of the texts one after the other; text `i` is from `ends[i - 1]` (0 for the first) to `ends[i]`. */
  readonly bytes: Buffer
  readonly ends: Uint32Array
  /** The same of the texts in lower case, which may be longer or shorter; the very same arrays where all are so anyway. */
  readonly lowerBytes: Buffer
  readonly lowerEnds: Uint32Array
}

const forms = { lowerOnly: 0, both: 1 } as const

/** Texts as a chunk. Lower case is that of Unicode, the same in every language. @param firstId id of the first text */
export function toValueChunk(firstId: number, texts: readonly string[]): ValueChunk {
  const own = packed(texts)
  const lower = texts.map((text) => text.toLowerCase())
  const lowered = lower.every((text, place) => text === texts[place]) ? own : packed(lower)
  return { firstId, count: texts.length, ...own, lowerBytes: lowered.bytes, lowerEnds: lowered.ends }
}

function packed(texts: readonly string[]): { readonly bytes: Buffer; readonly ends: Uint32Array } {
  const ends = new Uint32Array(texts.length)
  let end = 0
  for (const [place, text] of texts.entries()) {
    end += Buffer.byteLength(text)
    ends[place] = end
  }
  // one by one: halves of characters must not meet
  const bytes = Buffer.allocUnsafe(end)
  let at = 0
  for (const text of texts) at += bytes.write(text, at)
  return { bytes, ends }
}

export function encodeValueChunk(chunk: ValueChunk): Uint8Array {
  const hasBoth = chunk.lowerBytes !== chunk.bytes
  const sink = new ByteSink(16 + chunk.count * 8 + chunk.bytes.length + chunk.lowerBytes.length)
  sink.u8(1)
  sink.u8(hasBoth ? forms.both : forms.lowerOnly)
  sink.align(4)
  sink.u32(chunk.firstId)
  sink.u32(chunk.count)
  sink.array(chunk.ends)
  if (hasBoth) sink.array(chunk.lowerEnds)
  sink.bytes(chunk.bytes)
  if (hasBoth) sink.bytes(chunk.lowerBytes)
  return sink.finish()
}

/** @throws AppError `database-damaged` */
export function decodeValueChunk(data: Uint8Array): ValueChunk {
  const reader = new PartReader(data, 'value chunk')
  const form = reader.u8('form')
  reader.u16('form')
  if (form !== forms.lowerOnly && form !== forms.both) reader.fail('form')
  const firstId = reader.u32('values')
  const count = reader.count(valuesPerChunk, 'values')
  const readEnds = () => {
    const ends = reader.u32s(count, 'ends')
    for (let place = 1; place < count; place += 1)
      if ((ends[place] as number) < (ends[place - 1] as number)) reader.fail('ends')
    return ends
  }
  const ends = readEnds()
  const lowerEnds = form === forms.both ? readEnds() : ends
  const readBytes = (of: Uint32Array) => {
    const bytes = reader.numbers(of[count - 1] ?? 0, 1, 'texts')
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  }
  const bytes = readBytes(ends)
  const lowerBytes = form === forms.both ? readBytes(lowerEnds) : bytes
  reader.end()
  return { firstId, count, bytes, ends, lowerBytes, lowerEnds }
}
