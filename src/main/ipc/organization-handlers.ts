import type { Handlers } from '../../shared/contract/api-types.ts'
import type { OrganizationService } from '../services/organization-service.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'

/** Answers the calls of the group `organizations`. */
export function organizationHandlers(
  service: OrganizationService,
  refresh: (id: OrganizationId) => Promise<void>
): Handlers<'organizations'> {
  return {
    listOrganizations: () => service.list(),
    addOrganization: ({ draft, storage }) => service.add(draft, storage),
    addSandboxOrganization: ({ name, storage }) => service.addSandbox(name, storage),
    updateOrganization: ({ organizationId, ...change }) => service.update(organizationId, change),
    reorderOrganizations: async ({ organizationIds }) => {
      await service.reorder(organizationIds)
      return {}
    },
    removeOrganization: async ({ organizationId, typedName }) => {
      await service.remove(organizationId, typedName)
      return {}
    },
    refreshOrganization: async ({ organizationId }) => {
      await refresh(organizationId)
      return {}
    }
  }
}
