import { describe, expect, it } from 'vitest'
import {
  chunkOf,
  decodeValueChunk,
  encodeValueChunk,
  toValueChunk,
  type ValueChunk
} from '../../../../../src/main/archive/segment/value-chunk.ts'
import { AppError } from '../../../../../src/shared/kit/app-error.ts'
import { SeededRandom } from '../../../../support/seeded-random.ts'

function texts(bytes: Buffer, ends: Uint32Array): string[] {
  return Array.from(ends, (end, place) => bytes.toString('utf8', place === 0 ? 0 : ends[place - 1], end))
}

function roundTrip(values: readonly string[]): ValueChunk {
  const chunk = decodeValueChunk(encodeValueChunk(toValueChunk(4097, values)))
  expect([chunk.firstId, chunk.count]).toEqual([4097, values.length])
  expect(texts(chunk.bytes, chunk.ends)).toEqual(values)
  expect(texts(chunk.lowerBytes, chunk.lowerEnds)).toEqual(values.map((value) => value.toLowerCase()))
  return chunk
}

describe('a chunk of values', () => {
  it('has each text as it is and in lower case, which may be longer', () => {
    const chunk = roundTrip(['', 'ABC', 'İ', 'ΑΣ', 'Σ', '👩‍💻X', '\u0000', 'ẞ', 'x'.repeat(100_000)])
    expect(chunk.lowerEnds).not.toEqual(chunk.ends)
  })

  it('keeps texts once that are in lower case anyway', () => {
    const chunk = roundTrip(['a', 'b-1', 'ü', ''])
    expect(chunk.lowerBytes).toBe(chunk.bytes)
    expect(chunk.lowerEnds).toBe(chunk.ends)
  })

  it('holds 4,096 values from id 1 on', () => {
    expect([1, 4096, 4097, 8192, 8193].map(chunkOf)).toEqual([0, 0, 1, 1, 2])
  })

  it('is refused where it is damaged', () => {
    const random = new SeededRandom(31)
    const whole = encodeValueChunk(
      toValueChunk(
        1,
        Array.from({ length: 50 }, () => random.pick(['A', 'b', '']) + random.hex(9))
      )
    )
    let refused = 0
    for (let round = 0; round < 2_000; round += 1) {
      const data = random.chance(0.3) ? whole.slice(0, random.below(whole.length)) : whole.slice()
      data[random.below(Math.min(data.length, random.pick([16, 400])))] = random.below(256)
      try {
        decodeValueChunk(data)
      } catch (thrown) {
        if (!(thrown instanceof AppError) || thrown.code !== 'database-damaged') throw thrown
        refused += 1
      }
    }
    expect(refused).toBeGreaterThan(500)
  })
})
