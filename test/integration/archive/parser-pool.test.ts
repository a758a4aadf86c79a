import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ParsedPart } from '../../../src/main/archive/event-batch.ts'
import { createParserPool, type ParserPoolOptions } from '../../../src/main/archive/parse/parser-pool.ts'
import type { ParserPool } from '../../../src/main/archive/parse/source-types.ts'
import { objectsOf } from '../../support/parsed-rows.ts'

const workerUrl = new URL('../../../src/main/archive/parse/parser-thread.ts', import.meta.url)
const pools: ParserPool[] = []
let folder: string

function pool(options: Partial<ParserPoolOptions> = {}): ParserPool {
  const made = createParserPool({ workerUrl, ...options })
  pools.push(made)
  return made
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigil-pool-'))
})
afterEach(async () => {
  await Promise.all(pools.splice(0).map((one) => one.close()))
  await rm(folder, { recursive: true, force: true })
})

const chunkOf = (from: number, count: number) =>
  new TextEncoder().encode(Array.from({ length: count }, (_, i) => `{"A":"${from + i}"}\n`).join(''))

/** Threads of this process besides the main one. */
async function parserThreads(): Promise<number> {
  const report = process.report.getReport() as unknown as { workers: unknown[] }
  return report.workers.length
}

async function largeFile(rows: number): Promise<string> {
  const file = join(folder, 'large.jsonl')
  await writeFile(file, chunkOf(0, rows))
  return file
}

describe('the parser pool', () => {
  it('parses chunks beside each other, in the order of their lines, and takes their buffers', async () => {
    const parser = pool()
    const bytes = chunkOf(0, 70_000)
    const answers = [
      parser.parseJsonlChunk({ bytes, firstLine: 1 }),
      parser.parseJsonlChunk({ bytes: chunkOf(70_000, 10), firstLine: 70_001 }),
      parser.parseJsonlChunk({ bytes: new TextEncoder().encode('{"A":1\n'), firstLine: 90_000 })
    ]
    expect(bytes.byteLength).toBe(0)
    const [first, second, third] = await Promise.all(answers)
    expect(objectsOf(first ?? []).map((row) => Number(row['A']))).toEqual(Array.from({ length: 70_000 }, (_, i) => i))
    expect(first?.map((part) => part.lineCount)).toEqual([65_536, 4464])
    expect(objectsOf(second ?? [])).toHaveLength(10)
    expect(third?.flatMap((part) => part.quarantined)).toMatchObject([{ line: 90_000, reason: 'not-parseable' }])
  })

  it('leaves the other bytes of a buffer that is not the chunk’s alone', async () => {
    const all = chunkOf(0, 20)
    const parts = await pool().parseJsonlChunk({ bytes: all.subarray(0, all.indexOf(10) + 1), firstLine: 1 })
    expect(objectsOf(parts)).toEqual([{ A: '0' }])
    expect(all.byteLength).toBeGreaterThan(0)
  })

  it('says so when the source is a web page', async () => {
    const bytes = new TextEncoder().encode('\n <html>no</html>')
    await expect(pool().parseJsonlChunk({ bytes, firstLine: 1 })).rejects.toMatchObject({
      code: 'contract-breach',
      params: { found: 'html' }
    })
  })

  it('parses a file to its end', async () => {
    const parts: ParsedPart[] = []
    for await (const part of pool().parseFile({ file: await largeFile(140_000) })) parts.push(part)
    expect(parts.map((part) => part.batch.rowCount)).toEqual([65_536, 65_536, 8928])
  })

  it('parses no more than two parts ahead, while other work goes on', async () => {
    const parser = pool({ threads: 1 })
    const file = parser.parseFile({ file: await largeFile(400_000) })[Symbol.asyncIterator]()
    const first = await file.next()
    const before = process.memoryUsage().arrayBuffers
    // The thread has time for all of it; answers to chunks show that it is alive.
    for (let i = 0; i < 5; i += 1) await parser.parseJsonlChunk({ bytes: chunkOf(0, 20_000), firstLine: 1 })
    const partBytes = (first.value as ParsedPart).batch.leaves.length * 2
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4 * partBytes)
    let rows = (first.value as ParsedPart).batch.rowCount
    for (let next = await file.next(); next.done !== true; next = await file.next()) rows += next.value.batch.rowCount
    expect(rows).toBe(400_000)
  })

  it('ends a file where its consumer leaves, and goes on with the next', async () => {
    const parser = pool({ threads: 1 })
    const file = await largeFile(300_000)
    for await (const part of parser.parseFile({ file })) {
      expect(part.batch.rowCount).toBe(65_536)
      break
    }
    expect(objectsOf(await parser.parseJsonlChunk({ bytes: chunkOf(0, 1), firstLine: 1 }))).toEqual([{ A: '0' }])
  })

  it('stops when it is told to', async () => {
    const controller = new AbortController()
    const read = async (): Promise<void> => {
      const file = await largeFile(400_000)
      for await (const _part of pool().parseFile({ file, signal: controller.signal })) controller.abort()
    }
    await expect(read()).rejects.toMatchObject({ code: 'cancelled' })
    const parts = pool().parseFile({ file: 'nowhere', signal: controller.signal })[Symbol.asyncIterator]()
    await expect(parts.next()).rejects.toMatchObject({ code: 'cancelled' })
  })

  it('answers the work of a thread that died with an error, and starts another', async () => {
    const worker = join(folder, 'mortal.mjs')
    await writeFile(
      worker,
      `import { parentPort } from 'node:worker_threads'
       parentPort.once('message', ({ id, firstLine }) => {
         if (firstLine === 13) throw new Error('dead')
         parentPort.postMessage({ type: 'end', id })
       })`
    )
    const parser = pool({ workerUrl: new URL(`file://${worker}`), threads: 1 })
    await expect(parser.parseJsonlChunk({ bytes: chunkOf(0, 1), firstLine: 13 })).rejects.toMatchObject({
      code: 'internal',
      params: { what: 'parser thread' }
    })
    await expect(parser.parseJsonlChunk({ bytes: chunkOf(0, 1), firstLine: 1 })).resolves.toEqual([])
  })

  it('has no thread before there is work, and none when there was none for a while', async () => {
    const parser = pool({ idleMs: 50 })
    expect(await parserThreads()).toBe(0)
    await parser.parseJsonlChunk({ bytes: chunkOf(0, 1), firstLine: 1 })
    expect(await parserThreads()).toBe(1)
    for (let i = 0; i < 100 && (await parserThreads()) > 0; i += 1) await delay(50)
    expect(await parserThreads()).toBe(0)
    await parser.parseJsonlChunk({ bytes: chunkOf(0, 1), firstLine: 1 })
  })

  it('gives up what it was at when it is closed', async () => {
    const parser = pool()
    const answer = parser.parseJsonlChunk({ bytes: chunkOf(0, 200_000), firstLine: 1 })
    const outcome = answer.catch((thrown: unknown) => thrown)
    await parser.close()
    expect(await outcome).toMatchObject({ code: 'cancelled' })
    await expect(parser.parseJsonlChunk({ bytes: chunkOf(0, 1), firstLine: 1 })).rejects.toMatchObject({
      code: 'cancelled'
    })
  })
})
