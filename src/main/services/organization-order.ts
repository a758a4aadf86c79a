import { AppError } from '../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'

/** The person's order of the list and the organization that was open last: preferences of this computer. */
export interface ListPreferences {
  read(): { readonly organizationOrder: readonly OrganizationId[]; readonly lastOrganizationId?: OrganizationId }
  write(change: { readonly organizationOrder: OrganizationId[]; readonly lastOrganizationId?: OrganizationId }): unknown
}

/** The organizations in the person's order; those that it does not name come last, as they were added. */
export function inOrder<Record extends { readonly id: OrganizationId }>(
  records: readonly Record[],
  order: readonly OrganizationId[]
): Record[] {
  const places = new Map(order.map((id, place) => [id, place]))
  return records.toSorted((one, other) => (places.get(one.id) ?? order.length) - (places.get(other.id) ?? order.length))
}

/**
 * Keeps a new order.
 * @throws AppError `invalid-input` when the ids are not exactly the known ones
 */
export function keepOrder(
  preferences: ListPreferences,
  known: readonly OrganizationId[],
  ids: readonly OrganizationId[]
): void {
  const wanted = new Set(ids)
  const isSame = wanted.size === ids.length && ids.length === known.length && known.every((id) => wanted.has(id))
  if (!isSame) throw new AppError('invalid-input', { field: 'ids' })
  preferences.write({ ...preferences.read(), organizationOrder: [...ids] })
}

/** Forgets an organization that was removed. */
export function forgetPlace(preferences: ListPreferences, id: OrganizationId): void {
  const { organizationOrder, lastOrganizationId } = preferences.read()
  preferences.write({
    organizationOrder: organizationOrder.filter((one) => one !== id),
    lastOrganizationId: lastOrganizationId === id ? undefined : lastOrganizationId
  })
}
