import type { ReactElement } from 'react'
import { ColumnChooser } from '../data-grid/column-chooser.tsx'
import { Select } from '../select.tsx'
import { zoneName } from './cell-values.ts'
import type { ArrangedRows } from './use-arranged-rows.ts'

interface RowToolProps {
  readonly arranged: ArrangedRows
}

/** In which zone times are written; it changes no row. */
export function ZoneChoice({ arranged }: RowToolProps): ReactElement {
  return (
    <Select
      label="Times in"
      isLabelHidden
      isSmall
      value={arranged.zone}
      onChange={arranged.setZone}
      options={[
        { value: 'utc', label: 'Times in UTC' },
        { value: 'local', label: `Times in local zone (${zoneName('local')})` }
      ]}
    />
  )
}

/** Which columns are shown, and in which order. */
export function RowColumns({ arranged }: RowToolProps): ReactElement {
  return (
    <ColumnChooser
      columns={arranged.allColumns}
      emptyIds={arranged.emptyIds}
      layout={arranged.layout}
      onChange={(layout) => arranged.changeLayout(() => layout)}
    />
  )
}
