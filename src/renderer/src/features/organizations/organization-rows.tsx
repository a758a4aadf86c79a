import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactElement, type RefObject, useEffect, useRef, useState } from 'react'
import type { Organization } from '../../../../shared/contract/organizations.ts'
import { useCurrentPath } from '../../lib/navigation.ts'
import { withIndex } from '../../ui/data-grid/with-index.ts'
import { OrganizationItem } from './organization-item.tsx'
import styles from './organization-list.module.css'
import type { Reordering } from './use-reordering.ts'

/** From this many on, only what is in view is drawn: each row has a menu and drags, which costs half a millisecond. */
const virtualFrom = 60
/** CSS px: a row of two lines, and the gap. */
const usualHeight = 45

export interface OrganizationRowsProps {
  readonly shown: readonly Organization[]
  readonly reordering: Reordering
}

/** The rows of the list. The open organization is kept in view. */
export function OrganizationRows(props: OrganizationRowsProps): ReactElement {
  const scroller = useRef<HTMLDivElement>(null)
  const path = useCurrentPath()
  const openIndex = props.shown.findIndex((one) => path.startsWith(`/organizations/${one.id}/`))
  const isVirtual = props.shown.length >= virtualFrom
  return (
    <div ref={scroller} className={styles.scroller}>
      {isVirtual ? (
        <VirtualRows {...props} openIndex={openIndex} scroller={scroller} />
      ) : (
        <PlainRows {...props} openIndex={openIndex} scroller={scroller} />
      )}
    </div>
  )
}

interface RowsProps extends OrganizationRowsProps {
  readonly openIndex: number
  readonly scroller: RefObject<HTMLDivElement | null>
}

function PlainRows({ shown, reordering, openIndex, scroller }: RowsProps): ReactElement {
  const openId = shown[openIndex]?.id
  useEffect(() => {
    if (openId !== undefined) scroller.current?.querySelector('[data-open]')?.scrollIntoView?.({ block: 'nearest' })
  }, [openId, scroller])
  return (
    <ul className={styles.items}>
      {shown.map((organization, index) => (
        <li key={organization.id} className={styles.slot} {...reordering.slotProps(organization, index)}>
          <Item shown={shown} index={index} openIndex={openIndex} reordering={reordering} organization={organization} />
        </li>
      ))}
    </ul>
  )
}

function VirtualRows({ shown, reordering, openIndex, scroller }: RowsProps): ReactElement {
  // The row with the focus stays when it is scrolled away, or the keyboard would fall back to the top of the window.
  const [focusedId, setFocusedId] = useState<string | undefined>(undefined)
  const focusedIndex = focusedId === undefined ? -1 : shown.findIndex((one) => one.id === focusedId)
  const virtualizer = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => usualHeight,
    getItemKey: (index) => shown[index]?.id ?? index,
    overscan: 8,
    rangeExtractor: (range) => withIndex(range, focusedIndex)
  })
  const openId = shown[openIndex]?.id
  const openAt = useRef(openIndex)
  useEffect(() => {
    openAt.current = openIndex
  }, [openIndex])
  // Only when another organization is opened, not when the list around it changes.
  useEffect(() => {
    if (openId !== undefined) virtualizer.scrollToIndex(openAt.current, { align: 'auto' })
  }, [openId, virtualizer])
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the focus is that of the links inside
    <ul
      className={styles.virtual}
      style={{ blockSize: virtualizer.getTotalSize() }}
      onFocus={(event) => setFocusedId(event.target.closest('li')?.dataset.id)}
      onBlur={() => setFocusedId(undefined)}
    >
      {virtualizer.getVirtualItems().map(({ index, start }) => {
        const organization = shown[index]
        if (organization === undefined) return null
        return (
          <li
            key={organization.id}
            ref={virtualizer.measureElement}
            data-index={index}
            data-id={organization.id}
            aria-setsize={shown.length}
            aria-posinset={index + 1}
            className={styles.slot}
            style={{ transform: `translateY(${start}px)` }}
            {...reordering.slotProps(organization, index)}
          >
            <Item
              shown={shown}
              index={index}
              openIndex={openIndex}
              reordering={reordering}
              organization={organization}
            />
          </li>
        )
      })}
    </ul>
  )
}

interface ItemProps extends OrganizationRowsProps {
  readonly organization: Organization
  readonly index: number
  readonly openIndex: number
}

function Item({ shown, organization, index, openIndex, reordering }: ItemProps): ReactElement {
  return (
    <OrganizationItem
      organization={organization}
      isOpen={index === openIndex}
      canMoveUp={reordering.isPossible && index > 0}
      canMoveDown={reordering.isPossible && index < shown.length - 1}
      onMoveBy={reordering.moveBy}
    />
  )
}
