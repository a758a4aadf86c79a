import type { IntegrityResult } from '../../shared/contract/integrity.ts'
import type {
  ArchiveHead,
  HeadDifference,
  VerificationCursor,
  VerificationStep
} from '../../shared/domain/archive-verification.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import type { DatabaseClient } from '../db/client.ts'

/** The proof that an organization's archive is what was read. */
export interface IntegrityStore {
  /** One step of a verification, some tens of ms of a reader; asked again with its cursor until there is none. */
  step(id: OrganizationId, cursor: VerificationCursor | undefined): Promise<VerificationStep>
  /** When the first rows were archived, UTC ms; undefined while there are none. */
  begunAtMs(id: OrganizationId): Promise<number | undefined>
  rowsTotal(id: OrganizationId): Promise<number>
  head(id: OrganizationId): Promise<ArchiveHead>
  compare(id: OrganizationId, head: ArchiveHead): Promise<readonly HeadDifference[]>
  last(id: OrganizationId): Promise<IntegrityResult | undefined>
  keep(id: OrganizationId, result: IntegrityResult): Promise<void>
}

const archive = (organizationId: OrganizationId) => ({ kind: 'archive', organizationId }) as const
const org = (organizationId: OrganizationId) => ({ kind: 'org', organizationId }) as const

/** Verification over the organization's archive; its last result is a fact of the organization. */
export function createIntegrityStore(client: DatabaseClient): IntegrityStore {
  return {
    step: (id, cursor) =>
      client.query(archive(id), 'verifyArchive', {
        organizationId: id,
        ...(cursor === undefined ? {} : { cursor })
      }),
    begunAtMs: (id) => client.query(archive(id), 'archiveBegunAtMs'),
    rowsTotal: (id) => client.query(archive(id), 'countChainedRows'),
    head: (id) => client.query(archive(id), 'archiveHead', { organizationId: id }),
    compare: (id, head) => client.query(archive(id), 'checkArchiveHead', { organizationId: id, head }),
    async last(id) {
      const facts = (await client.query(org(id), 'listFacts')) as { readonly verification?: IntegrityResult }
      return facts.verification
    },
    keep: (id, result) => client.command(org(id), 'saveFacts', { change: { verification: result } })
  }
}
