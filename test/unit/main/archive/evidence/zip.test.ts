import { execFileSync, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, it } from 'vitest'
import { openPack } from '../../../../../src/main/archive/evidence/pack-source.ts'
import { createPackWriter } from '../../../../../src/main/archive/evidence/pack-writer.ts'
import { verifyPack } from '../../../../../src/main/archive/evidence/verify-pack.ts'
import { directory, parseDirectory } from '../../../../../src/main/archive/evidence/zip-format.ts'
import { makePack, packFolder, removePacks } from '../../../../support/memory-evidence.ts'

afterEach(removePacks)

const hasUnzip = spawnSync('unzip', ['-v']).status === 0
const hasPython = spawnSync('python3', ['-c', 'import zipfile']).status === 0

describe('a zip with several entries open at once', () => {
  it('gives back what was written into each', async () => {
    const file = path.join(packFolder(), 'a.zip')
    const writer = await createPackWriter(file, 'zip', Date.UTC(2026, 1, 2, 3, 4, 6))
    const entries = await Promise.all(['one', 'two', 'three'].map((name) => writer.open(name)))
    const wanted = ['', '', '']
    for (let round = 0; round < 60; round += 1)
      for (const [index, entry] of entries.entries()) {
        const piece = randomBytes(index * 3_000).toString('base64')
        wanted[index] += piece
        await entry.write(Buffer.from(piece))
      }
    const facts = await Promise.all(entries.toReversed().map((entry) => entry.end()))
    expect(facts.map(({ name, bytes }) => [name, bytes])).toEqual([
      ['three', wanted[2]?.length],
      ['two', wanted[1]?.length],
      ['one', 0]
    ])
    expect(existsSync(file)).toBe(false)
    await writer.finish()
    expect(readdirSync(path.dirname(file))).toEqual(['a.zip'])
    const pack = await openPack(file)
    expect(pack.names.toSorted()).toEqual(['one', 'three', 'two'])
    for (const [index, name] of ['one', 'two', 'three'].entries())
      expect(await text(pack.read(name) ?? Readable.from([]))).toBe(wanted[index])
  })

  it.skipIf(!hasUnzip && !hasPython)('is a zip to other programs, too', async () => {
    const { file } = await makePack({ format: 'zip' })
    if (hasUnzip) expect(execFileSync('unzip', ['-t', file], { encoding: 'utf8' })).toContain('No errors')
    if (hasPython) {
      const script = 'import sys, zipfile; print(zipfile.ZipFile(sys.argv[1]).testzip())'
      expect(execFileSync('python3', ['-c', script, file], { encoding: 'utf8' }).trim()).toBe('None')
    }
  })

  it('leaves nothing behind when it is given up, and what was there under its name', async () => {
    const file = path.join(packFolder(), 'a.zip')
    writeFileSync(file, 'before')
    const writer = await createPackWriter(file, 'zip', 0)
    for (const name of ['one', 'two']) await (await writer.open(name)).write(randomBytes(200_000))
    await writer.abandon()
    expect(readdirSync(path.dirname(file))).toEqual(['a.zip'])
    expect(readFileSync(file, 'utf8')).toBe('before')
  })
})

describe('the directory of a zip', () => {
  it('holds sizes and places beyond 4 GiB', () => {
    const entry = { name: 'a', isDeflated: true, crc: 7, packedBytes: 5e9, bytes: 9e9, offset: 6e9 }
    const bytes = directory([entry, { ...entry, name: 'b', bytes: 12, packedBytes: 3 }], 11e9, 0)
    expect(parseDirectory(bytes, 2)).toEqual([entry, { ...entry, name: 'b', bytes: 12, packedBytes: 3 }])
  })

  it('is refused where it does not hold what it says', () => {
    const bytes = directory([{ name: 'a', isDeflated: false, crc: 0, packedBytes: 0, bytes: 0, offset: 0 }], 0, 0)
    expect(parseDirectory(bytes, 2)).toBeUndefined()
    expect(parseDirectory(bytes.subarray(0, 20), 1)).toBeUndefined()
  })

  it('with a name twice is told, since programs differ in which one they unpack', async () => {
    const { file } = await makePack({ format: 'zip' })
    const bytes = readFileSync(file)
    // the signature of nobody: README.txt gets the name of events.csv, of the same length
    const at = bytes.lastIndexOf('README.txt')
    bytes.write('events.csv', at)
    writeFileSync(file, bytes)
    const { findings } = await verifyPack(await openPack(file))
    expect(findings).toContainEqual({ kind: 'file-altered', file: 'events.csv', detail: 'it is there more than once' })
    expect(findings).toContainEqual({ kind: 'file-missing', file: 'README.txt' })
  })

  it('with data that is damaged names the file and what of its rows can be read', async () => {
    const { file } = await makePack({ format: 'zip' })
    const bytes = readFileSync(file)
    bytes.fill(0xff, 6_000, 6_400)
    writeFileSync(file, bytes)
    const { isIntact, findings } = await verifyPack(await openPack(file))
    expect(isIntact).toBe(false)
    expect(findings.find(({ kind }) => kind === 'file-altered')).toMatchObject({ file: 'events.ndjson' })
  })
})
