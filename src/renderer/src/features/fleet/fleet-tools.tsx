import { memo, type ReactElement } from 'react'
import type { FleetView } from '../../../../shared/contract/preferences.ts'
import { ColumnChooser } from '../../ui/data-grid/column-chooser.tsx'
import { SegmentedFilter } from '../../ui/segmented-filter.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { Tool, Tools } from '../../ui/tools.tsx'
import { fleetColumns } from './fleet-columns.ts'
import { type FleetTotals, type QuickFilter, quickFilters } from './fleet-facts.ts'
import { setFleetSession, useFleetSession } from './fleet-session.ts'
import { type FleetViewState, initialFleetView, layoutOf, withLayout } from './use-fleet-view.ts'

const quickWords: Record<QuickFilter, string> = {
  all: 'All',
  attention: 'Needs attention',
  'audit-off': 'Audit logging off',
  paused: 'Paused',
  offline: 'Offline',
  pending: 'Pending changes'
}

const groupOptions: readonly { readonly value: FleetView['groupBy']; readonly label: string }[] = [
  { value: 'none', label: 'Not grouped' },
  { value: 'label', label: 'By label' },
  { value: 'region', label: 'By region' }
]

const initialLayout = layoutOf(initialFleetView)

/** Search and quick filters of the table. */
export const FleetTools = memo(function FleetTools({ totals }: { readonly totals: FleetTotals }): ReactElement {
  const { text, quick } = useFleetSession()
  return (
    <Tools>
      <Tool size="wide">
        <TextField
          label="Filter organizations"
          isLabelHidden
          type="search"
          placeholder="Filter by any word"
          maxLength={200}
          value={text}
          onChange={(next) => setFleetSession({ text: next })}
        />
      </Tool>
      <SegmentedFilter
        label="Quick filters"
        value={quick}
        onChange={(next) => setFleetSession({ quick: next })}
        segments={quickFilters.map((filter) => ({
          value: filter,
          label: quickWords[filter],
          count: totals.counts[filter]
        }))}
      />
    </Tools>
  )
})

/** Groups and columns of the table. */
export const FleetArranging = memo(function FleetArranging({
  view,
  change
}: Pick<FleetViewState, 'view' | 'change'>): ReactElement {
  return (
    <>
      <Select
        label="Group"
        isLabelHidden
        isSmall
        value={view.groupBy}
        onChange={(groupBy) => change((before) => ({ ...before, groupBy }))}
        options={groupOptions}
      />
      <ColumnChooser
        columns={fleetColumns}
        layout={layoutOf(view)}
        initial={initialLayout}
        onChange={(layout) => change((before) => withLayout(before, layout))}
      />
    </>
  )
})
