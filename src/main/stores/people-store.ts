import type { Member, MemberStatus } from '../../shared/contract/directory.ts'
import { type MemberPosition, statusBits } from '../../shared/domain/directory-records.ts'
import { comparePersonKeys, isAddressless } from '../../shared/domain/people.ts'
import { AppError } from '../../shared/kit/app-error.ts'
import { isUuid, type OrganizationId } from '../../shared/kit/ids.ts'
import type { DatabaseClient } from '../db/client.ts'
import { inOrder, type OrderedStream, shareOf } from './merge-streams.ts'

/** Whom one looks for. */
export interface PeopleSearch {
  /** Found anywhere in name, e-mail address, account type or team, whatever its case. */
  readonly search?: string | undefined
  /** Only people who are members of one of these. */
  readonly organizationIds?: readonly OrganizationId[] | undefined
}

export type PeopleSelection = PeopleSearch & { readonly status: MemberStatus }

export type Membership = Member & { readonly organizationId: OrganizationId; readonly organizationName: string }

/**
 * A person whom a selection finds by at least one membership, with all that they have in any organization. Those that are
 * no longer listed are among them only where such people are looked for.
 */
export interface FoundPerson {
  readonly memberships: readonly Membership[]
}

export interface PeoplePage {
  readonly people: readonly FoundPerson[]
  readonly nextCursor?: string
  /** Organizations whose members could not be read; the page is without them. */
  readonly unreadable: readonly OrganizationId[]
}

/** Members of all organizations, as people. */
export interface PeopleStore {
  /** By e-mail address; people without one come last, by name. A membership is found that fits all of it. @throws AppError `invalid-input` for a cursor that is none */
  page(
    selection: PeopleSelection & { readonly cursor?: string | undefined; readonly limit: number }
  ): Promise<PeoplePage>
  /** All of them in the same order, read as they are taken. */
  all(selection: PeopleSelection): AsyncIterable<FoundPerson>
  /** How many people each status finds: each once, in however many organizations they are found. */
  count(search: PeopleSearch): Promise<Readonly<Record<MemberStatus, number>>>
}

const registry = { kind: 'registry' } as const
/** Rows read on of an organization that holds more of a page than its share. */
const moreRows = 64
/** Rows read at once of each organization when all are read. */
const exportRows = 200
/** People whose memberships are read together when all people are read. */
const peopleAtOnce = 500
/** Behind every id, in SQLite's order: all rows of the key have been seen. */
const behindAllIds = '\u{10FFFF}'

interface Organization {
  readonly id: OrganizationId
  readonly name: string
}
interface Position {
  readonly personKey: string
  readonly organizationId: OrganizationId
}
interface Row {
  readonly personKey: string
  readonly membership: Membership
}
/** A person with those memberships that were found. */
interface Found {
  readonly at: Position
  readonly memberships: Membership[]
}

/** The people of all organizations that are in the registry. */
export function createPeopleStore(client: DatabaseClient): PeopleStore {
  async function wanted(ids: readonly OrganizationId[] | undefined): Promise<readonly Organization[]> {
    const all = await client.query(registry, 'listOrganizations')
    if (ids === undefined) return all
    const asked = new Set(ids)
    return all.filter((one) => asked.has(one.id))
  }

  function streamOf(
    { id, name }: Organization,
    { status, search }: PeopleSelection,
    cursor: Position | undefined,
    unreadable: Set<OrganizationId>
  ): OrderedStream<Row> {
    let after = cursor === undefined ? undefined : startIn(id, cursor)
    return {
      next: (limit) =>
        readable(id, unreadable, [], async () => {
          const rows = await client.query({ kind: 'org', organizationId: id }, 'listMembersPage', {
            status,
            limit,
            ...(search === undefined ? {} : { search }),
            ...(after === undefined ? {} : { after })
          })
          after = rows.at(-1) ?? after
          return rows.map(({ personKey, ...member }) => ({
            personKey,
            membership: { ...member, organizationId: id, organizationName: name }
          }))
        })
    }
  }

  async function* found(
    selection: PeopleSelection,
    cursor: Position | undefined,
    sizesOf: (organizations: number) => { readonly first: number; readonly more: number },
    unreadable: Set<OrganizationId>
  ): AsyncGenerator<Found> {
    const organizations = await wanted(selection.organizationIds)
    const streams = organizations.map((organization) => streamOf(organization, selection, cursor, unreadable))
    let person: Found | undefined
    for await (const { personKey, membership } of inOrder(streams, isBefore, sizesOf(streams.length))) {
      const at = { personKey, organizationId: membership.organizationId }
      if (person !== undefined && isSamePerson(person.at, at)) {
        person.memberships.push(membership)
      } else {
        if (person !== undefined) yield person
        person = { at, memberships: [membership] }
      }
    }
    if (person !== undefined) yield person
  }

  /** Adds the memberships that were not looked for. An embedded member's key says nothing in another organization. */
  async function complete(
    people: readonly Found[],
    selection: PeopleSelection,
    unreadable: Set<OrganizationId>
  ): Promise<readonly FoundPerson[]> {
    if (isComplete(selection)) return people
    const byKey = new Map(people.map((person) => [person.at.personKey, person]))
    const personKeys = [...byKey.keys()].filter((key) => !isAddressless(key))
    if (personKeys.length === 0) return people
    const hasRemoved = selection.status === 'removed'
    await Promise.all(
      (await wanted(undefined)).map(({ id, name }) =>
        readable(id, unreadable, undefined, async () => {
          const ref = { kind: 'org', organizationId: id } as const
          for (const { personKey, ...member } of await client.query(ref, 'listMembershipsOf', {
            personKeys,
            hasRemoved
          }))
            addMembership(byKey.get(personKey), { ...member, organizationId: id, organizationName: name })
        })
      )
    )
    return people
  }

  return {
    async page({ cursor, limit, ...selection }) {
      const unreadable = new Set<OrganizationId>()
      const start = cursor === undefined ? undefined : parseCursor(cursor)
      const sizesOf = (organizations: number) => ({ first: shareOf(limit + 1, organizations), more: moreRows })
      const people: Found[] = []
      let hasMore = false
      for await (const person of found(selection, start, sizesOf, unreadable)) {
        hasMore = people.length === limit
        if (hasMore) break
        people.push(person)
      }
      const last = people.at(-1)?.at
      const nextCursor = hasMore && last !== undefined ? { nextCursor: printCursor(last) } : {}
      const whole = await complete(people, selection, unreadable)
      return { people: whole.map(({ memberships }) => ({ memberships })), ...nextCursor, unreadable: [...unreadable] }
    },
    async *all(selection) {
      const sizes = { first: exportRows, more: exportRows }
      let people: Found[] = []
      for await (const person of found(selection, undefined, () => sizes, new Set())) {
        if (people.push(person) < peopleAtOnce) continue
        yield* await complete(people, selection, new Set())
        people = []
      }
      yield* await complete(people, selection, new Set())
    },
    async count({ search, organizationIds }) {
      const people = new Map<string, number>()
      await Promise.all(
        (await wanted(organizationIds)).map(({ id }) =>
          readable(id, new Set(), undefined, async () => {
            const ref = { kind: 'org', organizationId: id } as const
            const { keys, marks } = await client.query(ref, 'markPeople', search === undefined ? {} : { search })
            if (marks === '') return
            for (const [index, key] of keys.split('\n').entries()) {
              const person = isAddressless(key) ? `${id}${key}` : key
              people.set(person, (people.get(person) ?? 0) | (marks.charCodeAt(index) - 32))
            }
          })
        )
      )
      return countsOf(people.values())
    }
  }
}

/** Whether a selection finds each membership of those whom it finds. */
function isComplete({ status, search, organizationIds }: PeopleSelection): boolean {
  return status === 'all' && (search === undefined || search.trim() === '') && organizationIds === undefined
}

/** One that was found is there already. */
function addMembership(person: Found | undefined, membership: Membership): void {
  const isSame = (one: Membership) =>
    one.memberId === membership.memberId && one.organizationId === membership.organizationId
  if (person !== undefined && !person.memberships.some(isSame)) person.memberships.push(membership)
}

function countsOf(marks: Iterable<number>): Record<MemberStatus, number> {
  const counts = { all: 0, admins: 0, inactive: 0, guests: 0, removed: 0 }
  const statuses = Object.keys(counts) as MemberStatus[]
  for (const mark of marks) for (const status of statuses) if ((mark & statusBits[status]) !== 0) counts[status] += 1
  return counts
}

/** One damaged file must not hide all the others; an organization that was removed a moment ago has no people. */
async function readable<Value>(
  id: OrganizationId,
  unreadable: Set<OrganizationId>,
  otherwise: Value,
  read: () => Promise<Value>
): Promise<Value> {
  try {
    return await read()
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code === 'cancelled') throw thrown
    if (thrown.code !== 'not-found') unreadable.add(id)
    return otherwise
  }
}

function isBefore(left: Row, right: Row): boolean {
  const order = comparePersonKeys(left.personKey, right.personKey)
  return order === 0 ? left.membership.organizationId < right.membership.organizationId : order < 0
}

function isSamePerson(left: Position, right: Position): boolean {
  if (left.personKey !== right.personKey) return false
  return !isAddressless(left.personKey) || left.organizationId === right.organizationId
}

/** Where an organization goes on behind a cursor that another one may have given. */
function startIn(id: OrganizationId, { personKey, organizationId }: Position): MemberPosition {
  const isSeen = !isAddressless(personKey) || id <= organizationId
  return { personKey, memberId: isSeen ? behindAllIds : '' }
}

function printCursor({ personKey, organizationId }: Position): string {
  return `${organizationId}:${personKey}`
}

function parseCursor(text: string): Position {
  const end = text.indexOf(':')
  const id = text.slice(0, Math.max(0, end))
  if (!isUuid(id)) throw new AppError('invalid-input', { field: 'cursor' })
  return { organizationId: id as OrganizationId, personKey: text.slice(end + 1) }
}
