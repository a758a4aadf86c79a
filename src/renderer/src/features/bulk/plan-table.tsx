import { ArrowRight } from 'lucide-react'
import type { ReactElement } from 'react'
import type { BulkPlanItem } from '../../../../shared/contract/bulk.ts'
import { type BulkKind, wordsOfReason, wordsOfVerdict } from '../../lib/bulk-words.ts'
import { settingName } from '../../lib/setting-names.ts'
import { wordOfValue } from '../../lib/setting-words.ts'
import { PlaceLink } from '../../ui/place-link.tsx'
import { PlainTable } from '../../ui/plain-table.tsx'
import { Tag } from '../../ui/tag.tsx'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import table from './bulk-table.module.css'

export interface PlanTableProps {
  readonly kind: BulkKind
  readonly items: readonly BulkPlanItem[]
}

/** What would happen, an organization a row. */
export function PlanTable({ kind, items }: PlanTableProps): ReactElement {
  return (
    <PlainTable label="What would happen" columns={['Organization', 'What happens', 'Details']}>
      {items.map((item) => {
        const { tag, tone } = wordsOfVerdict(kind, item.verdict)
        return (
          <tr key={item.organizationId}>
            <td className={table.name}>
              <PlaceLink place={{ to: 'overview', organizationId: item.organizationId }}>{item.name}</PlaceLink>
            </td>
            <td data-nowrap="">
              <Tag tone={tone}>{tag}</Tag>
            </td>
            <td className={table.details}>
              {item.differences?.map(({ key, from, to }) => (
                <span key={key} className={table.difference}>
                  {settingName(key)}: {wordOfValue(from)}
                  <ArrowRight aria-hidden="true" size={12} />
                  <VisuallyHidden>to</VisuallyHidden> {wordOfValue(to)}
                </span>
              ))}
              {item.reason !== undefined && <span className={table.reason}>{wordsOfReason(kind, item.reason)}</span>}
            </td>
          </tr>
        )
      })}
    </PlainTable>
  )
}
