import type { AuditLoggingRefusal } from '../../shared/domain/audit-logging.ts'
import type { AppError } from '../../shared/kit/app-error.ts'

/**
 * Why Sigma said no to audit logging, or undefined when it did not decide anything. Sigma documents no error for a
 * region or an organization without the feature, so that its code and message are searched for the words.
 */
export function refusalReason(error: AppError): AuditLoggingRefusal | undefined {
  const words = `${error.params.sigmaCode ?? ''} ${error.params.message ?? ''}`.toLowerCase()
  switch (error.code) {
    case 'not-permitted':
      if (words.includes('region')) return 'region-not-supported'
      return words.includes('provision') || words.includes('entitle') || words.includes('not enabled for')
        ? 'not-provisioned'
        : 'not-permitted'
    case 'not-found':
    case 'not-supported':
    case 'invalid-input':
      // A conflict with what is going on now (409), such as Enable while Disabling, is no verdict for good.
      if (error.params.status === 409) return undefined
      return words.includes('region') ? 'region-not-supported' : 'not-provisioned'
    default:
      return undefined
  }
}
