import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ParsedPart } from '../../../../../src/main/archive/event-batch.ts'
import { discoverColumns, discoverFile, parseFile } from '../../../../../src/main/archive/parse/parse-file.ts'
import { objectsOf } from '../../../../support/parsed-rows.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigil-parse-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function written(bytes: string | Uint8Array): Promise<string> {
  const file = join(folder, 'a.data')
  await writeFile(file, bytes)
  return file
}

async function parsed(bytes: string | Uint8Array): Promise<ParsedPart[]> {
  const parts: ParsedPart[] = []
  for await (const part of parseFile({ file: await written(bytes) })) parts.push(part)
  return parts
}

describe('what a file is', () => {
  it.each([
    ['{"A":"1","B":null}\n{"C":"2"}\n', { format: 'jsonl', columns: ['A', 'B', 'C'] }],
    ['\n [{"A":1}]', { format: 'jsonl', columns: ['A'] }],
    ['A,B\n1,2\n', { format: 'csv', delimiter: ',', columns: ['A', 'B'] }],
    ['A;B\n"1,2,3";2,5\n', { format: 'csv', delimiter: ';', columns: ['A', 'B'] }],
    ['A\tB, C\n1\t2\n', { format: 'csv', delimiter: '\t', columns: ['A', 'B, C'] }],
    ['sep=|\r\nA|B\r\n1|2\r\n', { format: 'csv', delimiter: '|', columns: ['A', 'B'] }],
    ['ONLY\n1\n', { format: 'csv', delimiter: ',', columns: ['ONLY'] }]
  ])('is told by its content: %j', async (text, outline) => {
    expect(await discoverColumns(Buffer.from(text))).toMatchObject({
      compression: 'none',
      encoding: 'utf-8',
      ...outline
    })
    const zipped = await discoverColumns(gzipSync(text))
    expect(zipped).toMatchObject({ compression: 'gzip', ...outline })
    const wide = Buffer.from(`\ufeff${text}`, 'utf16le')
    expect(await discoverFile(await written(wide))).toMatchObject({ encoding: 'utf-16le', ...outline })
  })

  it('is told of the beginning of a larger file', async () => {
    const rows = Array.from({ length: 50_000 }, (_, i) => `{"A":"${i}","B":"${'x'.repeat(20)}"}`)
    const beginning = gzipSync(rows.join('\n')).subarray(0, 20_000)
    expect((await discoverColumns(beginning)).columns).toEqual(['A', 'B'])
  })

  it.each([
    ['<!doctype html><html></html>', 'contract-breach'],
    [Buffer.from('PAR1\u0000\u0000\u0000\u0000'), 'not-supported'],
    [Buffer.from('PK\u0003\u0004\u0000\u0000'), 'not-supported'],
    [Buffer.alloc(5000), 'not-supported']
  ])('is refused where it is neither: %j', async (bytes, code) => {
    await expect(parsed(bytes)).rejects.toMatchObject({ code })
    await expect(discoverColumns(Buffer.from(bytes as string))).rejects.toMatchObject({ code })
  })

  it('is told as not readable where there is none', async () => {
    const file = join(folder, 'missing.csv')
    await expect(discoverFile(file)).rejects.toMatchObject({
      code: 'file-not-readable',
      params: { file: 'missing.csv', reason: 'not-found' }
    })
  })
})

describe('a file', () => {
  it('without a byte gives nothing', async () => {
    expect(await parsed('')).toEqual([])
  })

  it('of a header alone gives its line and bytes', async () => {
    expect(await parsed('A,B\n')).toMatchObject([
      { batch: { rowCount: 0 }, quarantined: [], lineCount: 1, byteCount: 4 }
    ])
  })

  it('keeps the line numbers behind a line that names the delimiter', async () => {
    const parts = await parsed('sep=;\nA;B\n1;2\n3\n')
    expect(parts[0]?.quarantined).toMatchObject([{ line: 4, reason: 'wrong-field-count' }])
  })

  it('of several gzip members is read through, and one that breaks off lands what came before', async () => {
    const rows = Array.from({ length: 3000 }, (_, i) => `{"A":"${i}"}\n`)
    const members = [gzipSync(rows.slice(0, 1000).join('')), gzipSync(rows.slice(1000).join(''))]
    const all = Buffer.concat(members)
    expect(objectsOf(await parsed(all))).toHaveLength(3000)
    const parts = await parsed(all.subarray(0, all.length - 2000))
    const landed = objectsOf(parts)
    expect(landed.length).toBeGreaterThan(1000)
    expect(landed).toEqual(Array.from({ length: landed.length }, (_, i) => ({ A: String(i) })))
    expect(parts.flatMap((part) => part.quarantined)).toMatchObject([
      { line: landed.length + 1, reason: 'truncated', detail: 'gzip data ends within a member' }
    ])
  })

  it('with damaged gzip data lands what came before the damage', async () => {
    const first = gzipSync('{"A":"1"}\n{"A":"2"}\n')
    const second = Buffer.concat([gzipSync('{"A":"3"}\n').subarray(0, 10), Buffer.alloc(50, 0xff)])
    const parts = await parsed(Buffer.concat([first, second]))
    expect(objectsOf(parts)).toEqual([{ A: '1' }, { A: '2' }])
    expect(parts.flatMap((part) => part.quarantined)).toMatchObject([{ line: 3, reason: 'truncated' }])
  })

  it('in UTF-16 with half a pair of surrogates quarantines that row alone', async () => {
    const text = '\ufeff{"A":"😀"}\n{"A":"x\ud800y"}\n{"A":"b"}\n'
    const parts = await parsed(Buffer.from(text, 'utf16le'))
    expect(objectsOf(parts)).toEqual([{ A: '😀' }, { A: 'b' }])
    expect(parts.flatMap((part) => part.quarantined)).toMatchObject([{ line: 2, reason: 'wrong-encoding' }])
  })
})
