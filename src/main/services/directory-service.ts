import type { CallOutput, ParsedInput } from '../../shared/contract/api-types.ts'
import type { Member, Tenant } from '../../shared/contract/directory.ts'
import type { Freshness } from '../../shared/contract/primitives.ts'
import type { DirectoryListName, MemberPosition } from '../../shared/domain/directory-records.ts'
import { AppError } from '../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import type { DirectoryStore } from '../stores/directory-store.ts'
import type { OrganizationRecord, OrganizationStore } from '../stores/organization-store.ts'

export interface DirectoryServiceOptions {
  readonly directory: DirectoryStore
  readonly organizations: Pick<OrganizationStore, 'list'>
  readonly isReading: (id: OrganizationId) => boolean
  /** Reads the organization and all of its directory through its engine. */
  readonly refresh: (id: OrganizationId) => Promise<void>
}

/** Members, teams, account types and tenants of one organization, as last read. */
export class DirectoryService {
  readonly #options: DirectoryServiceOptions

  constructor(options: DirectoryServiceOptions) {
    this.#options = options
  }

  /** A page by e-mail address. @throws AppError `invalid-input` for a cursor that is none */
  async members({
    organizationId,
    search,
    status,
    cursor,
    limit
  }: ParsedInput<'directory', 'listMembers'>): Promise<CallOutput<'directory', 'listMembers'>> {
    const after = cursor === undefined ? undefined : parseCursor(cursor)
    const [freshness, rows] = await Promise.all([
      this.#freshness(organizationId, 'members'),
      // One more than asked for tells whether there are more.
      this.#options.directory.members(organizationId, { status, search, after, limit: limit + 1 })
    ])
    const shown = rows.slice(0, limit)
    const last = shown.at(-1)
    return {
      freshness,
      members: shown.map(({ personKey: _key, ...member }): Member => member),
      ...(rows.length > limit && last !== undefined ? { nextCursor: printCursor(last) } : {})
    }
  }

  async teams(id: OrganizationId): Promise<CallOutput<'directory', 'listTeams'>> {
    const [freshness, teams] = await Promise.all([this.#freshness(id, 'teams'), this.#options.directory.teams(id)])
    return { freshness, teams: [...teams] }
  }

  async teamMembers(id: OrganizationId, teamId: string): Promise<CallOutput<'directory', 'listTeamMembers'>> {
    return [...(await this.#options.directory.teamMembers(id, teamId))]
  }

  async accountTypes(id: OrganizationId): Promise<CallOutput<'directory', 'listAccountTypes'>> {
    const [freshness, accountTypes] = await Promise.all([
      this.#freshness(id, 'account-types'),
      this.#options.directory.accountTypes(id)
    ])
    return { freshness, accountTypes: [...accountTypes] }
  }

  /** With the organization of Vigil that each was added as. */
  async tenants(id: OrganizationId): Promise<CallOutput<'directory', 'listTenants'>> {
    const [freshness, tenants, records] = await Promise.all([
      this.#freshness(id, 'tenants'),
      this.#options.directory.tenants(id),
      this.#options.organizations.list()
    ])
    return { freshness, tenants: tenants.map((tenant) => addedAs(tenant, records)) }
  }

  /** Reads everything of the organization now, its directory included. @throws AppError why it could not be read */
  refresh(id: OrganizationId): Promise<void> {
    return this.#options.refresh(id)
  }

  async #freshness(id: OrganizationId, list: DirectoryListName): Promise<Freshness> {
    return { ...(await this.#options.directory.freshness(id, list)), isReading: this.#options.isReading(id) }
  }
}

/** Sigma's id tells; until Sigma has told the id of an organization that was added, its place in Sigma's URLs does. */
function addedAs(tenant: Omit<Tenant, 'organizationId'>, records: readonly OrganizationRecord[]): Tenant {
  const found =
    records.find((record) => record.sigmaOrganizationId === tenant.tenantSigmaOrganizationId) ??
    records.find(
      (record) => record.sigmaOrganizationId === undefined && tenant.slug !== '' && record.slug === tenant.slug
    )
  return found === undefined ? tenant : { ...tenant, organizationId: found.id }
}

/** The id goes first with its length, since both parts may hold any character. */
function printCursor({ personKey, memberId }: MemberPosition): string {
  return `${memberId.length}:${memberId}${personKey}`
}

function parseCursor(text: string): MemberPosition {
  const [digits = ''] = text.split(':', 1)
  const start = digits.length + 1
  const end = start + Number(digits)
  if (!/^\d{1,3}$/.test(digits) || end >= text.length) throw new AppError('invalid-input', { field: 'cursor' })
  return { memberId: text.slice(start, end), personKey: text.slice(end) }
}
