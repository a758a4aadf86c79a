import type { ReactElement, ReactNode } from 'react'
import type { OrganizationId } from '../../../shared/kit/ids.ts'
import type { Place } from '../lib/navigation.ts'
import { SideNav } from '../ui/side-nav.tsx'

const pages = [
  { to: 'general-settings', name: 'Account' },
  { to: 'users', name: 'Users' },
  { to: 'teams', name: 'Teams' },
  { to: 'account-types', name: 'Account Types' },
  { to: 'tenants', name: 'Tenants' }
] as const satisfies readonly { readonly to: Place['to']; readonly name: string }[]

/** Administration, with the pages of Sigma's side panel that Vigil has, in its words and order. */
export function AdministrationLayout({
  organizationId,
  children
}: {
  readonly organizationId: OrganizationId
  readonly children: ReactNode
}): ReactElement {
  return (
    <SideNav label="Administration" pages={pages.map(({ to, name }) => ({ name, place: { to, organizationId } }))}>
      {children}
    </SideNav>
  )
}
