import type { BrokenRecord, Surroundings } from './broken-files.ts'
import type { SeededRandom } from './seeded-random.ts'

const columns = ['EVENT_ID', 'EVENT_TIME', 'NAME', 'NOTE', 'SIZE']

/** A header and rows of CSV, some of them damaged; never the last, where an open quote would be the file's end. */
export function brokenCsv(random: SeededRandom, surroundings: Surroundings, count: number): BrokenRecord[] {
  const { delimiter, newline } = surroundings
  const header = { bytes: Buffer.from(columns.join(delimiter) + newline), lines: 1, becomes: 'nothing' } as const
  const last = { EVENT_ID: 'last', EVENT_TIME: '2026-12-31 23:59:59', NAME: 'a', NOTE: 'b', SIZE: '1' }
  return [
    header,
    ...Array.from({ length: count }, (_, index) => record(random, surroundings, index)),
    { bytes: Buffer.from(Object.values(last).join(delimiter) + newline), lines: 1, becomes: { row: last } }
  ]
}

function record(random: SeededRandom, { newline, isUtf16, delimiter }: Surroundings, index: number): BrokenRecord {
  const texts = [
    'Ada',
    'José',
    '日本 太郎',
    'a "quoted" word',
    'back\\slash',
    `first${newline}second`,
    '😀',
    `a${delimiter}b`
  ]
  const id = `event-${index}`
  const time = new Date(Date.UTC(2026, 0, 1) + index * 61_007).toISOString().replace('T', ' ').replace('Z', '')
  const [name, note] = [random.pick(texts), random.pick([...texts, ''])]
  const size = random.pick(['1', '1.50', '\\N', ''])
  const row = {
    EVENT_ID: id,
    EVENT_TIME: time,
    NAME: name,
    // In quotes an empty text is one; without them it is no value.
    NOTE: note,
    ...(size === '\\N' || size === '' ? {} : { SIZE: size })
  }
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
  const fields = [id, time, quoted(name), quoted(note), size]
  const line = (parts: readonly string[]) => {
    const text = parts.join(delimiter) + newline
    return { bytes: Buffer.from(text), lines: text.split('\n').length - 1 }
  }
  switch (random.below(isUtf16 ? 18 : 20)) {
    case 0:
      return { ...line(fields.slice(0, 4)), becomes: { reason: 'wrong-field-count' } }
    case 1:
      return { ...line([...fields, 'more']), becomes: { reason: 'wrong-field-count' } }
    case 2:
      return {
        ...line([id, random.pick(['soon', '2026-02-30 00:00:00']), 'a', 'b', '1']),
        becomes: { reason: 'impossible-time' }
      }
    case 3:
      return { ...line([id, random.pick(['', '\\N', '""']), 'a', 'b', '1']), becomes: { reason: 'impossible-time' } }
    case 4:
      return { ...line(['']), becomes: 'nothing' }
    case 5:
      return { ...line([id, time, '"closed"too early', 'b', '1']), becomes: { reason: 'not-parseable' } }
    case 6:
      return { ...line([id, time, '"never closed', 'b', '1']), becomes: { reason: 'not-parseable' } }
    case 7:
      return {
        ...line([id, time, 'a "word" in quotes', 'b\\c', '1']),
        becomes: { row: { EVENT_ID: id, EVENT_TIME: time, NAME: 'a "word" in quotes', NOTE: 'b\\c', SIZE: '1' } }
      }
    case 18:
    case 19:
      return {
        bytes: Buffer.from([id, time, 'caf\xe9', 'b', '1'].join(delimiter) + newline, 'latin1'),
        lines: 1,
        becomes: { reason: 'wrong-encoding' }
      }
    default:
      return { ...line(fields), becomes: { row } }
  }
}
