import type { Handlers } from '../../shared/contract/api-types.ts'
import type { EventService } from '../services/event-service.ts'

/** Answers the calls of the group `auditEvents`. */
export function auditEventHandlers(service: EventService): Handlers<'auditEvents'> {
  return {
    page: ({ organizationId, ...request }) => service.page(organizationId, request),
    count: ({ organizationId, ...request }) => service.count(organizationId, request),
    histogram: ({ organizationId, ...request }) => service.histogram(organizationId, request),
    topValues: ({ organizationId, ...request }) => service.topValues(organizationId, request),
    get: ({ organizationId, path, rowId }) => service.get(organizationId, path, rowId),
    suggest: ({ organizationId, ...request }) => service.suggest(organizationId, request)
  }
}
