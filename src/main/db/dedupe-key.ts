import { createHash } from 'node:crypto'
import type { Cell } from '../../shared/contract/archive.ts'

type Row = Readonly<Record<string, Cell>>

/** Bytes kept of a SHA-256: with ten million rows the odds of one chance collision are below 1 in 10^24. */
const keyBytes = 16

/**
 * What a row holds, in a form that does not depend on the order of columns, on columns that came later and are empty,
 * or on the file format: CSV has no null and no types, JSON has both, and both may bring the same row.
 */
export function canonicalContent(row: Row): string {
  const filled: [string, string][] = []
  for (const [name, cell] of Object.entries(row))
    if (cell !== null && cell !== undefined && cell !== '') filled.push([name, String(cell)])
  filled.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0))
  return JSON.stringify(filled)
}

/**
 * The key of a row by the id that Sigma gave its event.
 * @returns `undefined` when the row has none
 */
export function eventIdKey(row: Row, eventIdColumn: string | undefined): Uint8Array | undefined {
  const id = eventIdColumn === undefined ? undefined : row[eventIdColumn]
  return id === undefined || id === null || id === '' ? undefined : digest('id', String(id))
}

/**
 * The key of a row by its content.
 * @param occurrence 0 for the first of identical rows of one export, 1 for the second …: rows that are honestly identical
 * stay as many as they are, and reading them again finds the same keys
 */
export function contentKey(canonical: string, occurrence: number): Uint8Array {
  return digest(`row ${occurrence}`, canonical)
}

function digest(rule: string, text: string): Uint8Array {
  return createHash('sha256').update(rule).update('\0').update(text).digest().subarray(0, keyBytes)
}
