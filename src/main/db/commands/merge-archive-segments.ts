import { mergeSegments, tablesToMerge } from '../archive/merge-segments.ts'
import { command } from '../operation.ts'

/**
 * Joins small segments of the archive's index, as far as `maxRows` goes. To be called again until it says that it is
 * finished.
 */
export const mergeArchiveSegments = command(
  'archive',
  (db, params: { readonly maxRows: number }): { readonly segmentsMerged: number; readonly isFinished: boolean } => {
    const [tableId, ...others] = tablesToMerge(db)
    if (tableId === undefined) return { segmentsMerged: 0, isFinished: true }
    const { segmentsMerged, isFinished } = mergeSegments(db, tableId, params)
    return { segmentsMerged, isFinished: isFinished && others.length === 0 }
  }
)
