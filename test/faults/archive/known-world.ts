import { createHash } from 'node:crypto'
import { canonical } from './independent-archive.ts'

/** Rows of a made-up audit table that are the same for the same numbers, in whichever process. */
export interface World {
  /** Newest time; rows are of the 29 days before, so that the source has all of them while the test runs. */
  readonly endMs: number
  readonly rowsPerDay: number
  /** Whether rows have event ids. Without them some rows are twins: the same in everything. */
  readonly hasIds: boolean
}

export interface WorldRow {
  readonly atMs: number
  /** All but the time. */
  readonly cells: Readonly<Record<string, string | number | null>>
}

const daysBack = 29
const dayMs = 86_400_000
/** Of rows without ids every so many has a twin. */
const twinEvery = 17

/** How many rows there are. */
export function worldSize({ rowsPerDay }: World): number {
  return daysBack * rowsPerDay
}

export function worldRow(world: World, number: number): WorldRow {
  const isTwin = !world.hasIds && number % twinEvery === 1
  const n = isTwin ? number - 1 : number
  const digest = createHash('sha256').update(`row ${n}`).digest('hex')
  const stepMs = dayMs / world.rowsPerDay
  const startMs = world.endMs - daysBack * dayMs
  const cells: Record<string, string | number | null> = {
    EVENT_TYPE: ['LOGIN', 'LOGOUT', 'QUERY', 'EXPORT', 'GRANT', 'Übergabe'][n % 6] ?? '',
    USER_EMAIL: `person.${n % 40}@example.com`,
    OBJECT_NAME: n % 3 === 0 ? null : `Report "${n % 250}", ${n % 2 === 0 ? 'with a\nline' : 'plain'} — 報告`,
    FINGERPRINT: digest.slice(0, 24),
    DURATION_MS: (n * 7919) % 100_000,
    REASON: n % 50 === 0 ? `rare reason ${n}` : null
  }
  if (world.hasIds) {
    const [a, b, c, d, e] = [0, 8, 12, 16, 20].map((from, place) => digest.slice(from, [8, 12, 16, 20, 32][place]))
    cells['EVENT_ID'] = `${a}-${b}-${c}-${d}-${e}`
  }
  return { atMs: Math.floor(startMs + n * stepMs) + (n % 900), cells }
}

/** The row in the archive's canonical form, computed here. */
export function worldText({ atMs, cells }: WorldRow): string {
  const texts = Object.entries(cells).flatMap(([name, cell]) => (cell === null ? [] : [[name, String(cell)] as const]))
  return canonical([['REQUEST_TIME', new Date(atMs).toISOString()], ...texts])
}

/** Rows as a line of JSON each. */
export function worldJsonl(world: World, from: number, to: number): string {
  return rowsOf(world, from, to)
    .map(({ atMs, cells }) => `${JSON.stringify({ REQUEST_TIME: new Date(atMs).toISOString(), ...cells })}\n`)
    .join('')
}

/** Rows as CSV, with quotes and lines within fields. */
export function worldCsv(world: World, from: number, to: number): string {
  const rows = rowsOf(world, from, to)
  const names = ['REQUEST_TIME', ...Object.keys(rows[0]?.cells ?? {})]
  const quoted = (cell: string | number | null) => (cell === null ? '' : `"${String(cell).replaceAll('"', '""')}"`)
  const lines = rows.map(({ atMs, cells }) =>
    [new Date(atMs).toISOString(), ...names.slice(1).map((name) => cells[name] ?? null)].map(quoted).join(',')
  )
  return `${[names.join(','), ...lines].join('\r\n')}\r\n`
}

function rowsOf(world: World, from: number, to: number): WorldRow[] {
  return Array.from({ length: to - from }, (_, place) => worldRow(world, from + place))
}
