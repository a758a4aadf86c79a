import { AppError } from '../../../shared/kit/app-error.ts'
import { rebuildIndex } from '../archive/rebuild-index.ts'
import { findTable } from '../archived-table.ts'
import { command } from '../operation.ts'

/** One step of making a table's index anew from its blocks. */
export interface IndexRebuilding {
  readonly path: readonly string[]
  /** What the step before answered; without it, from the beginning. */
  readonly afterBlockId?: number
  /** Rows to do in this step. */
  readonly maxRows: number
}

/**
 * Makes a table's index anew, step by step; every row can be found after each.
 * @throws AppError `not-found` for a table that the archive does not have, `database-damaged` when a block is
 */
export const rebuildArchiveIndex = command(
  'archive',
  (db, params: IndexRebuilding): { readonly rowsIndexed: number; readonly nextAfterBlockId?: number } => {
    const table = findTable(db, params.path)
    if (table === undefined) throw new AppError('not-found', { field: 'path' })
    return rebuildIndex(db, table.tableId, { afterBlockId: params.afterBlockId ?? 0, maxRows: params.maxRows })
  }
)
