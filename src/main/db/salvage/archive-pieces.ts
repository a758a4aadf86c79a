import type { FoundRecord, Stored } from './page-records.ts'

/** What records of an archive are, told from their shape: in a damaged file nobody says to which table a page belongs. */
export interface FoundTable {
  readonly tableId: number
  readonly path: readonly string[]
  readonly kind: string
  readonly timeColumn: string | undefined
  readonly eventIdColumn: string | undefined
}

export interface FoundBlock {
  readonly tableId: number
  readonly day: number
  readonly firstSeq: number
  readonly rowCount: number
  readonly leaves: Buffer
  readonly data: Buffer
}

const isInt = (type: number | undefined) => type !== undefined && ((type >= 1 && type <= 6) || type === 8 || type === 9)
const isText = (type: number | undefined) => type !== undefined && type >= 13 && type % 2 === 1
const isBlob = (type: number | undefined) => type !== undefined && type >= 12 && type % 2 === 0
const isHash = (type: number | undefined) => type === 76
const isNull = (type: number | undefined) => type === 0

type Shape = readonly ((type: number | undefined) => boolean)[]
const either =
  (...tests: ((type: number | undefined) => boolean)[]) =>
  (type: number | undefined) =>
    tests.some((test) => test(type))

/** Columns in the order in which SQLite stores them: of a table without row ids, its key's first. */
const shapes = {
  block: [isNull, isInt, isInt, isInt, isInt, isInt, isInt, isInt, isHash, isBlob, either(isNull, isBlob), isBlob],
  commit: [isNull, isInt, isInt, isText, isInt, isInt, isInt, isText, isHash, isHash],
  value: [isInt, isInt, isInt, isText],
  stub: [isInt, isInt, isInt, isHash, isInt, isText, either(isNull, isBlob), either(isNull, isBlob)],
  reading: [isNull, isInt, isText, isInt, isInt, isInt, isInt, isInt, isInt, either(isNull, isText)]
} as const satisfies Readonly<Record<string, Shape>>

/** What a record may be, by its columns alone; what it says must bear it out. */
export function kindOfRecord({ types, rowId }: FoundRecord): keyof typeof shapes | 'table' | 'column' | undefined {
  for (const kind of ['block', 'commit', 'value', 'stub', 'reading'] as const) {
    const shape: Shape = shapes[kind]
    const isKeyed = kind === 'value' || kind === 'stub'
    if (isKeyed === (rowId === undefined) && shape.length === types.length && shape.every((fits, i) => fits(types[i])))
      return kind
  }
  const [first, second, third, fourth] = types
  if (rowId === undefined && types.length >= 4 && types.length <= 6)
    return isInt(first) && isInt(second) && isText(third) && isInt(fourth) ? 'column' : undefined
  if (rowId !== undefined && types.length >= 12 && isNull(first) && isText(second) && isText(third)) return 'table'
  return undefined
}

/** @returns undefined for a record that only looks like one */
export function tableOf(values: readonly Stored[], tableId: number): FoundTable | undefined {
  const [, path, kind, timeColumn, eventIdColumn] = values
  if (kind !== 'events' && kind !== 'snapshot') return undefined
  const parsed = pathOf(path)
  if (parsed === undefined) return undefined
  const text = (value: Stored | undefined) => (typeof value === 'string' ? value : undefined)
  return { tableId, path: parsed, kind, timeColumn: text(timeColumn), eventIdColumn: text(eventIdColumn) }
}

/** @returns undefined for a record that only looks like one */
export function blockOf(values: readonly Stored[]): FoundBlock | undefined {
  const [, tableId, , day, firstSeq, rowCount, , , , leaves, , data] = values as [
    null,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    Buffer,
    Buffer,
    Buffer | null,
    Buffer
  ]
  const isOne = rowCount >= 1 && rowCount <= 256 && leaves.length === rowCount * 32 && firstSeq >= 0 && day >= -1
  return isOne ? { tableId, day, firstSeq, rowCount, leaves, data } : undefined
}

/** A table's path, or undefined. */
export function pathOf(text: Stored | undefined): readonly string[] | undefined {
  try {
    const path: unknown = JSON.parse(String(text))
    return Array.isArray(path) && path.every((name) => typeof name === 'string') ? path : undefined
  } catch {
    return undefined
  }
}
