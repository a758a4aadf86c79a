import { describe, expect, it } from 'vitest'
import { isoTimeMs } from '../../../../../src/main/archive/parse/iso-time.ts'
import { parseAuditTime } from '../../../../../src/shared/domain/audit-schema.ts'
import { SeededRandom } from '../../../../support/seeded-random.ts'

const fast = (text: string) => isoTimeMs(Buffer.from(`xx${text}`), 2, 2 + text.length)

describe('times from bytes', () => {
  it('are those that parseAuditTime reads, wherever they are read at all', () => {
    const random = new SeededRandom(7)
    let read = 0
    for (let i = 0; i < 50_000; i += 1) {
      const atMs = Date.UTC(1890, 0, 1) + Math.floor(random.next() * 300 * 365.25 * 86_400_000)
      const whole = new Date(atMs).toISOString()
      const forms = [
        whole,
        whole.replace('T', ' ').replace('Z', ''),
        `${whole.slice(0, 19)}Z`,
        `${whole.slice(0, 19)}.${random.below(1_000_000_000)}Z`,
        `${whole.slice(0, -1)}+02:00`,
        `${whole.slice(0, 8)}${random.below(40)}${whole.slice(10)}`
      ]
      const text = random.pick(forms)
      const at = random.below(text.length)
      const tried = random.chance(0.3)
        ? text.slice(0, at) + random.pick(Array.from('0123456789-:T. Zx')) + text.slice(at + 1)
        : text
      const found = fast(tried)
      if (Number.isNaN(found)) continue
      read += 1
      expect([tried, found]).toEqual([tried, parseAuditTime(tried)])
    }
    expect(read).toBeGreaterThan(20_000)
  })

  it('are read the fast way in the forms that audit tables write', () => {
    for (const text of ['2026-02-28T23:59:59.999Z', '2024-02-29 00:00:00', '2000-02-29T12:00:00.123456789Z'])
      expect(fast(text)).toBe(parseAuditTime(text))
    for (const text of ['2026-02-29T00:00:00Z', '1900-02-29 00:00:00', '2026-01-01T24:00:00Z', '2026-01-01T00:00:00.Z'])
      expect(fast(text)).toBeNaN()
  })
})
