import type { QueryClient } from '@tanstack/react-query'
import type { Organization } from '../../../shared/contract/organizations.ts'
import type { OrganizationId } from '../../../shared/kit/ids.ts'
import { api } from './api.ts'
import { queryKeys } from './query-keys.ts'

/** The contract takes this many ids at once. */
const mostIds = 10_000

/** What is to be read anew, one cache each: a window has one, tests have several. */
const waitingIds = new WeakMap<QueryClient, Set<OrganizationId>>()

/** Puts these organizations in the cached list, in the places they have; unknown ones have no place there and are left. */
export function putOrganizations(client: QueryClient, organizations: readonly Organization[]): void {
  const byId = new Map(organizations.map((one) => [one.id, one]))
  client.setQueryData<Organization[]>(queryKeys.organizations, (before) =>
    before?.map((one) => byId.get(one.id) ?? one)
  )
}

/**
 * Reads these organizations anew into the cached list, instead of reading all. One question is under way at a time; what
 * changes meanwhile is asked for together afterwards, so that a fleet that is busy costs two questions and not hundreds.
 */
export function patchOrganizations(client: QueryClient, organizationIds: readonly OrganizationId[]): void {
  const waiting = waitingIds.get(client)
  if (waiting !== undefined) {
    for (const id of organizationIds) waiting.add(id)
    return
  }
  if (organizationIds.length === 0) return
  waitingIds.set(client, new Set(organizationIds))
  void askForWaiting(client)
}

async function askForWaiting(client: QueryClient): Promise<void> {
  // The list may be on its way, with facts from before the change: what it brings is patched, not the other way round.
  const list = client.getQueryCache().find<Organization[]>({ queryKey: queryKeys.organizations, exact: true })
  await list?.promise?.catch(() => undefined)
  const ids = [...(waitingIds.get(client) ?? [])]
  waitingIds.set(client, new Set())
  const known = list?.state.data
  if (known !== undefined) {
    if (ids.length > mostIds) void client.invalidateQueries({ queryKey: queryKeys.organizations })
    else await readInto(client, ids)
  }
  const more = [...(waitingIds.get(client) ?? [])]
  waitingIds.delete(client)
  patchOrganizations(client, more)
}

async function readInto(client: QueryClient, organizationIds: OrganizationId[]): Promise<void> {
  try {
    const answers = await api.organizations.listOrganizations({ organizationIds })
    const found = new Set(answers.map((one) => one.id))
    const cached = client.getQueryData<Organization[]>(queryKeys.organizations) ?? []
    const known = new Set(cached.map((one) => one.id))
    if (answers.some((one) => !known.has(one.id))) {
      await client.invalidateQueries({ queryKey: queryKeys.organizations })
      return
    }
    putOrganizations(client, answers)
    const gone = new Set(organizationIds.filter((id) => known.has(id) && !found.has(id)))
    if (gone.size > 0)
      client.setQueryData<Organization[]>(queryKeys.organizations, (before) =>
        before?.filter((one) => !gone.has(one.id))
      )
  } catch {
    // The list itself says why it cannot be read, where it is on screen.
    await client.invalidateQueries({ queryKey: queryKeys.organizations })
  }
}
