import {
  type AccountTypeRecord,
  type DirectoryListName,
  directoryLists,
  type StoredPage,
  type TeamRecord
} from '../../shared/domain/directory-records.ts'
import { AppError, type AppErrorData, toAppError } from '../../shared/kit/app-error.ts'
import { hourMs } from '../../shared/kit/time.ts'
import { leftOutOf, type ListPage } from '../sigma/http/paging.ts'
import type { SigmaClient } from '../sigma/sigma-client.ts'
import type { AccountType } from '../sigma/wire/identity.ts'
import type { DirectoryStore, FinishedList } from '../stores/directory-store.ts'
import { forEachAtMost } from './at-most.ts'
import { accountTypeOf, memberOf, teamOf, tenantOf } from './directory-mapping.ts'
import { failureKind } from './failure-kind.ts'
import type { SyncContext } from './sync-context.ts'

export interface DirectoryContext
  extends Pick<SyncContext, 'organizationId' | 'record' | 'client' | 'clock' | 'logger' | 'announce'> {
  readonly directory: DirectoryStore
}

/**
 * Sigma has a request a team for its members, and none for what changed. A team's `updatedAt` is not documented to move
 * with its members, so that an unchanged one proves little: it saves the request for this long, and never when a person
 * asks for a reading.
 */
const teamMembersStayMs = hourMs
/** Requests at a time: one of the four slots of an organization stays free for a person's clicks. */
const atATime = 3

/**
 * Reads members (deactivated and inactive ones too), teams with their members, account types with their permissions, and
 * tenants. Each page is stored as it comes. A list that the organization does not have, or that the credentials may not
 * see, keeps what was read of it before, notes why, and does not end the reading. Tells the window where anything changed.
 * @param isThorough reads the members of every team, whenever they were read last
 * @throws AppError when the organization is out of reach or refuses the credentials; noted at the lists that were not read
 */
export async function pullDirectory(context: DirectoryContext, signal: AbortSignal, isThorough = false): Promise<void> {
  const { organizationId, directory } = context
  const run = new Run(context, await context.client(), await directory.begin(organizationId), signal, isThorough)
  try {
    for (const [index, list] of directoryLists.entries()) {
      try {
        await run.read(list)
      } catch (thrown) {
        const error = toAppError(thrown)
        if (error.code === 'cancelled') throw error
        const isDecided = failureKind(error.code) === 'final'
        for (const unread of isDecided ? [list] : directoryLists.slice(index)) await run.note(unread, error.toData())
        if (!isDecided) throw error
        context.logger.debug('a list of the directory could not be read', { organizationId, list, code: error.code })
      }
    }
  } finally {
    if (run.hasChanged) context.announce('directoryChanged', { organizationId })
  }
}

/** What was seen of a list while it was read. */
interface Seen {
  readonly ids: Set<string>
  leftOut: number
}

class Run {
  readonly #context: DirectoryContext
  readonly #client: SigmaClient
  readonly #reading: number
  readonly #signal: AbortSignal
  readonly #isThorough: boolean
  #changed = 0

  constructor(
    context: DirectoryContext,
    client: SigmaClient,
    reading: number,
    signal: AbortSignal,
    isThorough: boolean
  ) {
    this.#context = context
    this.#client = client
    this.#reading = reading
    this.#signal = signal
    this.#isThorough = isThorough
  }

  get hasChanged(): boolean {
    return this.#changed > 0
  }

  /** @throws AppError why the list could not be read to its end */
  read(list: DirectoryListName): Promise<void> {
    switch (list) {
      case 'members':
        return this.#members()
      case 'teams':
        return this.#teams()
      case 'account-types':
        return this.#accountTypes()
      case 'tenants':
        return this.#tenants()
    }
  }

  /** Notes why a list was not read. */
  async note(list: DirectoryListName, error: AppErrorData): Promise<void> {
    const { directory, organizationId, clock } = this.#context
    const { lastError } = await directory.freshness(organizationId, list)
    // The facts of an error hold the id of its request, which is another one each time.
    if (lastError?.code !== error.code) this.#changed += 1
    await directory.saveError(organizationId, list, error, clock.nowMs())
  }

  async #members(): Promise<void> {
    const { directory, organizationId } = this.#context
    const seen = await this.#pages(
      this.#client.members.pages({ includeArchived: true, includeInactive: true }, this.#signal),
      (member) => member.memberId,
      (members) => directory.saveMembers(organizationId, this.#reading, members.map(memberOf))
    )
    await this.#finish('members', seen)
  }

  async #teams(): Promise<void> {
    const { directory, organizationId } = this.#context
    const teams = new Map<string, TeamRecord>()
    const seen = await this.#pages(
      this.#client.teams.pages(this.#signal),
      (team) => team.teamId,
      (page) => {
        const records = page.filter((team) => team.isArchived !== true).map(teamOf)
        for (const team of records) teams.set(team.teamId, team)
        return directory.saveTeams(organizationId, this.#reading, records)
      }
    )
    // An archived team is as good as gone, also where a deployment lists it.
    for (const id of seen.ids) if (!teams.has(id)) seen.ids.delete(id)
    const read: TeamRecord[] = []
    const errors: AppErrorData[] = []
    await forEachAtMost(atATime, await this.#teamsToRead([...teams.values()]), this.#signal, async (team, signal) => {
      const error = await this.#teamMembers(team, signal)
      if (error === undefined) read.push(team)
      else errors.push(error)
    })
    const teamsRead = read.map(({ teamId, updatedAtMs }) => ({
      teamId,
      ...(updatedAtMs === undefined ? {} : { updatedAtMs })
    }))
    await this.#finish('teams', seen, { teamsRead, ...(errors[0] === undefined ? {} : { error: errors[0] }) })
  }

  /** Teams whose members are not known, may have changed, or were read too long ago. */
  async #teamsToRead(teams: readonly TeamRecord[]): Promise<readonly TeamRecord[]> {
    const { directory, organizationId, clock } = this.#context
    if (this.#isThorough) return teams
    const known = new Map((await directory.teamReadings(organizationId)).map((one) => [one.teamId, one]))
    const nowMs = clock.nowMs()
    return teams.filter(({ teamId, updatedAtMs }) => {
      const before = known.get(teamId)
      // A clock that was set back must not keep them from being read.
      const isRecent = before !== undefined && Math.abs(nowMs - before.readAtMs) < teamMembersStayMs
      return !isRecent || updatedAtMs === undefined || before.updatedAtMs !== updatedAtMs
    })
  }

  /** @returns why they are not whole, where that does not keep the rest from being read */
  async #teamMembers({ teamId }: TeamRecord, signal: AbortSignal): Promise<AppErrorData | undefined> {
    const { directory, organizationId, clock } = this.#context
    try {
      const members = await this.#client.teams.members(teamId, signal)
      const leftOut = leftOutOf(members)
      const records = members.map(({ userId, isTeamAdmin }) => ({
        memberId: userId,
        isTeamAdmin: isTeamAdmin === true
      }))
      const team = { teamId, members: records, isComplete: leftOut === 0, readAtMs: clock.nowMs() }
      this.#count(await directory.saveTeamMembers(organizationId, this.#reading, team))
      return leftOut === 0 ? undefined : incomplete(leftOut)
    } catch (thrown) {
      const error = toAppError(thrown)
      if (failureKind(error.code) !== 'final') throw error
      // Gone since the list was read: the next list will not name it.
      return error.code === 'not-found' ? undefined : error.toData()
    }
  }

  async #accountTypes(): Promise<void> {
    const { directory, organizationId } = this.#context
    let position = 0
    const seen = await this.#pages(
      this.#client.accountTypes.pages(this.#signal),
      (type) => type.accountTypeId,
      async (types) => {
        const records = await this.#withPermissions(types)
        const stored = await directory.saveAccountTypes(organizationId, this.#reading, records, position)
        position += records.length
        return stored
      }
    )
    await this.#finish('account-types', seen)
  }

  async #withPermissions(types: readonly AccountType[]): Promise<readonly AccountTypeRecord[]> {
    const records = new Map<string, AccountTypeRecord>()
    await forEachAtMost(atATime, types, this.#signal, async (type, signal) => {
      const permissions = await this.#client.accountTypes.permissions(type.accountTypeId, signal)
      records.set(type.accountTypeId, accountTypeOf(type, permissions))
    })
    return types.flatMap((type) => records.get(type.accountTypeId) ?? [])
  }

  async #tenants(): Promise<void> {
    const { directory, organizationId } = this.#context
    const parentId = (await this.#context.record()).sigmaOrganizationId ?? ''
    const seen = await this.#pages(
      this.#client.tenants.pages(this.#signal),
      (tenant) => tenant.tenantOrganizationId,
      (tenants) =>
        directory.saveTenants(
          organizationId,
          this.#reading,
          tenants.map((tenant) => tenantOf(tenant, parentId))
        )
    )
    await this.#finish('tenants', seen)
  }

  async #pages<Entry>(
    pages: AsyncIterable<ListPage<Entry>>,
    idOf: (entry: Entry) => string,
    store: (entries: readonly Entry[]) => Promise<StoredPage>
  ): Promise<Seen> {
    const seen: Seen = { ids: new Set(), leftOut: 0 }
    for await (const { entries, leftOut } of pages) {
      this.#count(await store(entries))
      for (const entry of entries) seen.ids.add(idOf(entry))
      seen.leftOut += leftOut
    }
    return seen
  }

  async #finish(
    list: DirectoryListName,
    { ids, leftOut }: Seen,
    more: Pick<FinishedList, 'teamsRead' | 'error'> = {}
  ): Promise<void> {
    const { directory, organizationId, clock } = this.#context
    this.#count(
      await directory.finish(organizationId, this.#reading, list, {
        ...more,
        seen: [...ids],
        hasLeftOut: leftOut > 0,
        ...(leftOut > 0 ? { error: incomplete(leftOut) } : {}),
        readAtMs: clock.nowMs()
      })
    )
  }

  /** @throws AppError `cancelled` when a later reading has begun */
  #count({ isCurrent, changed }: StoredPage): void {
    if (!isCurrent) throw new AppError('cancelled')
    this.#changed += changed
  }
}

function incomplete(leftOut: number): AppErrorData {
  return new AppError('list-incomplete', { leftOut }).toData()
}
