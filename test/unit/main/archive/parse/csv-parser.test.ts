import { describe, expect, it } from 'vitest'
import { PartParser } from '../../../../../src/main/archive/parse/part-parser.ts'
import { objectsOf, rowsOf } from '../../../../support/parsed-rows.ts'
import { SeededRandom } from '../../../../support/seeded-random.ts'

function parse(text: string | Buffer, pieceBytes = 1_000_000, delimiter = ',') {
  const bytes = Buffer.from(text as string)
  const parser = new PartParser({ format: 'csv', delimiter })
  const parts = []
  for (let at = 0; at < bytes.length; at += pieceBytes) parts.push(...parser.push(bytes.subarray(at, at + pieceBytes)))
  parts.push(...parser.end())
  return { parts, quarantined: parts.flatMap((part) => part.quarantined) }
}
const problems = (text: string | Buffer) => parse(text).quarantined.map(({ line, reason }) => `${line} ${reason}`)

describe('CSV', () => {
  it('reads quotes, delimiters and newlines in fields, in pieces of any size', () => {
    const text = 'A,B,"C ""q"""\r\n1,"x, ""y""","two\r\nlines"\r\n\r\n"",,\\N\r\n2,a"b,"\\N"'
    for (const pieceBytes of [1, 2, 3, 7, 1000])
      expect(objectsOf(parse(text, pieceBytes).parts)).toEqual([
        { A: '1', B: 'x, "y"', 'C "q"': 'two\r\nlines' },
        { A: '' },
        { A: '2', B: 'a"b', 'C "q"': '\\N' }
      ])
  })

  it('gives columns without a name one, and tells equal names apart', () => {
    const [row] = rowsOf(parse('A,,A,__proto__\n1,2,3,4\n').parts)
    expect(row?.cells).toEqual([
      ['A', '1'],
      ['A (2)', '3'],
      ['__proto__', '4'],
      ['column 2', '2']
    ])
  })

  it('counts the lines of fields with newlines', () => {
    expect(problems('A,B\n"1\n2\n3",x\nonly one\n4,5,6\n')).toEqual(['5 wrong-field-count', '6 wrong-field-count'])
  })

  it('lands the rows behind a quote that is never closed, or closed in a later row', () => {
    expect(problems('A,B\n1,"open\n2,b\n3,c\n')).toEqual(['2 not-parseable'])
    expect(objectsOf(parse('A,B\n1,"open\n2,b\n3,c\n').parts)).toHaveLength(2)
    expect(problems('A,B\n1,"open\n2,b\n3,"c"\n')).toEqual(['2 not-parseable'])
    expect(objectsOf(parse('A,B\n1,"open\n2,b\n3,"c"\n').parts)).toHaveLength(2)
    expect(problems('A,B\n1,"open\n2,b\n3,",c"\n')).toEqual(['2 not-parseable'])
  })

  it('calls the end within a field or a record truncated', () => {
    expect(problems('A,B\n1,x\n2,"first\nsecond')).toEqual(['3 truncated'])
    expect(problems('A,B\n1,x\n2')).toEqual(['3 truncated'])
    expect(objectsOf(parse('A,B\n1,x\n2,y').parts)).toHaveLength(2)
  })

  it('leaves out a field of 100 MB, with the lines in it, without holding it', () => {
    const parser = new PartParser({ format: 'csv', delimiter: ',' })
    const piece = Buffer.alloc(1024 * 1024, 'some text with ""quotes"" in it\n')
    const before = process.memoryUsage().arrayBuffers
    let most = 0
    const parts = [...parser.push(Buffer.from('A,B\n1,x\n2,"'))]
    for (let i = 0; i < 100; i += 1) {
      parts.push(...parser.push(piece))
      most = Math.max(most, process.memoryUsage().arrayBuffers - before)
    }
    parts.push(...parser.push(Buffer.from('",\n3,y\n4\n')), ...parser.end())
    const lines = 100 * (piece.toString().split('\n').length - 1)
    expect(parts.flatMap((part) => part.quarantined.map(({ line, reason, detail }) => [line, reason, detail]))).toEqual(
      [
        [3, 'field-too-long', 'B: longer than 16777216 bytes'],
        [lines + 5, 'wrong-field-count', '1 fields, 2 expected']
      ]
    )
    expect(objectsOf(parts)).toEqual([
      { A: '1', B: 'x' },
      { A: '3', B: 'y' }
    ])
    expect(most).toBeLessThan(64 * 1024 * 1024)
  })

  it('calls a record of many fields that is too long a line', () => {
    const parser = new PartParser({ format: 'csv', delimiter: ',' })
    const parts = [...parser.push(Buffer.from('A,B\n'))]
    for (let i = 0; i < 40; i += 1) parts.push(...parser.push(Buffer.from('abcdefg,'.repeat(131_072))))
    parts.push(...parser.push(Buffer.from('\n3,y\n')), ...parser.end())
    expect(parts.flatMap((part) => part.quarantined)).toMatchObject([{ line: 2, reason: 'line-too-long' }])
    expect(objectsOf(parts)).toEqual([{ A: '3', B: 'y' }])
  })

  it('lands the rows behind a stray quote, however many they are', () => {
    const rows = Array.from({ length: 90_000 }, (_, i) => `${i},${'some text that makes the file larger '.repeat(6)}`)
    const { parts, quarantined } = parse(`A,B\n1,"stray\n${rows.join('\n')}\n`)
    expect(quarantined).toMatchObject([{ line: 2, reason: 'not-parseable' }])
    expect(parts.reduce((sum, part) => sum + part.batch.rowCount, 0)).toBe(90_000)
  })

  it('reads back whatever was written, whatever the delimiter', () => {
    const texts = [
      '',
      'a',
      'ab"c',
      '"',
      '""',
      'line\nbreak',
      'cr\r',
      'x\r\ny',
      'é',
      '日本',
      'a,b;c\td|e',
      '\\N',
      '\\',
      ' ',
      '\u0001'
    ]
    for (let seed = 1; seed <= 200; seed += 1) {
      const random = new SeededRandom(seed)
      const delimiter = random.pick([',', ';', '\t', '|'])
      const names = ['A', 'B', 'C', 'D'].slice(0, 2 + random.below(3))
      const rows = Array.from({ length: random.below(20) }, () => names.map(() => random.pick(texts)))
      const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
      const records = [names, ...rows].map((fields) => fields.map(quoted).join(delimiter))
      const { parts, quarantined } = parse(records.join(random.pick(['\n', '\r\n'])), 1 + random.below(50), delimiter)
      expect(quarantined).toEqual([])
      expect(objectsOf(parts)).toEqual(rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i]]))))
    }
  })
})
