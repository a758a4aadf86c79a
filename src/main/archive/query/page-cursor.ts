import { AppError } from '../../../shared/kit/app-error.ts'

/** A row's place in the order of all rows: (atMs, day, seq). A page begins behind it. */
export interface RowKey {
  readonly atMs: number
  readonly day: number
  readonly seq: number
}

/** The cursor as text, opaque above the archive. */
export function printRowKey(key: RowKey): string {
  return `e:${key.atMs}:${key.day}:${key.seq}`
}

/** @throws AppError `invalid-input` */
export function parseRowKey(text: string): RowKey {
  const parts = /^e:(-?\d{1,16}(?:\.\d{1,9})?):(-?\d{1,9}):(-?\d{1,15})$/.exec(text)
  if (parts === null) throw new AppError('invalid-input', { field: 'cursor' })
  return { atMs: Number(parts[1]), day: Number(parts[2]), seq: Number(parts[3]) }
}

/** Negative where `one` is the earlier row. */
export function compareRowKeys(one: RowKey, other: RowKey): number {
  return one.atMs - other.atMs || one.day - other.day || one.seq - other.seq
}
