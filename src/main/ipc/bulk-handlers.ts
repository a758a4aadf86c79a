import type { Handlers } from '../../shared/contract/api-types.ts'
import type { BulkService } from '../services/bulk-service.ts'

/** Answers the calls of the group `bulk`. No call gives a secret back. */
export function bulkHandlers(service: BulkService): Handlers<'bulk'> {
  return {
    planBulk: ({ action, organizationIds }) => service.plan(action, organizationIds),
    startBulk: ({ action, organizationIds }) => service.start(action, organizationIds),
    getBulk: async ({ runId }) => service.get(runId),
    listBulk: async () => service.list(),
    cancelBulk: async ({ runId }) => service.cancel(runId),
    retryBulk: ({ runId }) => service.retry(runId),
    chooseCredentialFile: () => service.chooseCredentialFile(),
    keepCredentials: ({ entries }) => service.keepCredentials(entries),
    dropCredentials: async ({ listId }) => {
      service.dropCredentials(listId)
      return {}
    }
  }
}
