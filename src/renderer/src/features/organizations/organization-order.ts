import type { Organization } from '../../../../shared/contract/organizations.ts'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { labelWords, wordsOfEndpoint, wordsOfHealth } from '../../lib/organization-words.ts'

/** The order with one organization at another index; undefined where nothing changes or the index is outside. */
export function movedTo(
  order: readonly OrganizationId[],
  moved: OrganizationId,
  index: number
): OrganizationId[] | undefined {
  const from = order.indexOf(moved)
  if (from < 0 || index < 0 || index >= order.length || index === from) return undefined
  const next = order.filter((id) => id !== moved)
  next.splice(index, 0, moved)
  return next
}

function searchableText(organization: Organization): string {
  return [
    organization.name,
    organization.label === 'none' ? '' : labelWords[organization.label],
    organization.kind,
    wordsOfEndpoint(organization),
    organization.slug ?? '',
    wordsOfHealth(organization.health).word
  ]
    .join(' ')
    .toLocaleLowerCase()
}

const wordsIn = (text: string): string[] => text.toLocaleLowerCase().split(/\s+/).filter(Boolean)

/** The organizations in which every word of the filter occurs: in name, label, kind, region, slug or health. */
export function filterOrganizations(organizations: readonly Organization[], filter: string): readonly Organization[] {
  const wanted = wordsIn(filter)
  if (wanted.length === 0) return organizations
  return organizations.filter((organization) => {
    const text = searchableText(organization)
    return wanted.every((word) => text.includes(word))
  })
}

/** The same, those first whose name begins with the text, then those in whose name a word begins with it. */
export function rankedOrganizations(organizations: readonly Organization[], text: string): readonly Organization[] {
  const sought = wordsIn(text).join(' ')
  if (sought === '') return organizations
  const rankOf = ({ name }: Organization): number => {
    const lower = name.toLocaleLowerCase()
    if (lower.startsWith(sought)) return 0
    if (lower.split(/[\s\-_.]+/).some((word) => word.startsWith(sought))) return 1
    return lower.includes(sought) ? 2 : 3
  }
  return filterOrganizations(organizations, text)
    .map((organization) => ({ organization, rank: rankOf(organization) }))
    .toSorted((left, right) => left.rank - right.rank)
    .map(({ organization }) => organization)
}
