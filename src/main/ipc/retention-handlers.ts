import type { Handlers } from '../../shared/contract/api-types.ts'
import type { RetentionService } from '../services/retention-service.ts'

/** Answers the calls of the group `retention`. The rule is the organization's, whatever table is looked at. */
export function retentionHandlers(service: RetentionService): Handlers<'retention'> {
  return {
    getRetention: ({ organizationId }) => service.status(organizationId),
    previewRetention: ({ organizationId, policy }) => service.preview(organizationId, policy),
    setRetention: ({ organizationId, policy }) => service.setPolicy(organizationId, policy),
    setLegalHold: ({ organizationId, isHeld, note }) => service.setHold(organizationId, isHeld, note),
    pruneNow: ({ organizationId }) => service.pruneNow(organizationId),
    cancelPrune: ({ organizationId }) => service.cancel(organizationId)
  }
}
