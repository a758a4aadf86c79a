import { memo, type ReactElement } from 'react'
import type { BulkItem } from '../../../../shared/contract/bulk.ts'
import { type BulkKind, wordsOfItem, wordsOfReason } from '../../lib/bulk-words.ts'
import { wordsOfError } from '../../lib/error-words.ts'
import { formatDuration } from '../../lib/formats.ts'
import { useNow } from '../../lib/use-now.ts'
import { PlaceLink } from '../../ui/place-link.tsx'
import { PlainTable } from '../../ui/plain-table.tsx'
import { Tag } from '../../ui/tag.tsx'
import table from './bulk-table.module.css'

export interface RunTableProps {
  readonly kind: BulkKind
  readonly items: readonly BulkItem[]
}

/** What became of each organization. */
export function RunTable({ kind, items }: RunTableProps): ReactElement {
  return (
    <PlainTable label="Organizations" columns={['Organization', 'State', 'Took', 'Details']}>
      {items.map((item) => (
        <ItemRow key={item.organizationId} kind={kind} item={item} />
      ))}
    </PlainTable>
  )
}

const ItemRow = memo(function ItemRow({
  kind,
  item
}: {
  readonly kind: BulkKind
  readonly item: BulkItem
}): ReactElement {
  const { tag, tone } = wordsOfItem(item)
  return (
    <tr>
      <td className={table.name}>
        <PlaceLink place={{ to: 'overview', organizationId: item.organizationId }}>{item.name}</PlaceLink>
      </td>
      <td data-nowrap="">
        <Tag tone={tone}>{tag}</Tag>
      </td>
      <td className={table.number}>
        <Took item={item} />
      </td>
      <td className={table.details}>
        <span className={table.reason}>{detailsOf(kind, item)}</span>
      </td>
    </tr>
  )
})

function detailsOf(kind: BulkKind, item: BulkItem): string {
  if (item.error !== undefined) {
    const { title, remedy } = wordsOfError(item.error)
    return `${title} ${remedy}`
  }
  if (item.reason !== undefined) return wordsOfReason(kind, item.reason)
  return item.isWaiting === true ? 'Kept on this computer, and sent as soon as Sigma can be reached.' : ''
}

function Took({ item }: { readonly item: BulkItem }): ReactElement | null {
  if (item.startedAtMs === undefined) return null
  if (item.endedAtMs === undefined) return <RunningTime sinceMs={item.startedAtMs} />
  const tookMs = item.endedAtMs - item.startedAtMs
  return <>{tookMs < 1_000 ? 'under 1 s' : formatDuration(tookMs)}</>
}

function RunningTime({ sinceMs }: { readonly sinceMs: number }): ReactElement {
  const nowMs = useNow(1_000)
  return <>{formatDuration(Math.max(1_000, nowMs - sinceMs))}</>
}
