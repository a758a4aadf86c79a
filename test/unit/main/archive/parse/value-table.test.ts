import { describe, expect, it } from 'vitest'
import { hashBytes, slackBytes, viewOf } from '../../../../../src/main/archive/parse/byte-words.ts'
import { ValueTable } from '../../../../../src/main/archive/parse/value-table.ts'
import { SeededRandom } from '../../../../support/seeded-random.ts'

describe('the table of values', () => {
  it('numbers texts in the order of coming as a Map does, also when all hashes are the same', () => {
    for (const isColliding of [false, true]) {
      const random = new SeededRandom(isColliding ? 2 : 1)
      const table = new ValueTable()
      for (let round = 0; round < 3; round += 1) {
        const known = new Map<string, number>()
        for (let i = 0; i < (isColliding ? 1500 : 20_000); i += 1) {
          const text = `${'é'.repeat(random.below(3))}${random.below(3000)}${'x'.repeat(random.below(6))}`
          const bytes = Buffer.concat([
            Buffer.from('?'),
            Buffer.from(text),
            Buffer.alloc(slackBytes, random.below(256))
          ])
          const end = bytes.length - slackBytes
          const view = viewOf(bytes)
          const hash = isColliding ? 42 : hashBytes(view, 1, end)
          expect(table.find(view, 1, end, hash)).toBe(known.get(text) ?? 0)
          if (!known.has(text)) known.set(text, known.size + 1)
          expect(table.intern(view, 1, end, hash)).toBe(known.get(text))
        }
        const { bytes, ends } = table.texts()
        const texts = Array.from(ends, (end, i) =>
          Buffer.from(bytes.subarray(i === 0 ? 0 : ends[i - 1], end)).toString()
        )
        expect(texts).toEqual([...known.keys()])
        table.clear()
        expect(table.count).toBe(0)
      }
    }
  })
})
