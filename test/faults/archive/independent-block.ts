// Reads a block's bytes as docs/archive.md describes them, with none of the program's own code.

/** A cell of a row: a text, or the id of one in the column's dictionary. */
export type RawCell = string | { readonly valueId: number }

export interface RawRow {
  readonly atMs: number
  /** By column id. */
  readonly cells: ReadonlyMap<number, RawCell>
}

/** @throws Error when the bytes are not what the page says */
export function readBlock(data: Buffer): RawRow[] {
  if (data[0] !== 1) throw new Error(`a block of version ${data[0]}`)
  const timeBytes = byte(data, 1)
  const rowCount = byte(data, 2) + 1
  const columnCount = data.readUInt16LE(4)
  const base = data.readDoubleLE(8)
  const timesAt = 16 + 8 * columnCount
  const times = Array.from({ length: rowCount }, (_, row) =>
    timeBytes === 8 ? data.readDoubleLE(timesAt + 8 * row) : base + uint(data, timesAt + timeBytes * row, timeBytes)
  )
  const rows = times.map((atMs) => ({ atMs, cells: new Map<number, RawCell>() }))
  let from = timesAt + timeBytes * rowCount
  for (let place = 0; place < columnCount; place += 1) {
    const entry = 16 + 8 * place
    const end = data.readUInt32LE(entry + 4)
    const { present, at } = readPresence(data, from, byte(data, entry + 3), rowCount)
    const column = { bytes: data.subarray(at, end), encoding: byte(data, entry + 2), present, times }
    const cells = column.encoding < 32 ? readIds(column) : readTexts(column)
    if (cells.length !== present.length) throw new Error('a column without a cell for each of its rows')
    for (const [rank, row] of present.entries()) rows[row]?.cells.set(data.readUInt16LE(entry), cells[rank] as RawCell)
    from = end
  }
  if (from !== data.length) throw new Error('a block with something behind its last column')
  return rows
}

interface Column {
  readonly bytes: Buffer
  readonly encoding: number
  readonly present: readonly number[]
  readonly times: readonly number[]
}

function readPresence(data: Buffer, at: number, form: number, rowCount: number) {
  const all = Array.from({ length: rowCount }, (_, row) => row)
  if (form === 0) return { present: all, at }
  if (form === 1)
    return {
      present: all.filter((row) => (byte(data, at + (row >> 3)) >> (row & 7)) & 1),
      at: at + Math.ceil(rowCount / 8)
    }
  if (form !== 2) throw new Error(`a presence of form ${form}`)
  const count = data.readUInt16LE(at)
  return { present: [...data.subarray(at + 2, at + 2 + count)], at: at + 2 + count }
}

function readIds({ bytes, encoding, present }: Column): RawCell[] {
  if (encoding >= 1 && encoding <= 4) {
    expectLength(bytes, present.length * encoding)
    return present.map((_, rank) => ({ valueId: uint(bytes, rank * encoding, encoding) }))
  }
  if (encoding === 8) {
    expectLength(bytes, 4)
    return present.map(() => ({ valueId: bytes.readUInt32LE(0) }))
  }
  const bits = encoding - 16
  if (![1, 2, 4, 8].includes(bits)) throw new Error(`ids in encoding ${encoding}`)
  const count = bytes.readUInt16LE(0)
  const width = byte(bytes, 2)
  const packedAt = 3 + count * width
  expectLength(bytes, packedAt + Math.ceil((present.length * bits) / 8))
  return present.map((_, rank) => {
    let code = 0
    for (let bit = 0; bit < bits; bit += 1) {
      const at = rank * bits + bit
      code += ((byte(bytes, packedAt + Math.floor(at / 8)) >> (at % 8)) & 1) << bit
    }
    if (code >= count) throw new Error('a place that names no id')
    return { valueId: uint(bytes, 3 + code * width, width) }
  })
}

function readTexts(column: Column): RawCell[] {
  const { bytes, encoding, present, times } = column
  if (encoding >= 48) {
    expectLength(bytes, 0)
    return present.map((row) => printTime(times[row] as number, encoding))
  }
  if (encoding === 32) {
    expectLength(bytes, present.length * 16)
    return present.map((_, rank) =>
      bytes
        .toString('hex', rank * 16, rank * 16 + 16)
        .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, (_all, ...parts) => parts.slice(0, 5).join('-'))
    )
  }
  if (encoding === 33) {
    const width = bytes.readUInt16LE(0)
    expectLength(bytes, 2 + present.length * width)
    return present.map((_, rank) => bytes.toString('hex', 2 + rank * width, 2 + (rank + 1) * width))
  }
  if (encoding === 34) {
    const width = byte(bytes, 8)
    expectLength(bytes, 9 + present.length * width)
    return present.map((_, rank) => String(bytes.readDoubleLE(0) + uint(bytes, 9 + rank * width, width)))
  }
  if (encoding !== 35 && encoding !== 36) throw new Error(`texts in encoding ${encoding}`)
  const width = encoding === 35 ? 2 : 4
  const textsAt = present.length * width
  const ends = present.map((_, rank) => uint(bytes, rank * width, width))
  expectLength(bytes, textsAt + (ends.at(-1) ?? 0))
  return ends.map((end, rank) => bytes.toString('utf8', textsAt + (ends[rank - 1] ?? 0), textsAt + end))
}

function printTime(atMs: number, encoding: number): string {
  if (encoding === 78) return String(atMs)
  if (encoding === 79) return String(Math.floor(atMs / 1000))
  const form = encoding - 48
  const zone = ['', 'Z', ' +0000', '+00:00', ' UTC'][form % 5]
  const fraction = Math.floor(form / 5) % 3
  const separator = ['T', ' '][Math.floor(form / 15)]
  if (zone === undefined || separator === undefined) throw new Error(`a time in encoding ${encoding}`)
  const iso = new Date(atMs).toISOString()
  const second = iso.slice(11, 19)
  const part = ['', iso.slice(19, 23), `${iso.slice(19, 23)}000`][fraction]
  return `${iso.slice(0, 10)}${separator}${second}${part}${zone}`
}

function byte(bytes: Buffer, at: number): number {
  return bytes.readUInt8(at)
}

function uint(bytes: Buffer, at: number, width: number): number {
  return bytes.readUIntLE(at, width)
}

function expectLength(bytes: Buffer, length: number): void {
  if (bytes.length !== length) throw new Error(`a column of ${bytes.length} bytes where ${length} were expected`)
}
