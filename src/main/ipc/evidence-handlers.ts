import type { Handlers } from '../../shared/contract/api-types.ts'
import type { EvidenceService } from '../services/evidence-service.ts'

/** Answers the calls of the group `evidence`. */
export function evidenceHandlers(service: EvidenceService): Handlers<'evidence'> {
  return {
    makePack: ({ organizationId, ...request }) => service.make(organizationId, request),
    cancelPack: ({ organizationId, packId }) => service.cancel(organizationId, packId),
    listPacks: async ({ organizationId }) => service.list(organizationId),
    verifyPack: ({ kind }) => service.verify(kind)
  }
}
