import type { DatabaseClient } from '../../../src/main/db/client.ts'
import { createDirectoryStore, type DirectoryStore } from '../../../src/main/stores/directory-store.ts'
import { createOrganizationStore } from '../../../src/main/stores/organization-store.ts'
import { createPeopleStore, type PeopleStore } from '../../../src/main/stores/people-store.ts'
import type { MemberRecord } from '../../../src/shared/domain/directory-records.ts'
import { newOrganizationId, type OrganizationId } from '../../../src/shared/kit/ids.ts'
import { createStoreFixture, type StoreFixture } from './store-fixture.ts'

/** A member, plain but for what is said. */
export const member = (memberId: string, email: string, more: Partial<MemberRecord> = {}): MemberRecord => ({
  memberId,
  name: `Name ${memberId}`,
  email,
  accountType: 'View',
  isAdmin: false,
  isDeactivated: false,
  isInactive: false,
  ...more
})

/** Stores over real files, with a quick way to organizations and their members. */
export interface PeopleFixture extends StoreFixture {
  readonly database: DatabaseClient
  readonly directory: DirectoryStore
  readonly people: PeopleStore
  /** Adds an organization with these members. */
  readonly add: (name: string, members: readonly MemberRecord[], more?: object) => Promise<OrganizationId>
  /** A later reading finds this member alone. */
  readonly removeAllBut: (id: OrganizationId, memberId: string) => Promise<unknown>
}

/** Makes one. `dispose` closes and deletes everything. */
export function createPeopleFixture(): PeopleFixture {
  const fixture = createStoreFixture()
  const database = fixture.open()
  const directory = createDirectoryStore(database)
  return {
    ...fixture,
    database,
    directory,
    people: createPeopleStore(database),
    async add(name, members, more = {}) {
      const id = newOrganizationId()
      const record = { id, name, kind: 'sigma' as const, label: 'none' as const, apiUrl: 'https://x', clientId: 'c' }
      const organizations = createOrganizationStore(database)
      type NewRecord = Parameters<typeof organizations.add>[0]
      await organizations.add({ color: 'gray', addedAtMs: 1, secretSlot: 'first', ...record, ...more } as NewRecord)
      const reading = await directory.begin(id)
      await directory.saveMembers(id, reading, members)
      await directory.finish(id, reading, 'members', {
        seen: members.map((one) => one.memberId),
        hasLeftOut: false,
        readAtMs: 5
      })
      return id
    },
    removeAllBut: async (id, memberId) =>
      directory.finish(id, await directory.begin(id), 'members', { seen: [memberId], hasLeftOut: false, readAtMs: 9 })
  }
}
