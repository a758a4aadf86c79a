import type { Handlers } from '../../shared/contract/api-types.ts'
import type { IntegrityService } from '../services/integrity-service.ts'

/** Answers the calls of the group `integrity`. */
export function integrityHandlers(service: IntegrityService): Handlers<'integrity'> {
  return {
    getIntegrity: ({ organizationId }) => service.status(organizationId),
    verify: ({ organizationId }) => service.verify(organizationId),
    cancelVerify: ({ organizationId }) => service.cancel(organizationId),
    exportHead: ({ organizationId }) => service.exportHead(organizationId),
    checkHead: ({ organizationId }) => service.checkHead(organizationId)
  }
}
