import type { OrganizationId } from '../../shared/kit/ids.ts'
import type {
  PackBlock,
  PackBlocksRequest,
  PackCommit,
  PackCommitsRequest,
  PackRows,
  PackRowsRequest,
  PackState,
  PackStateRequest
} from '../archive/evidence/pack-parts.ts'
import type { DatabaseClient } from '../db/client.ts'

/** What evidence packs are made of, step by step. Each step is one short read. */
export interface EvidenceStore {
  /** @returns undefined for a table that has no events */
  state(id: OrganizationId, request: PackStateRequest): Promise<PackState | undefined>
  /** @throws AppError `database-damaged` with the row that is not what was archived */
  rows(id: OrganizationId, request: PackRowsRequest): Promise<PackRows>
  blocks(id: OrganizationId, request: PackBlocksRequest): Promise<readonly PackBlock[]>
  commits(id: OrganizationId, request: PackCommitsRequest): Promise<readonly PackCommit[]>
}

const archive = (organizationId: OrganizationId) => ({ kind: 'archive', organizationId }) as const

/** Evidence over the organization's archive. */
export function createEvidenceStore(client: DatabaseClient): EvidenceStore {
  return {
    state: (id, request) => client.query(archive(id), 'evidenceState', { ...request, organizationId: id }),
    rows: (id, request) => client.query(archive(id), 'evidenceRows', request),
    blocks: (id, request) => client.query(archive(id), 'evidenceBlocks', request),
    commits: (id, request) => client.query(archive(id), 'evidenceCommits', request)
  }
}
