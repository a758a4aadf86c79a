import type { Handlers } from '../../shared/contract/api-types.ts'
import type { ChangeService } from '../services/change-service.ts'

/** Answers the calls of the group `changes`. */
export function changeHandlers(service: ChangeService): Handlers<'changes'> {
  return {
    listChanges: () => service.list(),
    resolveConflict: ({ organizationId, changeId, choice }) => service.resolveConflict(organizationId, changeId, choice)
  }
}
