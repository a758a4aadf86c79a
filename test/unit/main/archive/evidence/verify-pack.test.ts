import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { openPack } from '../../../../../src/main/archive/evidence/pack-source.ts'
import { type VerifyOptions, verifyPack } from '../../../../../src/main/archive/evidence/verify-pack.ts'
import { publicBytesOf } from '../../../../../src/main/archive/chain/archive-key.ts'
import type { PackFinding } from '../../../../../src/shared/contract/evidence.ts'
import type { PackManifest } from '../../../../../src/shared/domain/evidence-pack.ts'
import { edit, editLines, fitManifest, withoutFirstRow } from '../../../../support/altered-packs.ts'
import { makePack, MemoryEvidence, removePacks, sampleRows } from '../../../../support/memory-evidence.ts'

afterEach(removePacks)

const check = async (file: string, options?: VerifyOptions) => verifyPack(await openPack(file), options)
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const about = (findings: readonly PackFinding[]) => findings.map(({ kind }) => kind)

describe('a pack as it was made', () => {
  it('is intact, as a folder and as a zip, with all of its rows counted', async () => {
    for (const format of ['folder', 'zip'] as const) {
      const { file } = await makePack({ format })
      expect(await check(file)).toMatchObject({ isIntact: true, rows: 1_200, organization: 'Acme', findings: [] })
    }
  })

  it('is intact where only some rows of a block were asked for, and where none were', async () => {
    const { file } = await makePack({ isAsked: (row) => row['USER'] === 'user3@example.com' })
    expect(await check(file)).toMatchObject({ isIntact: true, rows: 240 })
    const { file: empty } = await makePack({ isAsked: () => false })
    expect(await check(empty)).toMatchObject({ isIntact: true, rows: 0, findings: [] })
  })

  it('is intact with identical rows, with columns of the CSV chosen, and with formulas left as they are', async () => {
    const rows = [...sampleRows(300), ...sampleRows(300)]
    const { file } = await makePack({ rows, columns: ['DETAIL', 'OBJECT'], isSpreadsheetSafe: false })
    expect(await check(file)).toMatchObject({ isIntact: true, rows: 600 })
    expect(readFileSync(path.join(file, 'events.csv'), 'utf8')).toMatch(/\r\n=1\+1,/)
  })

  it('has each row in the chain by the SHA-256 of its line', async () => {
    const { file } = await makePack()
    const lines = readFileSync(path.join(file, 'events.ndjson'), 'utf8').trimEnd().split('\n')
    const chain = readFileSync(path.join(file, 'chain.ndjson'), 'utf8')
    for (const line of [lines[0], lines[577], lines.at(-1)]) expect(chain).toContain(sha256(Buffer.from(line ?? '')))
  })
})

describe('a pack that was altered', () => {
  it('names a row of which one character was changed, and what the CSV has instead', async () => {
    const { file } = await makePack()
    editLines(file, 'events.ndjson', (lines) => lines.with(700, lines[700]?.replace('example', 'exempla') ?? ''))
    fitManifest(file)
    const { isIntact, findings } = await check(file)
    expect(isIntact).toBe(false)
    expect(findings[0]).toMatchObject({ kind: 'row-changed', line: 701 })
    expect(findings[0]?.rowId).toMatch(/^1\.\d+\.\d+$/)
    expect(findings[1]).toMatchObject({ kind: 'csv-differs', line: 701 })
    expect(findings[1]?.detail).toMatch(
      /^column USER: events.ndjson has "user\d@exempla.com", events.csv "user\d@example.com"$/
    )
    expect(findings).toHaveLength(2)
  })

  it('names a row that was taken out, also the first and the last', async () => {
    for (const gone of [0, 400, 1_199]) {
      const { file } = await makePack()
      editLines(file, 'events.ndjson', (lines) => lines.toSpliced(gone, 1))
      const { findings } = await check(file)
      expect(findings[0]).toMatchObject({ kind: 'row-missing' })
      expect(about(findings).filter((kind) => kind.startsWith('row-'))).toEqual(['row-missing'])
      expect(about(findings)).toContain('file-altered')
    }
  })

  it('says how many rows are missing from where on when the file was cut', async () => {
    const { file } = await makePack()
    editLines(file, 'events.ndjson', (lines) => lines.slice(0, 1_000))
    expect((await check(file)).findings[0]).toMatchObject({ kind: 'row-missing', detail: '200 rows from here on' })
  })

  it('names a row that was put in', async () => {
    const { file } = await makePack()
    editLines(file, 'events.ndjson', (lines) => lines.toSpliced(10, 0, '{"USER":"nobody"}'))
    const { findings } = await check(file)
    expect(findings[0]).toMatchObject({ kind: 'row-added', line: 11 })
  })

  it('names rows that changed places, near and far', async () => {
    const { file } = await makePack()
    editLines(file, 'events.ndjson', (lines) => lines.with(20, lines[21] ?? '').with(21, lines[20] ?? ''))
    const near = (await check(file)).findings.filter(({ kind }) => kind.startsWith('row-'))
    expect(near).toMatchObject([{ kind: 'row-moved', line: 21 }])
    const { file: other } = await makePack()
    editLines(other, 'events.ndjson', (lines) => [...lines.toSpliced(5, 1), lines[5] ?? ''])
    const far = (await check(other)).findings.filter(({ kind }) => kind.startsWith('row-'))
    expect(far).toMatchObject([{ kind: 'row-moved', line: 1_200 }])
  })

  it('names each of several alterations, and ends after a hundred', async () => {
    const { file } = await makePack()
    editLines(file, 'events.ndjson', (lines) =>
      lines.toSpliced(900, 1).toSpliced(600, 0, '{}').with(300, '{"a":"b"}').toSpliced(100, 2)
    )
    const rows = (await check(file)).findings.filter(({ kind }) => kind.startsWith('row-'))
    expect(rows.map(({ kind, line }) => [kind, line])).toEqual([
      ['row-changed', 299],
      ['row-missing', undefined],
      ['row-missing', undefined],
      ['row-added', 599]
    ])
    editLines(file, 'events.ndjson', (lines) => lines.map((line) => line.replace('{', '{"x":"y",')))
    expect((await check(file)).findings.filter(({ kind }) => kind === 'row-changed')).toHaveLength(100)
  })

  it('finds a CSV that says something else, has a row more or less, or other columns', async () => {
    const changes: [(text: string) => string, Partial<PackFinding>][] = [
      [(text) => text.replace('user1@', 'user9@'), { kind: 'csv-differs' }],
      [(text) => `${text}a,b,c,d\r\n`, { kind: 'csv-differs', detail: 'it has more rows' }],
      [
        (text) => text.slice(0, text.lastIndexOf('\r\n', text.length - 3) + 2),
        { line: 1_200, detail: 'the row is not there' }
      ],
      [(text) => text.replace('TIME', 'TIMES'), { detail: 'its first line does not name the columns' }]
    ]
    for (const [change, wanted] of changes) {
      const { file } = await makePack()
      edit(file, 'events.csv', change)
      fitManifest(file)
      const { findings } = await check(file)
      expect(findings).toMatchObject([{ kind: 'csv-differs', ...wanted }])
    }
  })

  it('finds a row that was taken out of every file when all rows of its day were asked for', async () => {
    const { file } = await makePack()
    withoutFirstRow(file)
    expect((await check(file)).findings).toMatchObject([
      { kind: 'row-missing', detail: expect.stringMatching(/^1 rows of day/) }
    ])
  })

  it('finds a hash, a head, a genesis, a commit that were changed in the chain, and one that ends early', async () => {
    const changes: ((text: string) => string)[] = [
      (text) => text.replace(/"leaves":"(.)/, (_, digit: string) => `"leaves":"${digit === '0' ? '1' : '0'}`),
      (text) => text.replace(/"genesis":"../, '"genesis":"zz'.replaceAll('z', 'f')),
      (text) => text.replace('"rowsKnown":0', '"rowsKnown":1'),
      (text) => text.replace(/\{"kind":"commit".*\n/, ''),
      (text) => text.replace(/\{"kind":"end".*\n/, ''),
      (text) => text.replace('"seqs":[', '"seqs":[0,'),
      (text) => text.replace(/\n.*\n/, '\nno json\n')
    ]
    for (const change of changes) {
      const { file } = await makePack()
      edit(file, 'chain.ndjson', change)
      fitManifest(file)
      const { findings, isIntact } = await check(file)
      expect(isIntact).toBe(false)
      expect(about(findings)).toContain('chain-altered')
    }
  })

  it('finds a manifest whose words do not fit the rows or the chain', async () => {
    const changes: ((manifest: PackManifest) => Partial<PackManifest>)[] = [
      (manifest) => ({ rowCount: manifest.rowCount + 1 }),
      (manifest) => ({ organization: { ...manifest.organization, organizationId: 'another' } }),
      () => ({ tablePath: ['OTHER'] }),
      (manifest) => ({ archive: { ...manifest.archive, commitHash: 'ab'.repeat(32) } }),
      (manifest) => ({ files: manifest.files.filter(({ name }) => name !== 'events.csv') })
    ]
    for (const change of changes) {
      const { file } = await makePack()
      fitManifest(file, change)
      expect(about((await check(file)).findings)).toContain('manifest-altered')
    }
  })

  it('finds files that are missing, changed or too many', async () => {
    const { file } = await makePack()
    edit(file, 'README.txt', (text) => text.replace('Acme', 'Amce'))
    writeFileSync(path.join(file, 'notes.txt'), 'x')
    rmSync(path.join(file, 'events.csv'))
    const { findings } = await check(file)
    expect(findings).toContainEqual({ kind: 'file-missing', file: 'events.csv' })
    const altered = findings.filter(({ kind }) => kind === 'file-altered').map((one) => one.file)
    expect(new Set(altered)).toEqual(new Set(['README.txt', 'notes.txt']))
  })
})

describe('a pack of which everything was made anew', () => {
  const { privateKey } = generateKeyPairSync('ed25519')
  const publicKey = publicBytesOf(privateKey)
  const key = { publicKey, sign: (bytes: Uint8Array) => sign(null, bytes, privateKey) }
  const hex = Buffer.from(publicKey).toString('hex')

  it('passes by itself, and is caught by a head that was exported before', async () => {
    const rows = sampleRows(1_200)
    const honest = await makePack({ rows })
    const forged = rows.with(600, { ...rows[600], USER: 'somebody else' })
    const { file } = await makePack({
      evidence: new MemoryEvidence(forged, undefined, honest.evidence.organizationId)
    })
    expect(await check(file)).toMatchObject({ isIntact: true, isSigned: false })
    expect(await check(honest.file, { head: honest.evidence.head() })).toMatchObject({
      isIntact: true,
      head: { daysChecked: 3, daysNotComparable: 0, isCommitChecked: true }
    })
    const { isIntact, findings } = await check(file, { head: honest.evidence.head() })
    expect(isIntact).toBe(false)
    expect(new Set(about(findings))).toEqual(new Set(['head-differs']))
  })

  it('holds against a head that is older than the pack', async () => {
    const { file, evidence } = await makePack()
    expect(await check(file, { head: evidence.firstHead() })).toMatchObject({
      isIntact: true,
      head: { daysChecked: 3 }
    })
  })

  it('says with which key it was signed', async () => {
    const { file } = await makePack({ key })
    expect(await check(file, { publicKey: hex })).toMatchObject({ isIntact: true, isSigned: true, publicKey: hex })
  })

  it('is caught by its signature when the manifest was made to fit', async () => {
    const { file } = await makePack({ key, isAsked: () => true })
    withoutFirstRow(file)
    expect((await check(file)).findings).toMatchObject([{ kind: 'signature-wrong' }])
    const other = generateKeyPairSync('ed25519').privateKey
    const manifest = JSON.parse(readFileSync(path.join(file, 'manifest.json'), 'utf8')) as PackManifest
    const otherKey = Buffer.from(publicBytesOf(other)).toString('hex')
    const bytes = Buffer.from(JSON.stringify({ ...manifest, signature: { isSigned: true, publicKey: otherKey } }))
    writeFileSync(path.join(file, 'manifest.json'), bytes)
    edit(file, 'signature.json', () =>
      JSON.stringify({
        algorithm: 'Ed25519',
        signedFile: 'manifest.json',
        publicKey: otherKey,
        signature: sign(null, bytes, other).toString('hex')
      })
    )
    expect(await check(file)).toMatchObject({ isIntact: true, publicKey: otherKey })
    expect((await check(file, { publicKey: hex })).findings).toMatchObject([{ kind: 'signature-wrong' }])
  })

  it('is caught when the signature was taken away', async () => {
    const { file } = await makePack({ key })
    rmSync(path.join(file, 'signature.json'))
    expect((await check(file)).findings).toEqual([{ kind: 'file-missing', file: 'signature.json' }])
    fitManifest(file, () => ({ signature: { isSigned: false, reason: 'none' } }))
    expect(about((await check(file, { publicKey: hex })).findings)).toEqual(['signature-wrong'])
  })
})

describe('what is no pack', () => {
  it('is refused with a reason', async () => {
    const { file } = await makePack({ format: 'zip' })
    const bytes = readFileSync(file)
    const refused: [string, Buffer, string][] = [
      ['cut.zip', bytes.subarray(0, bytes.length - 100), 'damaged-zip'],
      ['text.zip', Buffer.from('hello'), 'no-evidence-pack'],
      ['empty.zip', Buffer.alloc(0), 'no-evidence-pack']
    ]
    for (const [name, content, reason] of refused) {
      const other = path.join(path.dirname(file), name)
      writeFileSync(other, content)
      await expect(check(other)).rejects.toMatchObject({ code: 'file-not-readable', params: { file: name, reason } })
    }
    await expect(check(path.join(path.dirname(file), 'nowhere'))).rejects.toMatchObject({
      params: { reason: 'not-found' }
    })
    const folder = path.join(path.dirname(file), 'folder')
    mkdirSync(folder)
    await expect(check(folder)).rejects.toMatchObject({ params: { reason: 'no-evidence-pack' } })
    writeFileSync(path.join(folder, 'manifest.json'), '{"format":"vigil-evidence/9"}')
    await expect(check(folder)).rejects.toMatchObject({ params: { reason: 'newer-evidence-pack' } })
  })

  it('leaves nothing but the pack beside it when it was made', async () => {
    const { file } = await makePack({ format: 'zip' })
    expect(readdirSync(path.dirname(file))).toEqual(['pack.zip'])
  })
})
