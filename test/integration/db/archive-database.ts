import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openBlock } from '../../../src/main/archive/block/block-codec.ts'
import { commitEvents } from '../../../src/main/db/archive/commit-events.ts'
import type { CommitInput, CommitResult } from '../../../src/main/archive/commit-input.ts'
import { DatabaseHandle } from '../../../src/main/db/handle.ts'
import { latestVersion } from '../../../src/main/db/migrate.ts'
import { databaseAt } from './raw-database.ts'
import type { PlainRow } from './archive-fixture.ts'

/** An archive in a real file, opened as the writer opens it. */
export class ArchiveDatabase {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'vigil-archive-'))
  readonly file = path.join(this.#folder, 'archive.sqlite')
  handle = this.#open()

  #open(): DatabaseHandle {
    return new DatabaseHandle(databaseAt('archive', latestVersion('archive'), this.file), this.file)
  }

  /** As after a restart: nothing is remembered. */
  reopen(): void {
    this.handle.close()
    this.handle = this.#open()
  }

  commit(input: CommitInput): CommitResult {
    return this.handle.transaction('immediate', () => commitEvents(this.handle, input))
  }

  run<Value>(work: (db: DatabaseHandle) => Value): Value {
    return this.handle.transaction('immediate', () => work(this.handle))
  }

  /** All rows of a table in the order of their chains, decoded anew from what is stored. */
  rows(tableId = 1): { readonly id: string; readonly atMs: number; readonly row: PlainRow }[] {
    const raw = this.handle.raw
    const names = raw
      .prepare('SELECT name FROM archived_columns WHERE table_id = ? ORDER BY position')
      .pluck()
      .all(tableId) as string[]
    const value = raw
      .prepare('SELECT text FROM archived_values WHERE table_id = ? AND column_id = ? AND value_id = ?')
      .pluck()
    const blocks = raw
      .prepare('SELECT day, first_seq, row_count, data FROM event_blocks WHERE table_id = ? ORDER BY day, first_seq')
      .raw()
      .all(tableId) as [number, number, number, Uint8Array][]
    return blocks.flatMap(([day, firstSeq, rowCount, data]) => {
      const block = openBlock(data)
      return Array.from({ length: rowCount }, (_, index) => ({
        id: `${tableId}.${day}.${firstSeq + index}`,
        atMs: block.atMs(index),
        row: Object.fromEntries(
          block.columnIds.flatMap((columnId) => {
            if (block.kindOf(columnId) === 'text') {
              const text = block.textAt(columnId, index)
              return text === undefined ? [] : [[names[columnId], text]]
            }
            const id = block.idAt(columnId, index)
            return id === 0 ? [] : [[names[columnId], value.get(tableId, columnId, id)]]
          })
        ) as PlainRow
      }))
    })
  }

  dispose(): void {
    this.handle.close()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
