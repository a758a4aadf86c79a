// Commits and the stubs of pruned days, by docs/archive.md alone.
import { createHash, createPublicKey, verify } from 'node:crypto'
import type Database from 'better-sqlite3'

export interface ReadCommit {
  readonly commitId: number
  readonly tableId: number
  readonly atMs: number
  readonly source: string
  readonly rowsAdded: number
  readonly rowsKnown: number
  readonly rowsQuarantined: number
  readonly days: string
  readonly previous: Buffer
  readonly hash: Buffer
}

interface DayAfterCommit {
  readonly day: number
  readonly rowCount: number
  readonly head: string
}

/** The chain of commits, recomputed. */
export function readCommits(database: Database.Database): ReadCommit[] {
  const commits = database
    .prepare(
      `SELECT commit_id AS commitId, table_id AS tableId, at_ms AS atMs, source, rows_added AS rowsAdded,
         rows_known AS rowsKnown, rows_quarantined AS rowsQuarantined, days, previous, hash
       FROM archive_commits ORDER BY commit_id`
    )
    .all() as ReadCommit[]
  let previous: Buffer = Buffer.alloc(32)
  for (const [place, commit] of commits.entries()) {
    const { commitId, tableId, atMs, source, rowsAdded, rowsKnown, rowsQuarantined } = commit
    demand(commitId === place + 1, `commit ${commitId} in place ${place + 1}`)
    demand(commit.previous.equals(previous), `commit ${commitId} follows another`)
    const days = (JSON.parse(commit.days) as DayAfterCommit[]).map(({ day, head, rowCount }) => ({
      day,
      head,
      rowCount
    }))
    // keys in the order of their characters
    const facts = { atMs, commitId, days, rowsAdded, rowsKnown, rowsQuarantined, source, tableId }
    previous = sha256(Buffer.from([3]), commit.previous, Buffer.from(JSON.stringify(facts)))
    demand(commit.hash.equals(previous), `commit ${commitId} has another hash`)
  }
  return commits
}

/** Compares what commits say of a table with what its blocks were found to be. */
export function checkCommits(
  commits: readonly ReadCommit[],
  found: {
    readonly ends: Map<string, { rowCount: number; head: string }>
    readonly rowsOfCommit: ReadonlyMap<number, number>
    readonly pruned: ReadonlyMap<number, number>
  }
): void {
  const { ends, rowsOfCommit, pruned } = found
  const daySoFar = new Map<number, number>()
  for (const { commitId, rowsAdded, days } of commits) {
    let rows = 0
    for (const { day, rowCount, head } of JSON.parse(days) as DayAfterCommit[]) {
      const added = rowCount - (daySoFar.get(day) ?? 0)
      daySoFar.set(day, rowCount)
      demand(added > 0, `commit ${commitId} added nothing to day ${day}`)
      rows += added
      if (pruned.has(day)) continue
      const end = ends.get(`${commitId} ${day}`)
      ends.delete(`${commitId} ${day}`)
      demand(end?.rowCount === rowCount && end.head === head, `commit ${commitId} left day ${day} in another state`)
    }
    demand(rows === rowsAdded, `commit ${commitId} says ${rowsAdded} rows and its days say ${rows}`)
    const kept = rowsOfCommit.get(commitId) ?? 0
    const hasPruned = (JSON.parse(days) as DayAfterCommit[]).some(({ day }) => pruned.has(day))
    demand(hasPruned ? kept < rowsAdded : kept === rowsAdded, `commit ${commitId} has ${kept} of ${rowsAdded} rows`)
  }
  demand(ends.size === 0, 'a block that no commit tells of')
  for (const [day, rowCount] of pruned)
    demand(daySoFar.get(day) === rowCount, `day ${day} had not the rows that its stub says`)
}

/** Days that left: the stub is signed, and says what the last commit of the day said. */
export function readStubs(
  database: Database.Database,
  organizationId: string,
  table: { readonly tableId: number; readonly path: string }
): Map<number, number> {
  const stubs = database.prepare('SELECT * FROM pruned_days WHERE table_id = ?').all(table.tableId) as {
    day: number
    row_count: number
    head: Buffer
    pruned_at_ms: number
    reason: string
    signature: Buffer
    public_key: Buffer
  }[]
  const pruned = new Map<number, number>()
  for (const stub of stubs) {
    const text = JSON.stringify({
      day: new Date(stub.day * 86_400_000).toISOString().slice(0, 10),
      format: 'vigil-pruned-day/1',
      head: stub.head.toString('hex'),
      organizationId,
      path: JSON.parse(table.path) as string[],
      prunedAtMs: stub.pruned_at_ms,
      reason: stub.reason,
      rowCount: stub.row_count
    })
    const key = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: stub.public_key.toString('base64url') },
      format: 'jwk'
    })
    demand(verify(null, Buffer.from(text), key, stub.signature), `day ${stub.day} left without a signature`)
    const last = database
      .prepare(
        `SELECT json_extract(value, '$.head') FROM archive_commits, json_each(days)
         WHERE table_id = ? AND json_extract(value, '$.day') = ? ORDER BY commit_id DESC LIMIT 1`
      )
      .pluck()
      .get(table.tableId, stub.day)
    demand(last === stub.head.toString('hex'), `day ${stub.day} left in another state than its last commit`)
    pruned.set(stub.day, stub.row_count)
  }
  return pruned
}

/** SHA-256 of these bytes, one after the other. */
export function sha256(...parts: readonly Buffer[]): Buffer {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** @throws Error with these words unless it holds */
export function demand(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Error(otherwise)
}
