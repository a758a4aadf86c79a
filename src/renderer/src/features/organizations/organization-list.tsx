import { type DragEvent, type KeyboardEvent, type ReactElement, useState } from 'react'
import type { Organization } from '../../../../shared/contract/organizations.ts'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { useOrganizations, useReorderOrganizations } from '../../lib/organization-queries.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import styles from './organization-list.module.css'
import { filterOrganizations, movedTo } from './organization-order.ts'
import { OrganizationItem } from './organization-item.tsx'

/** From this many organizations on, a filter pays. */
const filterFrom = 9

/** All organizations with their health, in the person's order: dragged, or moved with Alt and the arrow keys. */
export function OrganizationList(): ReactElement {
  const organizations = useOrganizations()
  const { mutate: reorder } = useReorderOrganizations()
  const [filter, setFilter] = useState('')
  const [announcement, setAnnouncement] = useState('')
  const [dragged, setDragged] = useState<OrganizationId | undefined>(undefined)
  const [dropIndex, setDropIndex] = useState<number | undefined>(undefined)

  const all = organizations.data ?? []
  const hasFilter = all.length >= filterFrom
  const shown = hasFilter ? filterOrganizations(all, filter) : all
  const canReorder = shown.length === all.length && all.length > 1

  const move = (organization: Organization, index: number): void => {
    const order = movedTo(
      all.map((one) => one.id),
      organization.id,
      index
    )
    if (order === undefined) return
    reorder(order)
    setAnnouncement(`${organization.name} moved to position ${order.indexOf(organization.id) + 1} of ${order.length}`)
  }
  const onKeyDown = (event: KeyboardEvent, organization: Organization, index: number): void => {
    if (!canReorder || !event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    move(organization, event.key === 'ArrowUp' ? index - 1 : index + 1)
  }
  const onDrop = (event: DragEvent, index: number): void => {
    event.preventDefault()
    const organization = all.find((one) => one.id === dragged)
    setDragged(undefined)
    setDropIndex(undefined)
    if (organization !== undefined) move(organization, index)
  }

  return (
    <nav aria-label="Organizations" className={styles.list}>
      <h2 className={styles.heading}>Organizations</h2>
      {hasFilter && (
        <div className={styles.filter}>
          <TextField
            label="Filter organizations"
            isLabelHidden
            isSmall
            type="search"
            placeholder="Filter"
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
      <ul className={styles.items}>
        {shown.map((organization, index) => (
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys bubble from the link inside; dragging has the same moves in the menu
          <li
            key={organization.id}
            draggable={canReorder}
            className={styles.slot}
            data-dragged={dragged === organization.id || undefined}
            data-drop={
              dropIndex === index && dragged !== organization.id
                ? index > shown.findIndex((one) => one.id === dragged)
                  ? 'after'
                  : 'before'
                : undefined
            }
            onDragStart={(event) => {
              event.dataTransfer.effectAllowed = 'move'
              setDragged(organization.id)
            }}
            onDragEnd={() => {
              setDragged(undefined)
              setDropIndex(undefined)
            }}
            onDragOver={(event) => {
              if (dragged === undefined) return
              event.preventDefault()
              setDropIndex(index)
            }}
            onDrop={(event) => onDrop(event, index)}
            onKeyDown={(event) => onKeyDown(event, organization, index)}
          >
            <OrganizationItem
              organization={organization}
              {...(canReorder && index > 0 ? { onMoveUp: () => move(organization, index - 1) } : {})}
              {...(canReorder && index < shown.length - 1 ? { onMoveDown: () => move(organization, index + 1) } : {})}
            />
          </li>
        ))}
      </ul>
      <VisuallyHidden>
        <output>{announcement}</output>
      </VisuallyHidden>
    </nav>
  )
}
