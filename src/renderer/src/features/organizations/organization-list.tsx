import { type KeyboardEvent, type ReactElement, useState } from 'react'
import { useGo } from '../../lib/navigation.ts'
import { useOrganizations } from '../../lib/organization-queries.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import styles from './organization-list.module.css'
import { filterOrganizations } from './organization-order.ts'
import { OrganizationRows } from './organization-rows.tsx'
import { useReordering } from './use-reordering.ts'

/** From this many organizations on, a search pays. */
const filterFrom = 9

/** All organizations with their health, in the person's order: dragged, or moved with Alt and the arrow keys. */
export function OrganizationList(): ReactElement {
  const go = useGo()
  const organizations = useOrganizations()
  const [filter, setFilter] = useState('')

  const all = organizations.data ?? []
  const hasFilter = all.length >= filterFrom
  const shown = hasFilter ? filterOrganizations(all, filter) : all
  const reordering = useReordering(all, shown.length === all.length && all.length > 1)

  const onKeyDown = (event: KeyboardEvent): void => {
    const first = shown[0]
    if (event.key !== 'Enter' || filter.trim() === '' || first === undefined) return
    event.preventDefault()
    go({ to: 'overview', organizationId: first.id })
  }
  return (
    <nav aria-label="Organizations" className={styles.list}>
      <h2 className={styles.heading}>Organizations</h2>
      {hasFilter && (
        // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- Enter in the field opens the first match
        <div className={styles.filter} onKeyDown={onKeyDown}>
          <TextField
            label="Find organization"
            isLabelHidden
            isSmall
            type="search"
            placeholder="Find organization"
            value={filter}
            onChange={setFilter}
          />
        </div>
      )}
      {organizations.isPending && (
        <div className={styles.note}>
          <Skeleton lines={3} lineHeight={36} label="Reading the organizations" />
        </div>
      )}
      {organizations.isError && (
        <div className={styles.note}>
          <ErrorNotice error={organizations.error} onRetry={() => void organizations.refetch()} />
        </div>
      )}
      {organizations.isSuccess && shown.length === 0 && (
        <p className={styles.note}>{all.length === 0 ? 'None yet.' : 'Nothing matches.'}</p>
      )}
      <OrganizationRows shown={shown} reordering={reordering} />
      <VisuallyHidden>
        <output>{reordering.announcement}</output>
      </VisuallyHidden>
    </nav>
  )
}
