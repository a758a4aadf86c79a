import { type ReactElement, useCallback } from 'react'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { useGo } from '../../lib/navigation.ts'
import { useOrganizations, usePrefetchOrganization } from '../../lib/organization-queries.ts'
import { labelWords, wordsOfEndpoint } from '../../lib/organization-words.ts'
import { ColorMark } from '../../ui/color-mark.tsx'
import { FindDialog, type FindOption } from '../../ui/find-dialog.tsx'
import { rankedOrganizations } from './organization-order.ts'

/** Goes to an organization by a part of its name. */
export function QuickSwitcher({
  isOpen,
  onOpenChange
}: {
  readonly isOpen: boolean
  readonly onOpenChange: (isOpen: boolean) => void
}): ReactElement {
  const go = useGo()
  const prefetch = usePrefetchOrganization()
  const organizations = useOrganizations().data
  const find = useCallback(
    (text: string): readonly FindOption[] =>
      rankedOrganizations(organizations ?? [], text).map((one) => ({
        id: one.id,
        label: one.name,
        facts: one.label === 'none' ? wordsOfEndpoint(one) : labelWords[one.label],
        mark: <ColorMark color={one.color} />
      })),
    [organizations]
  )
  return (
    <FindDialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      label="Find organization"
      find={find}
      onChoose={(id) => {
        const organizationId = id as OrganizationId
        prefetch(organizationId)
        go({ to: 'overview', organizationId })
      }}
    />
  )
}
