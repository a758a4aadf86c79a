import { describe, expect, it } from 'vitest'
import {
  marksOfMember,
  marksOfPerson,
  tallyOf,
  wordsOfPersonMark,
  wordsOfUserKind
} from '../../../../src/renderer/src/lib/member-words.ts'
import type { Member } from '../../../../src/shared/contract/directory.ts'
import { fakeIds } from '../../../support/fake-api.ts'

const member: Member = {
  memberId: 'm',
  name: 'Ada',
  email: 'ada@example.com',
  accountType: 'View',
  isAdmin: false,
  isDeactivated: false,
  isInactive: false,
  teams: []
}
const at = (organizationId: (typeof fakeIds)[keyof typeof fakeIds], facts: Partial<Member> = {}) => ({
  ...member,
  ...facts,
  organizationId,
  organizationName: organizationId
})
const person = (memberships: ReturnType<typeof at>[]) => ({ email: member.email, name: member.name, memberships })

describe('marks', () => {
  it('says of one that Sigma no longer lists nothing else', () => {
    expect(marksOfMember({ ...member, isAdmin: true, removedAtMs: 1 })).toEqual(['removed'])
  })

  it('says why a member cannot sign in once', () => {
    expect(marksOfMember({ ...member, isAdmin: true, isDeactivated: true, isInactive: true })).toEqual([
      'admin',
      'deactivated'
    ])
    expect(marksOfMember({ ...member, isInactive: true, userKind: 'guest' })).toEqual(['guest', 'inactive'])
  })

  it('counts organizations where a person is not the same everywhere, without those that no longer list them', () => {
    const marks = marksOfPerson(
      person([
        at(fakeIds.acme, { isAdmin: true }),
        at(fakeIds.northwind, { userKind: 'guest' }),
        at(fakeIds.sandbox, { isAdmin: true, removedAtMs: 1 })
      ])
    )
    expect(marks.map(wordsOfPersonMark)).toEqual(['Admin in 1', 'Guest in 1'])
    expect(marksOfPerson(person([at(fakeIds.acme, { isAdmin: true })])).map(wordsOfPersonMark)).toEqual(['Admin'])
    expect(marksOfPerson(person([at(fakeIds.acme, { removedAtMs: 1 })])).map(wordsOfPersonMark)).toEqual([
      'No longer listed'
    ])
  })

  it('tallies names, the most frequent first, and shows an unknown kind as it is', () => {
    expect(tallyOf(['View', 'Admin', 'View'])).toEqual([
      { name: 'View', count: 2 },
      { name: 'Admin', count: 1 }
    ])
    expect(wordsOfUserKind('robot')).toBe('robot')
    expect(wordsOfUserKind('toString')).toBe('toString')
    expect(wordsOfUserKind(undefined)).toBe('Not told')
  })
})
