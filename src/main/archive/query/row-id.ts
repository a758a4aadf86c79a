import type { RowPlace } from './segment-source.ts'

/** The permanent name of an archived row, for people and programs: `table.day.seq`. */
export function printRowId(tableId: number, place: RowPlace): string {
  return `${tableId}.${place.day}.${place.seq}`
}

/** @returns undefined for what is no row id */
export function parseRowId(text: string): { readonly tableId: number; readonly place: RowPlace } | undefined {
  const parts = /^(\d{1,15})\.(-?\d{1,9})\.(\d{1,15})$/.exec(text)
  if (parts === null) return undefined
  return { tableId: Number(parts[1]), place: { day: Number(parts[2]), seq: Number(parts[3]) } }
}
