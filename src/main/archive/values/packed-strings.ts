import { Buffer, isAscii } from 'node:buffer'
import type { PackedTexts } from '../event-batch.ts'

/** Makes strings of packed texts one at a time, in the quickest way that their bytes allow. */
export function stringsOf(texts: PackedTexts): (index: number) => string {
  const { bytes, ends } = texts
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const startOf = (index: number) => (index === 0 ? 0 : (ends[index - 1] as number))
  if (!isAscii(bytes)) return (index) => buffer.toString('utf8', startOf(index), ends[index])
  const all = buffer.toString('latin1')
  return (index) => all.slice(startOf(index), ends[index])
}

/** Texts one after the other. */
export function packTexts(texts: readonly string[]): PackedTexts {
  const ends = new Uint32Array(texts.length)
  let length = 0
  for (const [index, text] of texts.entries()) {
    length += Buffer.byteLength(text)
    ends[index] = length
  }
  const bytes = new Uint8Array(length)
  const buffer = Buffer.from(bytes.buffer)
  for (const [index, text] of texts.entries()) buffer.write(text, index === 0 ? 0 : (ends[index - 1] ?? 0))
  return { bytes, ends }
}
