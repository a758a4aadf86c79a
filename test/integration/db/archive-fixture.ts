import { createHash } from 'node:crypto'
import type { CommitInput } from '../../../src/main/archive/commit-input.ts'
import { canonicalRow } from '../../../src/main/archive/canonical-row.ts'
import type { BatchColumn, EventBatch } from '../../../src/main/archive/event-batch.ts'
import { packTexts } from '../../../src/main/archive/values/packed-strings.ts'
import { parseEventTime } from '../../../src/main/db/event-time.ts'

/** A row as a source has it: a text per column; undefined where it has no value. */
export type PlainRow = Readonly<Record<string, string | undefined>>

/** A row without the columns in which it has no value, in canonical form. */
export function canonicalOf(row: PlainRow): string {
  return canonicalRow(Object.entries(row).filter((cell): cell is [string, string] => cell[1] !== undefined))
}

/** Packs rows as a parser does. @param textColumns columns that come as texts and not by a dictionary */
export function batchOf(
  rows: readonly PlainRow[],
  timeColumn?: string,
  textColumns: readonly string[] = []
): EventBatch {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const leaves = new Uint8Array(rows.length * 32)
  const atMs = new Float64Array(rows.length)
  for (const [index, row] of rows.entries()) {
    leaves.set(createHash('sha256').update(canonicalOf(row)).digest(), index * 32)
    atMs[index] = timeColumn === undefined ? Number.NaN : (parseEventTime(row[timeColumn]) ?? Number.NaN)
  }
  return {
    rowCount: rows.length,
    atMs,
    leaves,
    columns: names.map((name) => columnOf(rows, name, textColumns.includes(name)))
  }
}

function columnOf(rows: readonly PlainRow[], name: string, isText: boolean): BatchColumn {
  if (isText) {
    const isPresent = Uint8Array.from(rows, (row) => (row[name] === undefined ? 0 : 1))
    return { name, cells: { kind: 'text', texts: packTexts(rows.map((row) => row[name] ?? '')), isPresent } }
  }
  const codes = new Uint32Array(rows.length)
  const known = new Map<string, number>()
  for (const [index, row] of rows.entries()) {
    const text = row[name]
    if (text === undefined) continue
    if (!known.has(text)) known.set(text, known.size + 1)
    codes[index] = known.get(text) ?? 0
  }
  return { name, cells: { kind: 'dictionary', codes, texts: packTexts([...known.keys()]) } }
}

export const auditPath = ['SIGMA', 'AUDIT', 'AUDIT_LOGS']

/** The input of a commit; times are read from TIME where nothing else is said. */
export function inputOf(
  rows: readonly PlainRow[],
  more: Partial<CommitInput> & { readonly textColumns?: readonly string[] } = {}
): CommitInput {
  const { textColumns, ...given } = more
  const roles = given.roles ?? { timeColumn: 'TIME' }
  return {
    path: auditPath,
    organizationId: 'organization-1',
    batch: batchOf(rows, roles.timeColumn, textColumns),
    source: { kind: 'export' },
    quarantined: [],
    atMs: 1_800_000_000_000,
    ...given,
    roles
  }
}
