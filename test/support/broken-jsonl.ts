import type { BrokenRecord, Surroundings } from './broken-files.ts'
import type { SeededRandom } from './seeded-random.ts'

const names = ['Ada', 'José', '日本 太郎', 'quote " here', 'back\\slash', 'line\nbreak', '😀', 'tab\there', 'plain', '']

/** Rows of jsonl, some of them damaged. */
export function brokenJsonl(random: SeededRandom, surroundings: Surroundings, count: number): BrokenRecord[] {
  return Array.from({ length: count }, (_, index) => record(random, surroundings, index))
}

function record(random: SeededRandom, { newline, isUtf16 }: Surroundings, index: number): BrokenRecord {
  const row = {
    EVENT_ID: `event-${index}`,
    EVENT_TIME: new Date(Date.UTC(2026, 0, 1) + index * 61_007).toISOString(),
    NAME: random.pick(names),
    SIZE: random.pick(['1', '1.50', '12345678901234567890'])
  }
  const line = (text: string) => ({ bytes: Buffer.from(text + newline), lines: 1 })
  const json = (cells: Readonly<Record<string, string>>) => {
    const gap = random.pick(['', ' '])
    const pairs = Object.entries(cells).map(([name, cell]) => [name, name === 'SIZE' ? cell : JSON.stringify(cell)])
    return `{${pairs.map(([name, cell]) => `"${name}":${gap}${cell}`).join(`,${gap}`)}}`
  }
  const good = json(row)
  switch (random.below(isUtf16 ? 18 : 20)) {
    case 0:
      // Not the whole row: at least its closing brace is missing.
      return { ...line(good.slice(0, 1 + random.below(good.length - 1))), becomes: { reason: 'not-parseable' } }
    case 1:
      return { ...line(random.pick(['5', 'null', '"text"', 'true'])), becomes: { reason: 'not-an-object' } }
    case 2:
      return {
        ...line(json({ ...row, EVENT_TIME: random.pick(['soon', '2026-13-01T00:00:00Z', '']) })),
        becomes: { reason: 'impossible-time' }
      }
    case 3:
      return { ...line(`{"EVENT_ID":"${index}"}`), becomes: { reason: 'impossible-time' } }
    case 4:
      return { ...line(random.pick(['', '  ', '\t'])), becomes: 'nothing' }
    case 5:
      return {
        ...line(random.pick(['\u0000\u0001binary', 'ERROR: out of memory', good.replace(':', '='), `x${good}`])),
        becomes: { reason: 'not-parseable' }
      }
    case 18:
    case 19:
      return {
        bytes: Buffer.from(good.replace('"NAME":', '"NAME": "caf\xe9", "NAME":') + newline, 'latin1'),
        lines: 1,
        becomes: { reason: 'wrong-encoding' }
      }
    default:
      return { ...line(good), becomes: { row } }
  }
}
