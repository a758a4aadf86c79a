import { buffersOf, type CommitInput, type CommitResult } from '../../archive/commit-input.ts'
import { commitEvents as commit } from '../archive/commit-events.ts'
import { writerMemory } from '../archive/writer-memory.ts'
import { findTable } from '../archived-table.ts'
import { command } from '../operation.ts'

/**
 * Keeps the rows of a batch that the archive does not have yet. The batch's buffers are given to `commandMoving`, and are
 * gone afterwards: left to the garbage collector, those of several batches would lie in memory at a time.
 */
export const commitEvents = command('archive', (db, input: CommitInput): CommitResult => {
  try {
    return commit(db, input)
  } finally {
    for (const buffer of buffersOf(input.batch)) buffer.transfer(0)
  }
})

/** Ends an export or file: what it has met is forgotten, and the next one counts identical rows from the beginning. */
export const endCommitSession = command(
  'archive',
  (db, { path, sessionId }: { readonly path: readonly string[]; readonly sessionId: string }): void => {
    const table = findTable(db, path)
    if (table !== undefined) writerMemory(db).endSession(table.tableId, sessionId)
  }
)
