import { type DragEvent, type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react'
import type { Organization } from '../../../../shared/contract/organizations.ts'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { useReorderOrganizations } from '../../lib/organization-queries.ts'
import { movedTo } from './organization-order.ts'

export interface Reordering {
  readonly isPossible: boolean
  /** Moves an organization by so many places. */
  readonly moveBy: (organization: Organization, step: number) => void
  /** What happened last, for screen readers. */
  readonly announcement: string
  /** Attributes and handlers of the element of a row. */
  readonly slotProps: (organization: Organization, index: number) => Readonly<Record<string, unknown>>
}

/**
 * The person's order of the list: dragged, or moved with Alt and the arrow keys.
 * @param isPossible not while a filter hides some of the list
 */
export function useReordering(all: readonly Organization[], isPossible: boolean): Reordering {
  const { mutate: reorder } = useReorderOrganizations()
  const [announcement, setAnnouncement] = useState('')
  const [dragged, setDragged] = useState<OrganizationId | undefined>(undefined)
  const [dropIndex, setDropIndex] = useState<number | undefined>(undefined)
  const latest = useRef(all)
  useEffect(() => {
    latest.current = all
  }, [all])

  const moveTo = useCallback(
    (organization: Organization, index: number): void => {
      const order = movedTo(
        latest.current.map((one) => one.id),
        organization.id,
        index
      )
      if (order === undefined) return
      reorder(order)
      setAnnouncement(`${organization.name} moved to position ${order.indexOf(organization.id) + 1} of ${order.length}`)
    },
    [reorder]
  )
  const moveBy = useCallback(
    (organization: Organization, step: number): void =>
      moveTo(organization, latest.current.findIndex((one) => one.id === organization.id) + step),
    [moveTo]
  )
  const endDrag = (): void => {
    setDragged(undefined)
    setDropIndex(undefined)
  }
  const from = all.findIndex((one) => one.id === dragged)
  const slotProps = (organization: Organization, index: number): Record<string, unknown> => ({
    draggable: isPossible,
    'data-dragged': dragged === organization.id || undefined,
    'data-drop': dropIndex === index && dragged !== organization.id ? (index > from ? 'after' : 'before') : undefined,
    onDragStart: (event: DragEvent) => {
      event.dataTransfer.effectAllowed = 'move'
      setDragged(organization.id)
    },
    onDragEnd: endDrag,
    onDragOver: (event: DragEvent) => {
      if (dragged === undefined) return
      event.preventDefault()
      setDropIndex(index)
    },
    onDrop: (event: DragEvent) => {
      event.preventDefault()
      const moved = all[from]
      endDrag()
      if (moved !== undefined) moveTo(moved, index)
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (!isPossible || !event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
      event.preventDefault()
      moveBy(organization, event.key === 'ArrowUp' ? -1 : 1)
    }
  })
  return { isPossible, moveBy, announcement, slotProps }
}
