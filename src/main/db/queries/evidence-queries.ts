import type {
  PackBlock,
  PackBlocksRequest,
  PackCommit,
  PackCommitsRequest,
  PackRows,
  PackRowsRequest,
  PackState,
  PackStateRequest
} from '../../archive/evidence/pack-parts.ts'
import {
  evidenceBlocks as blocks,
  evidenceCommits as commits,
  evidenceState as state
} from '../archive/evidence-chain.ts'
import { evidenceRows as rows } from '../archive/evidence-rows.ts'
import { query } from '../operation.ts'

/** What a pack will hold, in one state of the archive; undefined for a table without events. */
export const evidenceState = query(
  'archive',
  (db, params: PackStateRequest & { readonly organizationId: string }): PackState | undefined => state(db, params)
)

/** The next rows of a pack, printed. @throws AppError `database-damaged` with the row that is not what was archived */
export const evidenceRows = query('archive', (db, params: PackRowsRequest): PackRows => rows(db, params))

/** Blocks of one day's chain, without their data. */
export const evidenceBlocks = query('archive', (db, params: PackBlocksRequest): readonly PackBlock[] =>
  blocks(db, params)
)

export const evidenceCommits = query('archive', (db, params: PackCommitsRequest): readonly PackCommit[] =>
  commits(db, params)
)
