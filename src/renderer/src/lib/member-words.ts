import type { Member, MemberStatus, Person } from '../../../shared/contract/directory.ts'
import type { Tone } from './tone.ts'

/** What there is to know of a member at a glance. */
export type MemberMark = 'admin' | 'guest' | 'embed' | 'deactivated' | 'inactive' | 'removed'

interface MarkWords {
  readonly word: string
  readonly tone: Tone
  readonly meaning: string
}

const markWords: Record<MemberMark, MarkWords> = {
  admin: { word: 'Admin', tone: 'working', meaning: 'Has the Admin account type or one that is as strong.' },
  guest: { word: 'Guest', tone: 'warning', meaning: 'Was invited from outside the organization.' },
  embed: { word: 'Embed user', tone: 'neutral', meaning: 'Exists through embedding alone.' },
  deactivated: { word: 'Deactivated', tone: 'neutral', meaning: 'Was deactivated by an Admin and cannot sign in.' },
  inactive: { word: 'Inactive', tone: 'neutral', meaning: 'Was made inactive by SCIM and cannot sign in.' },
  removed: { word: 'No longer listed', tone: 'neutral', meaning: 'Sigma no longer lists this member.' }
}

/** A mark in words. */
export function wordsOfMark(mark: MemberMark): MarkWords {
  return markWords[mark]
}

/** The marks of one membership, the weightiest first. One that is no longer listed has no other. */
export function marksOfMember(member: Member): readonly MemberMark[] {
  if (member.removedAtMs !== undefined) return ['removed']
  const marks: MemberMark[] = []
  if (member.isAdmin) marks.push('admin')
  if (member.userKind === 'guest') marks.push('guest')
  if (member.userKind === 'embed') marks.push('embed')
  if (member.isDeactivated) marks.push('deactivated')
  else if (member.isInactive) marks.push('inactive')
  return marks
}

export interface PersonMark {
  readonly mark: MemberMark
  /** In how many of the organizations in which they are listed; undefined: in all of them. */
  readonly count: number | undefined
}

const order: readonly MemberMark[] = ['admin', 'guest', 'embed', 'deactivated', 'inactive']

/** The marks of a person over all their organizations. */
export function marksOfPerson({ memberships }: Person): readonly PersonMark[] {
  const listed = memberships.filter((one) => one.removedAtMs === undefined)
  if (listed.length === 0) return [{ mark: 'removed', count: undefined }]
  const all = new Set(listed.map((one) => one.organizationId)).size
  return order.flatMap((mark) => {
    const marked = listed.filter((one) => marksOfMember(one).includes(mark))
    const count = new Set(marked.map((one) => one.organizationId)).size
    return count === 0 ? [] : [{ mark, count: count === all ? undefined : count }]
  })
}

/** "Admin", or "Admin in 2" where they are not so everywhere. */
export function wordsOfPersonMark({ mark, count }: PersonMark): string {
  const { word } = markWords[mark]
  return count === undefined ? word : `${word} in ${count}`
}

export interface Tally {
  readonly name: string
  readonly count: number
}

/** Names with how often each occurs, the most frequent first. */
export function tallyOf(names: readonly string[]): readonly Tally[] {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].map(([name, count]) => ({ name, count })).toSorted((left, right) => right.count - left.count)
}

/** The organizations in which Sigma lists the person; where they are listed nowhere, those in which it did. */
export function presentMemberships({ memberships }: Person): Person['memberships'] {
  const listed = memberships.filter((one) => one.removedAtMs === undefined)
  return listed.length === 0 ? memberships : listed
}

export const memberStatusWords: Record<MemberStatus, string> = {
  all: 'All',
  admins: 'Admins',
  inactive: 'Inactive',
  guests: 'Guests',
  removed: 'No longer listed'
}

const kindWords: Readonly<Record<string, string>> = { internal: 'Internal', guest: 'Guest', embed: 'Embed' }

/** The kind of a user; a word of Sigma's that Vigil does not know is shown as it is. */
export function wordsOfUserKind(kind: string | undefined): string {
  if (kind === undefined) return 'Not told'
  return Object.hasOwn(kindWords, kind) ? (kindWords[kind] ?? kind) : kind
}
