import type { Handlers } from '../../shared/contract/api-types.ts'
import type { DirectoryService } from '../services/directory-service.ts'
import type { PeopleService } from '../services/people-service.ts'

/** Answers the calls of the group `directory`. */
export function directoryHandlers(directory: DirectoryService, people: PeopleService): Handlers<'directory'> {
  return {
    listPeople: (request) => people.page(request),
    countPeople: (search) => people.count(search),
    exportPeople: (request) => people.export(request),
    listMembers: (request) => directory.members(request),
    listTeams: ({ organizationId }) => directory.teams(organizationId),
    listTeamMembers: ({ organizationId, teamId }) => directory.teamMembers(organizationId, teamId),
    listAccountTypes: ({ organizationId }) => directory.accountTypes(organizationId),
    listTenants: ({ organizationId }) => directory.tenants(organizationId),
    refreshDirectory: async ({ organizationId }) => {
      await directory.refresh(organizationId)
      return {}
    }
  }
}
