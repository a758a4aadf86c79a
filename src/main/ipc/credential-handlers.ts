import type { Handlers } from '../../shared/contract/api-types.ts'
import type { CredentialService } from '../services/credential-service.ts'

/** Answers the calls of the group `credentials`. No call gives a secret back. */
export function credentialHandlers(service: CredentialService): Handlers<'credentials'> {
  return {
    keychainStatus: () => service.keychainStatus(),
    retryKeychain: () => service.retryKeychain(),
    testDraft: async ({ testId, draft }) => service.testDraft(testId, draft),
    testOrganization: ({ testId, organizationId }) => service.testOrganization(testId, organizationId),
    cancelTest: async ({ testId }) => {
      service.cancelTest(testId)
      return {}
    },
    setCredentials: (input) => service.setCredentials(input),
    clearCredentials: ({ organizationId }) => service.clearCredentials(organizationId)
  }
}
