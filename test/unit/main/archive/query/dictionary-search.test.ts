import { describe, expect, it } from 'vitest'
import { searchChunk } from '../../../../../src/main/archive/query/dictionary-search.ts'
import { matches, type Matcher } from '../../../../../src/main/archive/query/matcher.ts'
import { chunksOf } from '../../../../support/memory-segments.ts'
import { SeededRandom } from '../../../../support/seeded-random.ts'

function found(texts: readonly string[], matcher: Matcher): number[] {
  const ids: number[] = []
  for (const chunk of chunksOf(texts, 40)) searchChunk(chunk, matcher, ids)
  return ids
}

function wanted(texts: readonly string[], matcher: Matcher): number[] {
  return texts.flatMap((text, index) => (matches(matcher, text) ? [index + 1] : []))
}

describe('search in a dictionary', () => {
  it('finds no text that begins in one value and ends in the next', () => {
    const texts = ['abc', 'def', '', 'cd', 'ABCDEF']
    expect(found(texts, { kind: 'contains', lowerText: 'cd' })).toEqual([4, 5])
    expect(found(texts, { kind: 'equals', texts: new Set(['cd', '', 'abcdef']) })).toEqual([3, 4])
    expect(found(texts, { kind: 'starts-with', lowerText: 'ab' })).toEqual([1, 5])
  })

  it('agrees with a look at every value, for texts of every length and density', () => {
    const random = new SeededRandom(11)
    const letters = ['a', 'b', 'Ä', 'ß', '7', '.', 'İ', '漢']
    const word = (most: number) => Array.from({ length: random.below(most) }, () => random.pick(letters)).join('')
    for (let round = 0; round < 150; round++) {
      const length = random.pick([3, 12, 300])
      const texts = [...new Set(Array.from({ length: 130 }, () => word(length)))]
      const text = word(random.pick([2, 3, 5]))
      const lowerText = text.toLowerCase()
      for (const matcher of [
        { kind: 'contains', lowerText },
        { kind: 'starts-with', lowerText },
        { kind: 'equals', texts: new Set([text, random.pick(texts)]) },
        { kind: 'number', min: 7, max: 800 }
      ] as const)
        expect(found(texts, matcher)).toEqual(wanted(texts, matcher))
    }
  })
})
