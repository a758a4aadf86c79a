import { describe, expect, it } from 'vitest'
import { packTexts, stringsOf } from '../../../../../src/main/archive/values/packed-strings.ts'
import { TextIds } from '../../../../../src/main/archive/values/text-ids.ts'
import { randomFrom } from '../../db/random.ts'

describe('ids of texts', () => {
  it('are dense, from 1 in the order of coming, and the same for the same bytes', () => {
    const random = randomFrom(2)
    const ids = new TextIds()
    const naive = new Map<string, number>()
    for (let n = 0; n < 30_000; n += 1) {
      const text =
        ['', 'é', '\0', 'x'.repeat(5_000)][Math.floor(random() * 40)] ?? `value ${Math.floor(random() * 9_000)}`
      const bytes = Buffer.from(`--${text}--`)
      const end = bytes.length - 2
      expect(ids.find(bytes, 2, end)).toBe(naive.get(text) ?? 0)
      const id = ids.intern(bytes, 2, end)
      if (!naive.has(text)) naive.set(text, naive.size + 1)
      expect(id).toBe(naive.get(text))
    }
    expect(ids.count).toBe(naive.size)
    for (const [text, id] of naive) expect(Buffer.from(ids.textAt(id)).toString()).toBe(text)
  })
})

describe('packed texts', () => {
  it.each([[['', 'a', '', 'bcd']], [['é', '', 'ü\u{1f600}', 'plain']], [[]]])(
    'are made strings as they were: %j',
    (texts) => {
      const textAt = stringsOf(packTexts(texts))
      expect(texts.map((_, index) => textAt(index))).toEqual(texts)
    }
  )
})
