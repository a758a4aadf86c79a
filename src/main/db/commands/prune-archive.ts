import { forgetValues } from '../archive/forget-values.ts'
import { type DayToPrune, type PruneResult, pruneDays as prune } from '../archive/prune-days.ts'
import { command } from '../operation.ts'

/** Pages given back to the disk in one step: some 8 MB. */
const pagesAtOnce = 512

/** Lets days leave; see `archive/prune-days.ts`. */
export const pruneDays = command(
  'archive',
  (db, { days }: { readonly days: readonly DayToPrune[] }): PruneResult => prune(db, days)
)

/** One step of forgetting texts that no row has any more. To be called again until it says that it is finished. */
export const forgetUnusedValues = command(
  'archive',
  (db): { readonly isFinished: boolean; readonly forgotten: number } => forgetValues(db)
)

/** One step of giving free room back to the disk. To be called again until it says that it is finished. */
export const giveBackRoom = command('archive', (db): { readonly isFinished: boolean } => {
  const free = () => db.get<{ freelist_count: number }>('PRAGMA freelist_count')?.freelist_count ?? 0
  const before = free()
  if (before === 0) return { isFinished: true }
  // a statement gives back one page each time it is stepped
  for (let page = 0; page < Math.min(before, pagesAtOnce); page += 1) db.run('PRAGMA incremental_vacuum')
  const after = free()
  // a file that was made without this keeps its free pages and fills them with what comes
  return { isFinished: after === 0 || after >= before }
})
