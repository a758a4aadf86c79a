import type { Handlers } from '../../shared/contract/api-types.ts'
import type { SavedFile } from '../../shared/contract/primitives.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import type { OrganizationService } from '../services/organization-service.ts'

export interface OrganizationActs {
  /** Reads everything of an organization now. */
  readonly refresh: (id: OrganizationId) => Promise<void>
  readonly setOnScreen: (id: OrganizationId | undefined) => void
  readonly exportFleet: (table: { columns: readonly string[]; rows: readonly string[][] }) => Promise<SavedFile>
}

/** Answers the calls of the group `organizations`. */
export function organizationHandlers(service: OrganizationService, acts: OrganizationActs): Handlers<'organizations'> {
  return {
    listOrganizations: ({ organizationIds }) => service.list(organizationIds),
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
      await acts.refresh(organizationId)
      return {}
    },
    pauseOrganization: ({ organizationId }) => service.pause(organizationId),
    resumeOrganization: ({ organizationId }) => service.resume(organizationId),
    setOnScreen: async ({ organizationId }) => {
      acts.setOnScreen(organizationId)
      return {}
    },
    exportFleet: (table) => acts.exportFleet(table)
  }
}
