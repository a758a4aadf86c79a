import { describe, expect, it } from 'vitest'
import { type BlockColumnInput, encodeBlock, openBlock } from '../../../../../src/main/archive/block/block-codec.ts'
import { AppError } from '../../../../../src/shared/kit/app-error.ts'
import { SeededRandom } from '../../../../support/seeded-random.ts'

type Texts = readonly (string | undefined)[]

const startMs = Date.UTC(2026, 2, 28, 23, 59, 50)

function dictionary(columnId: number, ids: readonly number[]): BlockColumnInput {
  return { columnId, cells: { kind: 'dictionary', ids: Uint32Array.from(ids) } }
}

function text(columnId: number, texts: Texts): BlockColumnInput {
  return { columnId, cells: { kind: 'text', texts } }
}

function timesOf(rowCount: number, stepMs = 137): Float64Array {
  return Float64Array.from({ length: rowCount }, (_, row) => startMs + row * stepMs)
}

function roundTrip(column: BlockColumnInput, rowCount: number, atMs = timesOf(rowCount)) {
  const data = encodeBlock({ rowCount, atMs, columns: [column] })
  return { block: openBlock(data), data }
}

/** The texts come back. @returns bytes that they take, beside the column's entry in the directory */
function expectKept(texts: Texts, atMs = timesOf(texts.length)): number {
  const { block, data } = roundTrip(text(3, texts), texts.length, atMs)
  expect(block.texts(3)).toEqual(texts)
  expect(texts.map((_, row) => block.textAt(3, row))).toEqual(texts)
  return data.length - encodeBlock({ rowCount: texts.length, atMs, columns: [] }).length - 8
}

function randomText(random: SeededRandom): string {
  return random.pick([
    () => '',
    () => '\u0000',
    () => `a\u0000b${random.hex(3)}`,
    () => '👩‍💻 ' + random.hex(2),
    () => 'Ünï' + random.hex(random.below(40)),
    () => 'plain ' + random.hex(random.below(8)),
    () => random.uuid(),
    () => String(random.below(1e6) - 5e5),
    () => new Date(startMs + random.below(1e9)).toISOString()
  ])()
}

function randomTexts(random: SeededRandom, rowCount: number, atMs: Float64Array): Texts {
  const kind = random.below(7)
  const share = random.pick([1, 0.9, 0.5, 0.03])
  return Array.from({ length: rowCount }, (_, row) => {
    if (!random.chance(share)) return undefined
    if (kind === 0) return random.uuid()
    if (kind === 1) return random.hex(22)
    if (kind === 2) return String(random.below(1e9) - 1e6)
    if (kind === 3) return new Date(atMs[row] as number).toISOString()
    if (kind === 4) return new Date(atMs[row] as number).toISOString().replace('T', ' ').replace('Z', '')
    return randomText(random)
  })
}

function randomIds(random: SeededRandom, rowCount: number): number[] {
  const max = random.pick([1, 2, 3, 16, 17, 130, 255, 256, 70_000, 2 ** 24, 2 ** 32 - 1])
  const share = random.pick([1, 0.9, 0.5, 0.03])
  return Array.from({ length: rowCount }, () => (random.chance(share) ? 1 + random.below(max) : 0))
}

describe('a block', () => {
  it('gives back random rows, as a whole and one by one', () => {
    const random = new SeededRandom(1)
    for (let round = 0; round < 400; round += 1) {
      const rowCount = random.pick([1, 2, 7, 8, 9, 255, 256])
      const atMs = timesOf(rowCount, random.pick([0, 1, 1000, 500_000, 1e8]))
      const ids = Array.from({ length: 3 }, () => randomIds(random, rowCount))
      const texts = Array.from({ length: 3 }, () => randomTexts(random, rowCount, atMs))
      const columns = [
        ...ids.map((column, place) => dictionary(place * 7, column)),
        ...texts.map((column, place) => text(60_000 + place, column))
      ].sort(() => random.next() - 0.5)
      const block = openBlock(encodeBlock({ rowCount, atMs, columns }))
      expect(block.rowCount).toBe(rowCount)
      expect(block.times()).toEqual(atMs)
      for (const [place, column] of ids.entries()) {
        expect([...block.ids(place * 7)]).toEqual(column)
        expect(column.map((_, row) => block.idAt(place * 7, row))).toEqual(column)
        expect(block.kindOf(place * 7)).toBe(column.some((id) => id > 0) ? 'dictionary' : undefined)
      }
      for (const [place, column] of texts.entries()) {
        expect(block.texts(60_000 + place)).toEqual(column)
        expect(column.map((_, row) => block.textAt(60_000 + place, row))).toEqual(column)
      }
    }
  })

  it('says which columns have a value, ascending, and knows no others', () => {
    const block = openBlock(
      encodeBlock({
        rowCount: 2,
        atMs: timesOf(2),
        columns: [
          dictionary(9, [0, 4]),
          text(2, ['a', undefined]),
          dictionary(5, [0, 0]),
          text(6, [undefined, undefined])
        ]
      })
    )
    expect(block.columnIds).toEqual([2, 9])
    expect([block.kindOf(2), block.kindOf(9), block.kindOf(5), block.kindOf(77)]).toEqual([
      'text',
      'dictionary',
      undefined,
      undefined
    ])
    expect([block.idAt(2, 0), block.idAt(77, 0), block.textAt(9, 1), block.textAt(6, 0)]).toEqual([
      0,
      0,
      undefined,
      undefined
    ])
    expect([...block.ids(77)]).toEqual([0, 0])
    expect(block.texts(5)).toEqual([undefined, undefined])
  })

  it('has nothing in rows beyond its last', () => {
    const block = openBlock(
      encodeBlock({ rowCount: 2, atMs: timesOf(2), columns: [dictionary(0, [3, 3]), text(1, ['x', 'y'])] })
    )
    for (const row of [-1, 2, 300])
      expect([block.idAt(0, row), block.textAt(1, row), block.atMs(row)]).toEqual([0, undefined, Number.NaN])
  })

  it('keeps times that are no whole number, far apart or missing', () => {
    const atMs = Float64Array.of(0, -5.25, 8.64e15, Number.NaN, startMs)
    expect(openBlock(encodeBlock({ rowCount: 5, atMs, columns: [] })).times()).toEqual(atMs)
  })

  it('keeps texts of a megabyte', () => {
    const texts = ['x'.repeat(1_000_000), '', '€'.repeat(400_000)]
    expectKept(texts)
  })

  it('keeps halves of characters apart, though they cannot be kept as they are', () => {
    const { block } = roundTrip(text(1, ['a\ud83d', '\ude00b', 'c']), 3)
    expect(block.texts(1)).toEqual(['a\ufffd', '\ufffdb', 'c'])
  })

  it('stores nothing for texts that write the own time of their row', () => {
    const atMs = timesOf(256)
    const iso = [...atMs].map((time) => new Date(time).toISOString())
    const forms: Texts[] = [
      iso,
      iso.map((time) => time.replace('T', ' ').replace('Z', '')),
      iso.map((time) => time.replace('T', ' ').replace('Z', '000 +0000')),
      iso.map((time) => time.slice(0, 19).replace('T', ' ')),
      iso.map((time) => `${time.slice(0, 19)}Z`),
      [...atMs].map(String),
      [...atMs].map((time) => String(Math.floor(time / 1000)))
    ]
    for (const texts of forms) expect(expectKept(texts, atMs)).toBe(0)
    expect(expectKept([...iso.slice(0, 255), '2026-03-29T00:00:00.000Z'], atMs)).toBeGreaterThan(256 * 20)
  })

  it('stores UUIDs, hexadecimal and whole numbers as what they say', () => {
    const random = new SeededRandom(2)
    const rows = Array.from({ length: 256 })
    expect(expectKept(rows.map(() => random.uuid()))).toBe(256 * 16)
    expect(expectKept(rows.map(() => random.hex(64)))).toBe(2 + 256 * 32)
    expect(expectKept(rows.map(() => String(4_000_000_000_000 + random.below(30_000))))).toBe(9 + 256 * 2)
    expect(expectKept(rows.map(() => String(random.below(2e9) - 1e9)))).toBe(9 + 256 * 4)
  })

  it.each([
    ['a number in another writing', ['1', '2', '03']],
    ['minus nothing', ['1', '-0']],
    ['an empty text among numbers', ['1', '']],
    ['numbers beyond what is exact', ['9007199254740993', '9007199254740992']],
    ['numbers too far apart', ['-9007199254740991', '9007199254740991']],
    ['upper-case hexadecimal', ['ABCD', 'abcd']],
    ['an upper-case UUID', ['0a3b0f9e-0000-4000-8000-00000000000A', '0a3b0f9e-0000-4000-8000-00000000000a']],
    ['a UUID with another sign', ['0a3b0f9e-0000-4000-8000_00000000000a']],
    ['full-width digits', ['ａｂ', '１２']],
    ['a day that does not exist', ['2026-02-30T00:00:00.000Z']],
    ['a year of five digits', ['12026-01-01T00:00:00.000Z']]
  ])('keeps %s as it is', (_what, texts) => {
    expectKept(texts)
  })

  it('stores few different values in bits', () => {
    const two = roundTrip(
      dictionary(
        0,
        Array.from({ length: 256 }, (_, row) => 70_000 + (row % 2))
      ),
      256
    )
    const one = roundTrip(dictionary(0, Array<number>(256).fill(70_000)), 256)
    expect(two.data.length - one.data.length).toBe(3 + 2 * 3 + 32 - 4)
  })

  it.each([0, 257])('refuses %d rows', (rowCount) => {
    expect(() => encodeBlock({ rowCount, atMs: timesOf(rowCount), columns: [] })).toThrow(
      new AppError('invalid-input', { field: 'rowCount' })
    )
  })

  it('refuses a column given twice and ids that do not fit', () => {
    const refused = (columns: BlockColumnInput[]) =>
      expect(() => encodeBlock({ rowCount: 1, atMs: timesOf(1), columns })).toThrow('invalid-input')
    refused([dictionary(1, [1]), text(1, ['a'])])
    refused([dictionary(65_536, [1])])
    refused([dictionary(-1, [1])])
  })
})

describe('damaged bytes of a block', () => {
  const random = new SeededRandom(3)
  const rowCount = 200
  const atMs = timesOf(rowCount)
  const whole = encodeBlock({
    rowCount,
    atMs,
    columns: [
      ...[1, 2, 3, 4].map((columnId) => dictionary(columnId, randomIds(random, rowCount))),
      ...[5, 6, 7, 8, 9, 10].map((columnId) => text(columnId, randomTexts(random, rowCount, atMs))),
      text(
        11,
        [...atMs].map((time) => new Date(time).toISOString())
      )
    ]
  })

  function readAll(data: Uint8Array): void {
    const block = openBlock(data)
    expect(block.rowCount).toBeLessThanOrEqual(256)
    block.times()
    for (const columnId of block.columnIds) {
      block.ids(columnId)
      block.texts(columnId)
      for (let row = 0; row < block.rowCount; row += 40) {
        block.idAt(columnId, row)
        block.textAt(columnId, row)
      }
    }
  }

  function expectReadOrRefused(data: Uint8Array): boolean {
    try {
      readAll(data)
      return true
    } catch (thrown) {
      expect(thrown).toMatchObject({ code: 'database-damaged', params: { what: 'block', where: expect.any(String) } })
      return false
    }
  }

  it('are refused where they are cut, wherever that is', () => {
    for (let length = 0; length < whole.length; length += 1 + (length >> 6))
      expect(expectReadOrRefused(whole.slice(0, length))).toBe(false)
  })

  it('are refused, or read as something else, where they are changed', () => {
    let refused = 0
    for (let round = 0; round < 4000; round += 1) {
      const data = whole.slice()
      const near = random.chance(0.5) ? 120 : data.length
      for (let times = 1 + random.below(3); times > 0; times -= 1) data[random.below(near)] = random.below(256)
      if (!expectReadOrRefused(data)) refused += 1
    }
    expect(refused).toBeGreaterThan(1000)
  })

  it('are refused where they are noise', () => {
    for (let round = 0; round < 2000; round += 1) {
      const data = Uint8Array.from({ length: random.below(600) }, () => random.below(256))
      data[0] = 1
      expectReadOrRefused(data)
    }
    expect(expectReadOrRefused(new Uint8Array(0))).toBe(false)
    expect(expectReadOrRefused(Uint8Array.from([2, ...whole.slice(1)]))).toBe(false)
  })

  it('are read right inside of a larger buffer, at any place', () => {
    for (const offset of [0, 1, 2, 3, 7]) {
      const larger = new Uint8Array(whole.length + 16).fill(0xee)
      larger.set(whole, offset)
      const block = openBlock(larger.subarray(offset, offset + whole.length))
      const straight = openBlock(whole)
      for (const columnId of straight.columnIds) {
        expect(block.ids(columnId)).toEqual(straight.ids(columnId))
        expect(block.texts(columnId)).toEqual(straight.texts(columnId))
      }
    }
  })
})
