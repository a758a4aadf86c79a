import { expect, it } from 'vitest'
import { urlIdOf } from '../../../../src/main/sandbox/world/random.ts'
import { makeWorld } from '../../../../src/main/sandbox/world/world.ts'

it('makes the same world of the same seed', () => {
  expect(makeWorld(3, 60, 'Admin')).toEqual(makeWorld(3, 60, 'Admin'))
  expect(makeWorld(3, 60, 'Admin').organizationId).not.toBe(makeWorld(4, 60, 'Admin').organizationId)
})

it('gives a thousand members different ids and addresses', () => {
  const { members } = makeWorld(3, 1_000, 'Admin')
  expect(new Set(members.map((member) => member.memberId)).size).toBe(1_000)
  expect(new Set(members.map((member) => member.email)).size).toBe(1_000)
  expect(members.every((member) => /^[a-z0-9.]+@[a-z-]+(\.[a-z]+)*\.?[a-z]+$/.test(member.email))).toBe(true)
})

it('has at least one Admin beside the owner of the API credentials', () => {
  const { members } = makeWorld(3, 2, 'View')
  expect(members.map((member) => member.accountType)).toEqual(['View', 'Admin'])
})

it('keeps every other id when the organization only gets more members', () => {
  const small = makeWorld(3, 10, 'Admin')
  const large = makeWorld(3, 90, 'Admin')
  expect(large.explorerWorkbookId).toBe(small.explorerWorkbookId)
  expect(large.members.slice(0, 10)).toEqual(small.members)
})

it('only names places that cannot exist', () => {
  const { members, domain } = makeWorld(3, 300, 'Admin')
  expect(domain.endsWith('.example')).toBe(true)
  expect(members.every((member) => /^(192\.0\.2|198\.51\.100|203\.0\.113)\./.test(member.ipAddress))).toBe(true)
})

it('writes ids in URLs as 22 letters and digits', () => {
  expect(urlIdOf('00000000-0000-4000-8000-000000000000')).toMatch(/^[0-9A-Za-z]{22}$/)
})

it('takes a domain and members who are given by name, and leaves those of the seed as they are', () => {
  const visitor = {
    firstName: 'Ana',
    lastName: 'Souza',
    email: 'ana.souza@advisers.example',
    accountType: 'Build',
    userKind: 'guest'
  } as const
  const plain = makeWorld(3, 10, 'Admin')
  const { members, domain } = makeWorld(3, 10, 'Admin', { domain: 'acme.example', visitors: [visitor] })
  expect(domain).toBe('acme.example')
  expect(members.slice(0, 10).map((member) => member.memberId)).toEqual(plain.members.map((member) => member.memberId))
  expect(members[0]?.email).toBe('robin.vega@acme.example')
  expect(members[10]).toMatchObject({ ...visitor, persona: 'builder' })
  const elsewhere = makeWorld(4, 10, 'Admin', { visitors: [visitor] }).members[10]
  expect(elsewhere?.memberId).not.toBe(members[10]?.memberId)
})
