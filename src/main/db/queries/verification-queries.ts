import type { ArchiveHead, HeadDifference, VerificationStep } from '../../../shared/domain/archive-verification.ts'
import { archiveHead as headOf, compareHead } from '../archive/archive-head.ts'
import { verifyArchive as verify, type VerifyParams } from '../archive/verify-archive.ts'
import { query } from '../operation.ts'

/** One step of a verification; asked again with the cursor that it returns until there is none. */
export const verifyArchive = query('archive', (db, params: VerifyParams): VerificationStep => verify(db, params))

/** The archive's state in a few hashes, to be kept elsewhere. */
export const archiveHead = query(
  'archive',
  (db, params: { readonly organizationId: string }): ArchiveHead => headOf(db, params.organizationId)
)

/** What an exported head and the archive of now do not agree on. */
export const checkArchiveHead = query(
  'archive',
  (db, params: { readonly organizationId: string; readonly head: ArchiveHead }): readonly HeadDifference[] =>
    compareHead(db, params.organizationId, params.head)
)

/** How many rows a verification has before it: those of all tables of events. */
export const countChainedRows = query(
  'archive',
  (db): number =>
    db.get<{ rowCount: number }>(
      "SELECT ifnull(sum(row_count), 0) AS rowCount FROM archived_tables WHERE kind = 'events'"
    )?.rowCount ?? 0
)

/** When the first rows were archived, UTC ms; undefined while there are none. */
export const archiveBegunAtMs = query(
  'archive',
  (db): number | undefined =>
    db.get<{ atMs: number }>('SELECT at_ms AS atMs FROM archive_commits ORDER BY commit_id LIMIT 1')?.atMs
)
