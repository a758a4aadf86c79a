import type { Handlers } from '../../src/shared/contract/api-types.ts'
import type { JournalEntry } from '../../src/shared/contract/journal.ts'
import type { Organization } from '../../src/shared/contract/organizations.ts'
import { journalActions, journalFilter, journalOutcomes } from '../../src/shared/domain/journal.ts'
import type { OrganizationId } from '../../src/shared/kit/ids.ts'
import { minuteMs } from '../../src/shared/kit/time.ts'
import type { FakeState } from './fake-api-data.ts'

export const removedOrganization = {
  organizationId: '00000000-0000-4000-8000-0000000000ff' as OrganizationId,
  name: 'Fabrikam (old)'
}

/** One entry of every act, newest first, over the organizations in turn and one that is gone. */
export function fakeJournal(organizations: readonly Organization[], nowMs: number): JournalEntry[] {
  const places = [...organizations.map(({ id, name }) => ({ organizationId: id, name })), removedOrganization]
  return journalActions.map((action, index) => {
    const place = places[index % places.length] ?? removedOrganization
    const isOwn = action === 'journal-exported' || action === 'keychain-retried'
    const outcome = journalOutcomes[(index * 3 + 1) % journalOutcomes.length] ?? 'done'
    return {
      id: `vigil:${journalActions.length - index}`,
      atMs: nowMs - index * 37 * minuteMs,
      ...(isOwn ? {} : { organizationId: place.organizationId, organizationName: place.name }),
      action,
      outcome,
      detail: {
        ...(action.startsWith('setting-') ? { key: 'comments', value: false } : {}),
        ...(outcome === 'refused' ? { code: 'not-permitted' } : {})
      },
      ...(index % 5 === 4 ? {} : { machineUser: 'ada' })
    }
  })
}

/** The journal over plain data in memory. */
export function fakeJournalHandlers(state: FakeState): Handlers<'journal'> {
  return {
    listEntries: async ({ search, organizationId, cursor, limit }) => {
      const isFound = journalFilter(search)
      const found = state.journal.filter(
        (entry) => (organizationId === undefined || entry.organizationId === organizationId) && isFound(entry)
      )
      const start = cursor === undefined ? 0 : Number(cursor)
      const end = start + limit
      return {
        entries: found.slice(start, end),
        ...(end < found.length ? { nextCursor: String(end) } : {}),
        unreadable: [],
        removedOrganizations: state.journal.some((entry) => entry.organizationId === removedOrganization.organizationId)
          ? [removedOrganization]
          : []
      }
    },
    exportEntries: async ({ format }) => ({
      outcome: 'saved',
      fileName: `vigil-activity.${format}`,
      entries: state.journal.length
    })
  }
}
