import { MapPinOff } from 'lucide-react'
import type { ReactElement } from 'react'
import { EmptyState } from '../ui/empty-state.tsx'
import { Page } from '../ui/page.tsx'

/** For an address that leads nowhere. */
export function NotFoundPage(): ReactElement {
  return (
    <Page title="Not found">
      <EmptyState icon={MapPinOff} title="There is no such page">
        Choose an organization at the left.
      </EmptyState>
    </Page>
  )
}
