import type { Handlers } from '../../shared/contract/api-types.ts'
import type { SigmaPage } from '../services/sigma-pages.ts'
import type { SettingsService } from '../services/settings-service.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'

/** Answers the calls of the group `settings`. */
export function settingsHandlers(
  service: SettingsService,
  openInSigma: (id: OrganizationId, page: SigmaPage) => Promise<void>
): Handlers<'settings'> {
  return {
    getGeneralSettings: ({ organizationId }) => service.get(organizationId),
    refreshSettings: ({ organizationId }) => service.refresh(organizationId),
    changeSetting: ({ organizationId, key, value }) => service.change(organizationId, key, value),
    retryPendingChange: ({ organizationId, changeId }) => service.retry(organizationId, changeId),
    discardPendingChange: ({ organizationId, changeId }) => service.discard(organizationId, changeId),
    enableAuditLogging: ({ organizationId }) => service.enableAuditLogging(organizationId),
    disableAuditLogging: ({ organizationId }) => service.disableAuditLogging(organizationId),
    withdrawAuditLoggingRequest: ({ organizationId }) => service.withdrawAuditLoggingRequest(organizationId),
    dismissAuditLoggingRefusal: ({ organizationId }) => service.dismissAuditLoggingRefusal(organizationId),
    openInSigma: async ({ organizationId, page }) => {
      await openInSigma(organizationId, page)
      return {}
    }
  }
}
