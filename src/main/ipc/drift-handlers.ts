import type { Handlers } from '../../shared/contract/api-types.ts'
import type { DriftService } from '../services/drift-service.ts'

/** Answers the calls of the group `drift`. */
export function driftHandlers(service: DriftService): Handlers<'drift'> {
  return {
    getSettingsMatrix: () => service.matrix(),
    getSettingHistory: ({ organizationId, key }) => service.history(organizationId, key)
  }
}
