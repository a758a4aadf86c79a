import { ensureTable } from '../archive-writing.ts'
import { command } from '../operation.ts'
import type { SalvagedStub } from '../salvage/salvage-types.ts'

/** Takes over the stubs of days that had left another file of the same archive; a day that is here stays as it is. */
export const keepStubs = command('archive', (db, { stubs }: { readonly stubs: readonly SalvagedStub[] }): void => {
  for (const { path, day, rows, head, prunedAtMs, reason, signature, publicKey } of stubs) {
    const { tableId } = ensureTable(db, path, 'events')
    const key = { tableId, day }
    const isThere =
      db.get('SELECT 1 FROM pruned_days WHERE table_id = :tableId AND day = :day', key) !== undefined ||
      db.get('SELECT 1 FROM event_blocks WHERE table_id = :tableId AND day = :day LIMIT 1', key) !== undefined
    if (isThere) continue
    db.run(
      `INSERT INTO pruned_days (table_id, day, row_count, head, pruned_at_ms, reason, signature, public_key)
         VALUES (:tableId, :day, :rows, :head, :prunedAtMs, :reason, :signature, :publicKey)`,
      { ...key, rows, head, prunedAtMs, reason, signature, publicKey }
    )
  }
})
