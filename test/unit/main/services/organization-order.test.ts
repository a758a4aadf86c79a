import { expect, test } from 'vitest'
import {
  forgetPlace,
  inOrder,
  keepOrder,
  type ListPreferences
} from '../../../../src/main/services/organization-order.ts'
import { newOrganizationId } from '../../../../src/shared/kit/ids.ts'

const [a, b, c] = [newOrganizationId(), newOrganizationId(), newOrganizationId()]

function preferences(initial: ReturnType<ListPreferences['read']>): ListPreferences {
  let now = initial
  return {
    read: () => now,
    write: (change) => {
      now = { ...now, ...change }
    }
  }
}

test('the person’s order counts, and what it does not name comes last as it was added', () => {
  expect(inOrder([{ id: a }, { id: b }, { id: c }], [c, a]).map((one) => one.id)).toEqual([c, a, b])
  expect(inOrder([{ id: a }, { id: b }], []).map((one) => one.id)).toEqual([a, b])
})

test('an order is kept only when it names exactly the known ones', () => {
  const list = preferences({ organizationOrder: [] })
  keepOrder(list, [a, b], [b, a])
  expect(list.read().organizationOrder).toEqual([b, a])
  for (const wrong of [[a], [a, a], [a, c]]) expect(() => keepOrder(list, [a, b], wrong)).toThrow('invalid-input')
  expect(list.read().organizationOrder).toEqual([b, a])
})

test('a removed organization leaves neither its place nor the memory of having been open', () => {
  const list = preferences({ organizationOrder: [b, a], lastOrganizationId: b })
  forgetPlace(list, b)
  expect(list.read()).toEqual({ organizationOrder: [a], lastOrganizationId: undefined })
})
