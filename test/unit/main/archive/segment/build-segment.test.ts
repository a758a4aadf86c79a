import { describe, expect, it } from 'vitest'
import { encodeBlock, openBlock } from '../../../../../src/main/archive/block/block-codec.ts'
import { buildSegment } from '../../../../../src/main/archive/segment/build-segment.ts'
import { decodeCells, decodeDirectory, decodeRollup } from '../../../../../src/main/archive/segment/coded-parts.ts'
import { decodeColumns } from '../../../../../src/main/archive/segment/columns-part.ts'
import { type PartKind, partKinds, type SegmentPart } from '../../../../../src/main/archive/segment/part-kinds.ts'
import { decodeBucket, decodePiecesForm } from '../../../../../src/main/archive/segment/pieces-part.ts'
import { decodePostings } from '../../../../../src/main/archive/segment/postings-part.ts'
import { decodeRefs } from '../../../../../src/main/archive/segment/refs-part.ts'
import type { SegmentBlock } from '../../../../../src/main/archive/segment/segment-rows.ts'
import {
  decodeHashes,
  decodeTextsPart,
  textHash,
  uuidHash
} from '../../../../../src/main/archive/segment/text-parts.ts'
import { decodeQuarters, decodeTimes } from '../../../../../src/main/archive/segment/times-part.ts'
import { AppError } from '../../../../../src/shared/kit/app-error.ts'
import { SeededRandom } from '../../../../support/seeded-random.ts'
import { type IndexedRow, readSegment } from '../../../../support/segment-reading.ts'

const dayMs = 86_400_000
const firstDay = 20_500

interface Shape {
  readonly blocks: number
  readonly rowsPerBlock: number
  readonly areTimesSorted: boolean
  readonly stepMs: number
}

/** Blocks with columns of every kind, and the rows that a segment over them must tell. */
function randomBlocks(random: SeededRandom, shape: Shape): { blocks: SegmentBlock[]; rows: IndexedRow[] } {
  const rows: IndexedRow[] = []
  const seqs = new Map<number, number>()
  const blocks = Array.from({ length: shape.blocks }, (_, place): SegmentBlock => {
    const day = random.chance(0.05) ? -1 : firstDay + Math.floor((place * shape.rowsPerBlock * shape.stepMs) / dayMs)
    const firstSeq = seqs.get(day) ?? 100
    const rowCount = 1 + random.below(shape.rowsPerBlock)
    seqs.set(day, firstSeq + rowCount)
    const startMs = day < 0 ? 0 : day * dayMs
    const atMs = Float64Array.from({ length: rowCount }, () =>
      day < 0 ? 0 : startMs + random.below(Math.min(dayMs, shape.stepMs * shape.rowsPerBlock))
    )
    if (shape.areTimesSorted) atMs.sort()
    const ids = (most: number, share: number) =>
      Uint32Array.from({ length: rowCount }, () => (random.chance(share) ? 1 + random.below(most) : 0))
    const texts = (share: number, text: (row: number) => string) =>
      Array.from({ length: rowCount }, (_, row) => (random.chance(share) ? text(row) : undefined))
    const isLate = place * 2 > shape.blocks
    const dictionaries = new Map([
      [0, ids(2, 1)],
      [1, ids(1, 1)],
      [2, ids(60, 0.9)],
      [3, ids(5_000, 0.8)],
      [4, ids(40, 0.03)],
      [5, isLate ? new Uint32Array(rowCount) : ids(3_000, 0.7)],
      [6, ids(2 ** 31, 0.02)]
    ])
    const plain = new Map([
      [5, isLate ? texts(0.7, () => `late ${random.below(1e6)}`) : texts(0, () => '')],
      [10, texts(1, () => random.uuid())],
      [11, texts(0.3, () => String(random.below(40_000)))],
      [12, texts(1, (row) => new Date(atMs[row] ?? 0).toISOString())],
      [
        13,
        texts(0.5, () => random.pick(['', 'ΑΣ', 'İstanbul', '👩‍💻', 'Plain', '\u0000', random.hex(12), random.uuid()]))
      ],
      [14, texts(0.1, () => random.hex(22))],
      [15, texts(0.9, () => (isLate ? '9007199254740991' : '-9007199254740991'))]
    ])
    const columns = [
      ...[...dictionaries].map(([columnId, ids]) => ({ columnId, cells: { kind: 'dictionary' as const, ids } })),
      ...[...plain].map(([columnId, texts]) => ({ columnId, cells: { kind: 'text' as const, texts } }))
    ].filter(({ columnId, cells }) => columnId !== 5 || (cells.kind === 'text') === isLate)
    const blockId = 1_000 + place * 3
    for (let index = 0; index < rowCount; index += 1)
      rows.push({
        blockId,
        index,
        day,
        seq: firstSeq + index,
        atMs: atMs[index] ?? 0,
        ids: Object.fromEntries(
          [...dictionaries].map(([id, of]) => [id, of[index] ?? 0]).filter(([, value]) => value !== 0)
        ),
        texts: Object.fromEntries(
          [...plain]
            .map(([id, of]) => [id, of[index]] as const)
            .filter((entry): entry is [number, string] => entry[1] !== undefined)
        )
      })
    const times = day < 0 ? atMs.fill(Number.NaN) : atMs
    return { blockId, day, firstSeq, block: openBlock(encodeBlock({ rowCount, atMs: times, columns })) }
  })
  rows.sort((one, other) => one.atMs - other.atMs || one.day - other.day || one.seq - other.seq)
  return { blocks, rows }
}

function build(blocks: readonly SegmentBlock[]): SegmentPart[] {
  const parts: SegmentPart[] = []
  buildSegment(blocks, (part) => parts.push(part))
  return parts
}

describe('a segment', () => {
  it.each<[string, Shape]>([
    ['one row', { blocks: 1, rowsPerBlock: 1, areTimesSorted: true, stepMs: 1 }],
    ['rows in order, many a quarter-hour', { blocks: 40, rowsPerBlock: 256, areTimesSorted: true, stepMs: 500 }],
    ['rows in no order', { blocks: 40, rowsPerBlock: 256, areTimesSorted: false, stepMs: 40_000 }],
    ['rows far apart', { blocks: 60, rowsPerBlock: 40, areTimesSorted: false, stepMs: 3_600_000 }],
    ['rows of one time', { blocks: 20, rowsPerBlock: 256, areTimesSorted: true, stepMs: 0 }],
    ['many small blocks', { blocks: 700, rowsPerBlock: 3, areTimesSorted: false, stepMs: 60_000 }]
  ])('tells what is in its blocks: %s', (_what, shape) => {
    const random = new SeededRandom(21)
    for (let round = 0; round < 2; round += 1) {
      const { blocks, rows } = randomBlocks(random, shape)
      const shuffled = blocks.map((block) => ({ block, at: random.next() })).sort((one, other) => one.at - other.at)
      const read = readSegment(build(shuffled.map(({ block }) => block)))
      expect(read.length).toBe(rows.length)
      for (const [place, row] of read.entries())
        if (JSON.stringify(row) !== JSON.stringify(rows[place])) expect(row).toEqual(rows[place])
    }
  })

  it('of 65,536 rows is whole, and one more row is refused', () => {
    const ids = Uint32Array.from({ length: 256 }, (_, row) => 1 + row)
    const block = openBlock(
      encodeBlock({
        rowCount: 256,
        atMs: new Float64Array(256),
        columns: [
          { columnId: 0, cells: { kind: 'dictionary', ids } },
          { columnId: 1, cells: { kind: 'dictionary', ids: new Uint32Array(256).fill(7) } }
        ]
      })
    )
    const blocks = Array.from({ length: 256 }, (_, place) => ({
      blockId: place + 1,
      day: 0,
      firstSeq: place * 256,
      block
    }))
    const rows = readSegment(build(blocks))
    expect(rows.length).toBe(65_536)
    expect(rows.every(({ seq, ids }, row) => seq === row && ids[0] === 1 + (row % 256) && ids[1] === 7)).toBe(true)
    expect(() => build([...blocks, { blockId: 999, day: 1, firstSeq: 0, block }])).toThrow(RangeError)
    expect(() => build([])).toThrow(RangeError)
  })

  it('is the same whenever it is made', () => {
    const { blocks } = randomBlocks(new SeededRandom(22), {
      blocks: 30,
      rowsPerBlock: 100,
      areTimesSorted: false,
      stepMs: 9_000
    })
    const first = build(blocks)
    build(
      randomBlocks(new SeededRandom(23), { blocks: 50, rowsPerBlock: 256, areTimesSorted: false, stepMs: 9_000 }).blocks
    )
    expect(build(blocks)).toEqual(first)
  })

  it('leaves out rollups that would be as large as the cells', () => {
    const far = randomBlocks(new SeededRandom(24), {
      blocks: 20,
      rowsPerBlock: 50,
      areTimesSorted: true,
      stepMs: 3_600_000
    })
    const near = randomBlocks(new SeededRandom(24), { blocks: 20, rowsPerBlock: 50, areTimesSorted: true, stepMs: 100 })
    const hasRollup = (blocks: SegmentBlock[]) => build(blocks).some(({ kind }) => kind === partKinds.rollup)
    expect([hasRollup(far.blocks), hasRollup(near.blocks)]).toEqual([false, true])
  })

  it('keeps times of a fraction of a millisecond and times centuries apart', () => {
    const atMs = Float64Array.of(5.5, 5.25, -6e13, 8e14)
    const block = openBlock(encodeBlock({ rowCount: 4, atMs, columns: [] }))
    const parts = build([{ blockId: 1, day: 0, firstSeq: 0, block }])
    const times = decodeTimes(parts.find(({ kind }) => kind === partKinds.times)?.data ?? new Uint8Array(0), 4)
    expect([0, 1, 2, 3, 4].map((row) => times.atMs(row))).toEqual([-6e13, 5.25, 5.5, 8e14, Number.NaN])
    expect([-7e13, 5.25, 5.3, 9e14].map((time) => times.rowAt(time))).toEqual([0, 1, 2, 4])
  })
})

describe('the hash of a text', () => {
  it('is that of the bytes where the text is a UUID, and differs for texts that are nearly one', () => {
    const text = '0a3b0f9e-1234-4000-8000-00000000000a'
    const bytes = Buffer.from(text.replaceAll('-', ''), 'hex')
    expect(textHash(text)).toBe(uuidHash(bytes, 0))
    expect(textHash(text.toUpperCase())).not.toBe(textHash(text))
  })

  it('spreads texts and UUIDs alike over all buckets', () => {
    const random = new SeededRandom(25)
    for (const make of [() => random.uuid(), () => `n${random.below(1e9)}`]) {
      const buckets = new Uint32Array(64)
      for (let round = 0; round < 64_000; round += 1) {
        const bucket = textHash(make()) >>> 26
        buckets[bucket] = (buckets[bucket] ?? 0) + 1
      }
      expect(Math.min(...buckets)).toBeGreaterThan(800)
      expect(Math.max(...buckets)).toBeLessThan(1200)
    }
  })
})

describe('damaged parts', () => {
  const random = new SeededRandom(26)
  const { blocks, rows } = randomBlocks(random, {
    blocks: 12,
    rowsPerBlock: 100,
    areTimesSorted: false,
    stepMs: 20_000
  })
  const rowCount = rows.length
  const read: Readonly<Record<PartKind, (data: Uint8Array) => unknown>> = {
    [partKinds.columns]: decodeColumns,
    [partKinds.times]: (data) => decodeTimes(data, rowCount).rowAt(0),
    [partKinds.refs]: (data) => decodeRefs(data, rowCount).refOf(rowCount - 1),
    [partKinds.quarters]: (data) => decodeQuarters(data, rowCount),
    [partKinds.cells]: (data) => decodeCells(data, rowCount),
    [partKinds.directory]: decodeDirectory,
    [partKinds.postings]: (data) => {
      const postings = decodePostings(data, rowCount)
      for (let code = 0; code < Math.min(postings.count, 100); code += 1) postings.rowsOf(postings.firstCode + code)
    },
    [partKinds.rollup]: decodeRollup,
    [partKinds.texts]: (data) => decodeTextsPart(data, () => 0).column.texts(),
    [partKinds.hashes]: (data) => decodeHashes(data, 2).candidates(7),
    [partKinds.pieces]: (data) => {
      decodePiecesForm(data)
      decodeBucket(data, rowCount).rows(0, 0xfffff)
    }
  }
  const parts = build(blocks)

  it.each(Object.entries(partKinds))('of %s are refused as such or read as something else', (_name, kind) => {
    const mine = parts.filter((part) => part.kind === kind)
    expect(mine.length).toBeGreaterThan(0)
    let refused = 0
    for (let round = 0; round < 1_500; round += 1) {
      const data = random.pick(mine).data.slice(0)
      const cut = random.chance(0.3) ? data.slice(0, random.below(data.length)) : data
      const near = random.chance(0.6) ? Math.min(24, cut.length) : cut.length
      for (let times = near === 0 ? 0 : 1 + random.below(3); times > 0; times -= 1)
        cut[random.below(near)] = random.below(256)
      try {
        read[kind](cut)
      } catch (thrown) {
        if (!(thrown instanceof AppError) || thrown.code !== 'database-damaged') throw thrown
        refused += 1
      }
    }
    expect(refused).toBeGreaterThan(300)
  })
})
