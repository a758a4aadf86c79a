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

/** The organizations in which every word of the filter occurs: in name, label, kind, region, slug or health. */
export function filterOrganizations(organizations: readonly Organization[], filter: string): readonly Organization[] {
  const wanted = filter.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  if (wanted.length === 0) return organizations
  return organizations.filter((organization) => {
    const text = [
      organization.name,
      organization.label === 'none' ? '' : labelWords[organization.label],
      organization.kind,
      wordsOfEndpoint(organization),
      organization.slug ?? '',
      wordsOfHealth(organization.health).word
    ]
      .join(' ')
      .toLocaleLowerCase()
    return wanted.every((word) => text.includes(word))
  })
}
