import { describe, expect, it } from 'vitest'
import type { ParsedPart } from '../../../../../src/main/archive/event-batch.ts'
import { PartParser } from '../../../../../src/main/archive/parse/part-parser.ts'
import type { SourceRoles } from '../../../../../src/main/archive/parse/source-types.ts'
import { objectsOf, rowsOf, sortedCells } from '../../../../support/parsed-rows.ts'
import { SeededRandom } from '../../../../support/seeded-random.ts'

/** Parses text that comes in pieces of the given sizes. */
function parse(text: string | Uint8Array, options: { roles?: SourceRoles; pieceBytes?: () => number } = {}) {
  const bytes = Buffer.from(text as string)
  const parser = new PartParser({ format: 'jsonl', ...(options.roles === undefined ? {} : { roles: options.roles }) })
  const parts: ParsedPart[] = []
  for (let at = 0; at < bytes.length; ) {
    const size = options.pieceBytes?.() ?? bytes.length
    parser.storedBytes = Math.min(at + size, bytes.length)
    parts.push(...parser.push(bytes.subarray(at, at + size)))
    at += size
  }
  parts.push(...parser.end())
  return { parts, quarantined: parts.flatMap((part) => part.quarantined) }
}

const problems = (text: string | Uint8Array, roles?: SourceRoles) =>
  parse(text, roles === undefined ? {} : { roles }).quarantined.map(({ line, reason }) => `${line} ${reason}`)

describe('values of jsonl', () => {
  it('keeps numbers as their source wrote them, and leaves null out', () => {
    const { parts } = parse('{"A":12345678901234567890,"B":1.50,"C":-0,"D":1e3,"E":true,"F":false,"G":null,"H":""}\n')
    expect(objectsOf(parts)).toEqual([
      { A: '12345678901234567890', B: '1.50', C: '-0', D: '1e3', E: 'true', F: 'false', H: '' }
    ])
  })

  it('resolves escapes, and writes nested values as JSON without white space', () => {
    const { parts } = parse(
      '{"A":"a\\n\\u00e9\\"\\\\","B": {"x": [1.0, 9007199254740993, "\\u00e9 y"]},"C\\u0041":"1"}\n'
    )
    expect(objectsOf(parts)).toEqual([{ A: 'a\né"\\', B: '{"x":[1.0,9007199254740993,"é y"]}', CA: '1' }])
  })

  it('takes the last of two equal keys, also where that is null', () => {
    expect(objectsOf(parse('{"A":"1","B":"x","A":"2","B":null}\n').parts)).toEqual([{ A: '2' }])
  })

  it('takes __proto__ and constructor for columns like any other', () => {
    const [row] = rowsOf(parse('{"__proto__":"p","constructor":"c","":"e"}\n').parts)
    expect(row?.cells).toEqual([
      ['', 'e'],
      ['__proto__', 'p'],
      ['constructor', 'c']
    ])
  })

  it('makes U+FFFD of a lone surrogate', () => {
    expect(objectsOf(parse('{"A":"x\\ud800y"}\n').parts)).toEqual([{ A: 'x\ufffdy' }])
  })

  it('reads arrays of rows on one line, and a row that is none does not take the others with it', () => {
    const { parts, quarantined } = parse('[{"A":"1"}, 5, {"A":"2"}]\n[]\n{"A":"3"}\n')
    expect(objectsOf(parts)).toEqual([{ A: '1' }, { A: '2' }, { A: '3' }])
    expect(quarantined).toEqual([{ line: 1, reason: 'not-an-object', detail: 'row 2 of the line', excerpt: '5' }])
    expect(parts.reduce((sum, part) => sum + part.lineCount, 0)).toBe(3)
  })

  it('lands the rows of a broken array that come before the break', () => {
    expect(objectsOf(parse('[{"A":"1"},{"A":}]\n').parts)).toEqual([{ A: '1' }])
    expect(problems('[{"A":"1"},{"A":}]\n')).toEqual(['1 not-parseable'])
  })

  it('goes on in the middle of an array where a batch is full', () => {
    const { parts } = parse(`[${Array.from({ length: 70_000 }, (_, i) => `{"A":"${i}"}`).join(',')}]\n`)
    expect(parts.map((part) => part.batch.rowCount)).toEqual([65_536, 4464])
    expect(objectsOf(parts.slice(1))[0]).toEqual({ A: '65536' })
  })
})

describe('lines that are no rows', () => {
  it('names line and reason of each, and lands the rows between', () => {
    const text = '{"A":"1"}\r\n\r\n{"A":\n"text"\n7\n{"A":"2"} x\n  {"A" : "3"}  \n{"A":"4",}\nnull\n{"A":01}\n'
    expect(problems(text)).toEqual([
      '3 not-parseable',
      '4 not-an-object',
      '5 not-an-object',
      '6 not-parseable',
      '8 not-parseable',
      '9 not-an-object',
      '10 not-parseable'
    ])
    expect(objectsOf(parse(text).parts)).toEqual([{ A: '1' }, { A: '3' }])
  })

  it('calls an end within a line truncated, and lands a last line that only lacks its newline', () => {
    expect(problems('{"A":"1"}\n{"A":"2')).toEqual(['2 truncated'])
    expect(objectsOf(parse('{"A":"1"}\n{"A":"2"}').parts)).toEqual([{ A: '1' }, { A: '2' }])
  })

  it('names the byte that is no UTF-8', () => {
    const { quarantined, parts } = parse(Buffer.from('{"A":"caf\xe9"}\n{"A":"b"}\n', 'latin1'))
    expect(quarantined).toMatchObject([{ line: 1, reason: 'wrong-encoding', detail: 'byte 0xe9 at position 10' }])
    expect(objectsOf(parts)).toEqual([{ A: 'b' }])
  })

  it('refuses a row without a time, and one whose time is none', () => {
    const text =
      '{"T":"2026-02-30T00:00:00Z"}\n{"A":"1"}\n{"T":null}\n{"T":"2026-03-01T01:02:03.456Z"}\n{"T":1740000000}\n'
    const { parts, quarantined } = parse(text, { roles: { timeColumn: 'T' } })
    expect(quarantined.map(({ line, reason, detail }) => [line, reason, detail])).toEqual([
      [1, 'impossible-time', 'the value of T is no time'],
      [2, 'impossible-time', 'no value in T'],
      [3, 'impossible-time', 'no value in T']
    ])
    expect(rowsOf(parts).map((row) => row.atMs)).toEqual([Date.UTC(2026, 2, 1, 1, 2, 3, 456), 1740000000000])
  })

  it('leaves out a line of 100 MB without holding it', () => {
    const parser = new PartParser({ format: 'jsonl' })
    const piece = Buffer.alloc(1024 * 1024, 'x')
    const parts = [...parser.push(Buffer.from('{"A":"1"}\n{"A":"'))]
    const before = process.memoryUsage().arrayBuffers
    let most = 0
    for (let i = 0; i < 100; i += 1) {
      parts.push(...parser.push(piece))
      most = Math.max(most, process.memoryUsage().arrayBuffers - before)
    }
    parts.push(...parser.push(Buffer.from('"}\n{"A":"2"}\n')), ...parser.end())
    expect(parts.flatMap((part) => part.quarantined)).toMatchObject([{ line: 2, reason: 'line-too-long' }])
    expect(parts.flatMap((part) => part.quarantined)[0]?.excerpt).toHaveLength(2000)
    expect(objectsOf(parts)).toEqual([{ A: '1' }, { A: '2' }])
    expect(most).toBeLessThan(64 * 1024 * 1024)
  })

  it('refuses a row that brings more columns than a table can have, and nothing else', () => {
    const wide = `{${Array.from({ length: 12_000 }, (_, i) => `"C${i}":"${i}"`).join(',')}}`
    expect(problems(`{"A":"1"}\n${wide}\n{"A":"2"}\n`)).toEqual(['2 wrong-field-count'])
  })

  it('ends a batch early where rows have thousands of columns of their own', () => {
    const rows = Array.from(
      { length: 40 },
      (_, r) => `{${Array.from({ length: 200 }, (_, c) => `"C${r}_${c}":1`).join(',')}}`
    )
    const filler = '{"A":"1"}\n'.repeat(60_000)
    const { parts } = parse(`${filler}${rows.join('\n')}\n`)
    for (const { batch } of parts) expect(batch.rowCount * batch.columns.length * 4).toBeLessThan(32 * 1024 * 1024)
    expect(parts.reduce((sum, part) => sum + part.batch.rowCount, 0)).toBe(60_040)
  })
})

describe('columns of nearly unique values', () => {
  const line = (i: number) => `{"ID":"id-${i}","KIND":"k${i % 7}","SOME":${i % 3 === 0 ? `"s${i}"` : 'null'}}`

  it('become texts, in the first batch and in those after it', () => {
    const { parts } = parse(`${Array.from({ length: 70_000 }, (_, i) => line(i)).join('\n')}\n`)
    for (const { batch } of parts) {
      const kinds = Object.fromEntries(batch.columns.map((column) => [column.name, column.cells.kind]))
      expect(kinds).toEqual({ ID: 'text', KIND: 'dictionary', SOME: 'text' })
    }
    expect(objectsOf(parts.slice(1))[2]).toEqual({ ID: 'id-65538', KIND: 'k4', SOME: 's65538' })
  })

  it('become a dictionary again when values begin to repeat', () => {
    const lines = Array.from({ length: 3 * 65_536 }, (_, i) => `{"ID":"${i < 65_536 ? i : i % 100}"}`)
    const kinds = parse(lines.join('\n')).parts.map((part) => part.batch.columns[0]?.cells.kind)
    expect(kinds).toEqual(['text', 'text', 'dictionary'])
  })

  it('stay dictionaries in few rows', () => {
    const { parts } = parse(Array.from({ length: 1000 }, (_, i) => line(i)).join('\n'))
    expect(parts[0]?.batch.columns.map((column) => column.cells.kind)).toEqual([
      'dictionary',
      'dictionary',
      'dictionary'
    ])
  })
})

describe('jsonl beside JSON.parse', () => {
  /** A number as its source wrote it. */
  class Literal {
    readonly source: string
    constructor(source: string) {
      this.source = source
    }
  }
  const exactly = (text: string): unknown =>
    JSON.parse(text, (_key: string, value: unknown, context?: { readonly source?: string }) =>
      typeof value === 'number' ? new Literal(context?.source ?? '') : value
    )
  const strings = [
    '',
    'a',
    'ab',
    'abc',
    'abcd',
    'é',
    '日本',
    '😀x',
    'a"b',
    'back\\slash',
    'tab\t',
    '\u0001',
    '\u2028',
    'long '.repeat(9)
  ]
  const keys = ['A', 'B', 'LONGER_NAME', 'é', '😀', '__proto__', 'q"', '', 'A B', 'Z', 'ﬀ']

  function jsonString(random: SeededRandom, text: string): string {
    const json = JSON.stringify(text)
    return random.chance(0.1)
      ? json.replace(/[a-zé]/, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
      : json
  }

  function value(random: SeededRandom, depth: number): string {
    const space = random.chance(0.1) ? ' ' : ''
    switch (random.below(depth > 0 ? 7 : 6)) {
      case 0:
        return random.pick(['0', '-1', '1.50', '12345678901234567890', '1e5', '-0.0', '1E+2', '7'])
      case 1:
        return random.pick(['true', 'false', 'null'])
      case 6:
        return random.chance(0.5)
          ? `{${space}"k":${value(random, depth - 1)}${space},"k2"${space}:${value(random, depth - 1)}}`
          : `[${space}${value(random, depth - 1)}${space},${value(random, depth - 1)}]`
      default:
        return jsonString(random, random.pick(strings))
    }
  }

  function object(random: SeededRandom): string {
    const gap = random.chance(0.3) ? random.pick([' ', '\t', '  ']) : ''
    const pairs = Array.from({ length: random.below(7) }, () => {
      const key = jsonString(random, random.pick(keys))
      return `${gap}${key}${gap}:${gap}${value(random, 2)}`
    })
    return `${gap}{${pairs.join(',')}${gap}}${gap}`
  }

  /** Well-formed as the parser sees it: what came through UTF-8. */
  const damaged = (random: SeededRandom, text: string): string => {
    const at = random.below(text.length + 1)
    const piece = random.pick(['', '"', '\\', '{', '}', ',', ':', ' ', '1', 'x', '[', ']', '\u0000', '\\u12'])
    return Buffer.from(text.slice(0, at) + piece + text.slice(at + random.below(3))).toString()
  }

  it('accepts and refuses the same lines, and reads the same values', () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const random = new SeededRandom(seed)
      const lines = Array.from({ length: 60 }, () => {
        const good = object(random)
        const line = random.chance(0.4) ? damaged(random, good) : good
        // Of a broken array the rows before the break land; that has a test of its own.
        return line.trim().startsWith('[') ? good : line
      })
      const { parts, quarantined } = parse(`${lines.join('\n')}\n`, { pieceBytes: () => 1 + random.below(200) })
      const rows = rowsOf(parts)
      const refused = new Map(quarantined.map((one) => [one.line, one.reason]))
      let next = 0
      for (const [index, line] of lines.entries()) {
        let parsed: unknown
        try {
          parsed = line.trim() === '' ? undefined : exactly(line)
        } catch {
          expect([line, refused.get(index + 1)]).toEqual([line, 'not-parseable'])
          continue
        }
        if (parsed === undefined) continue
        const items = Array.isArray(parsed) ? (parsed as unknown[]) : [parsed]
        for (const item of items) {
          if (typeof item !== 'object' || item === null || Array.isArray(item) || item instanceof Literal) {
            expect([line, refused.get(index + 1)]).toEqual([line, 'not-an-object'])
            continue
          }
          const row = rows[next]
          next += 1
          const entries = Object.entries(item).filter(([, cell]) => cell !== null)
          const names = sortedCells(entries.map(([name]) => [name, ''])).map(([name]) => name)
          expect([line, row?.cells.map(([name]) => name)]).toEqual([line, names])
          for (const [name, text] of row?.cells ?? []) {
            const cell: unknown = entries.find(([key]) => key === name)?.[1]
            if (typeof cell === 'string') expect(text).toBe(Buffer.from(cell).toString())
            else if (cell instanceof Literal) expect(text).toBe(cell.source)
            else if (typeof cell === 'boolean') expect(text).toBe(String(cell))
            else expect(exactly(text)).toEqual(cell)
          }
        }
      }
      expect(next).toBe(rows.length)
    }
  })
})
