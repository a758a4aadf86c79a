import type { Organization } from '../../../../shared/contract/organizations.ts'
import type { FleetView } from '../../../../shared/contract/preferences.ts'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { labelWords, wordsOfEndpoint } from '../../lib/organization-words.ts'
import { fleetColumn } from './fleet-columns.ts'
import { fits, type QuickFilter } from './fleet-facts.ts'

export interface FleetGroup {
  readonly id: string
  readonly title: string
  readonly count: number
  readonly isCollapsed: boolean
  readonly memberIds: readonly OrganizationId[]
}

/** A row of the table: an organization, or the line over a group of them. */
export type FleetRow =
  | { readonly kind: 'organization'; readonly organization: Organization }
  | { readonly kind: 'group'; readonly group: FleetGroup }

export interface FleetQuestion {
  readonly text: string
  readonly quick: QuickFilter
  /** The columns on screen, in order: the text is looked for in their words. */
  readonly columns: readonly string[]
  readonly sort: FleetView['sort']
  readonly groupBy: FleetView['groupBy']
  readonly collapsed: ReadonlySet<string>
  readonly nowMs: number
}

export interface FleetArrangement {
  /** What fits the filters, in the order on screen. */
  readonly found: readonly Organization[]
  readonly rows: readonly FleetRow[]
}

interface Words {
  readonly nowMs: number
  readonly columns: readonly string[]
  readonly text: string
}

/** Words cost more than looking through them; an organization's object changes when a fact of it does. */
const wordsOf = new WeakMap<Organization, Words>()

function searchableText(organization: Organization, columns: readonly string[], nowMs: number): string {
  const known = wordsOf.get(organization)
  if (known !== undefined && known.nowMs === nowMs && known.columns === columns) return known.text
  const parts = columns.map((id) => fleetColumn(id)?.words(organization, nowMs) ?? '')
  // The label stands as a tag beside the name where it has no column of its own.
  const text = [...parts, organization.label === 'none' ? '' : labelWords[organization.label]]
    .join('\n')
    .toLocaleLowerCase()
  wordsOf.set(organization, { nowMs, columns, text })
  return text
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

function sorted(found: readonly Organization[], sort: FleetView['sort']): readonly Organization[] {
  const column = sort === undefined ? undefined : fleetColumn(sort.column)
  if (sort === undefined || column === undefined) return found
  const direction = sort.isDescending ? -1 : 1
  return found
    .map((organization) => ({ organization, by: column.sortBy(organization) }))
    .toSorted((left, right) => {
      if (left.by === undefined || right.by === undefined)
        return Number(left.by === undefined) - Number(right.by === undefined)
      const order =
        typeof left.by === 'number' && typeof right.by === 'number'
          ? left.by - right.by
          : collator.compare(String(left.by), String(right.by))
      return order * direction
    })
    .map(({ organization }) => organization)
}

/** Filters, sorts and groups the organizations as the person wants to see them. */
export function arrangeFleet(organizations: readonly Organization[], question: FleetQuestion): FleetArrangement {
  const { text, quick, columns, nowMs, groupBy } = question
  const wanted = text.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  const fitting = organizations.filter(
    (one) => fits(one, quick) && wanted.every((word) => searchableText(one, columns, nowMs).includes(word))
  )
  const found = sorted(fitting, question.sort)
  if (groupBy === 'none') return { found, rows: found.map((organization) => ({ kind: 'organization', organization })) }
  return grouped(found, groupBy, question.collapsed)
}

const labelOrder = ['production', 'staging', 'development', 'customer', 'none']

function grouped(
  found: readonly Organization[],
  groupBy: 'label' | 'region',
  collapsed: ReadonlySet<string>
): FleetArrangement {
  const titleOf = (one: Organization): string => (groupBy === 'label' ? labelWords[one.label] : wordsOfEndpoint(one))
  const keyOf = (one: Organization): string => `${groupBy}:${groupBy === 'label' ? one.label : titleOf(one)}`
  const groups = new Map<string, Organization[]>()
  for (const one of found) {
    const members = groups.get(keyOf(one))
    if (members === undefined) groups.set(keyOf(one), [one])
    else members.push(one)
  }
  const ordered = [...groups].toSorted(([, left], [, right]) => {
    const [a, b] = [left[0], right[0]]
    if (a === undefined || b === undefined) return 0
    return groupBy === 'label'
      ? labelOrder.indexOf(a.label) - labelOrder.indexOf(b.label)
      : collator.compare(titleOf(a), titleOf(b))
  })
  const rows = ordered.flatMap(([id, members]): FleetRow[] => {
    const first = members[0]
    const isCollapsed = collapsed.has(id)
    const group: FleetGroup = {
      id,
      title: first === undefined ? '' : titleOf(first),
      count: members.length,
      isCollapsed,
      memberIds: members.map((one) => one.id)
    }
    return [
      { kind: 'group', group },
      ...(isCollapsed ? [] : members.map((organization): FleetRow => ({ kind: 'organization', organization })))
    ]
  })
  return { found: ordered.flatMap(([, members]) => members), rows }
}
