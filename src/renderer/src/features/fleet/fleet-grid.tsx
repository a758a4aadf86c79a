import { memo, type ReactElement, useCallback, useMemo, useRef } from 'react'
import type { Organization } from '../../../../shared/contract/organizations.ts'
import type { FleetView } from '../../../../shared/contract/preferences.ts'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { setFleetSelection, useFleetSelection } from '../../lib/fleet-selection.ts'
import { useGo } from '../../lib/navigation.ts'
import { withMove, withVisibility, withWidth } from '../../ui/data-grid/column-layout.ts'
import { DataGrid } from '../../ui/data-grid/data-grid.tsx'
import type {
  GridColumn,
  GridRowSource,
  GridSelection,
  GridSelectionChange,
  GridSelectionExtent
} from '../../ui/data-grid/grid-types.ts'
import type { FleetArrangement, FleetRow } from './fleet-arrangement.ts'
import { FleetCell } from './fleet-cell.tsx'
import { fleetColumn, fleetColumnIds } from './fleet-columns.ts'
import { toggleFleetGroup } from './fleet-session.ts'
import { type FleetViewState, layoutOf, withLayout } from './use-fleet-view.ts'

/** Ascending, descending, and back to the person's own order. */
function nextSort(sort: FleetView['sort'], column: string): FleetView['sort'] {
  if (sort?.column !== column) return { column, isDescending: false }
  return sort.isDescending ? undefined : { column, isDescending: true }
}

const idsOf = (row: FleetRow | undefined): readonly OrganizationId[] =>
  row === undefined ? [] : row.kind === 'group' ? row.group.memberIds : [row.organization.id]

function extentOf(ids: readonly OrganizationId[], selected: ReadonlySet<OrganizationId>): GridSelectionExtent {
  const count = ids.filter((id) => selected.has(id)).length
  return count === 0 ? 'none' : count === ids.length ? 'all' : 'some'
}

/** A number that another object of the same organization does not have. */
const versions = new WeakMap<Organization, number>()
let lastVersion = 0

function versionOf(organization: Organization): number {
  const known = versions.get(organization)
  if (known !== undefined) return known
  lastVersion += 1
  versions.set(organization, lastVersion)
  return lastVersion
}

/** All that the row's cells say at this time. */
function wordsAt(organization: Organization, columns: readonly GridColumn[], nowMs: number): string {
  return columns.map(({ id }) => fleetColumn(id)?.words(organization, nowMs) ?? '').join('\n')
}

export interface FleetGridProps {
  readonly arrangement: FleetArrangement
  readonly nowMs: number
  readonly view: FleetView
  readonly changeView: FleetViewState['change']
}

/** The table of organizations. Typing in the filter draws it once, when the rows are found, not with each letter too. */
export const FleetGrid = memo(function FleetGrid(props: FleetGridProps): ReactElement {
  const { arrangement, nowMs, view, changeView } = props
  const go = useGo()
  const grid = useRef<HTMLDivElement>(null)
  const { rows, found } = arrangement
  const columns = useMemo(
    () =>
      view.columns.flatMap((id): GridColumn[] => {
        const column = fleetColumn(id)
        return column === undefined ? [] : [{ ...column, widthPx: view.widths[id] ?? column.widthPx }]
      }),
    [view.columns, view.widths]
  )
  const isGrouped = view.groupBy !== 'none'
  const hasLabelTag = !view.columns.includes('label') && view.groupBy !== 'label'
  const source = useMemo<GridRowSource>(() => {
    const organizationAt = (index: number) => {
      const row = rows[index]
      return row?.kind === 'organization' ? row.organization : undefined
    }
    return {
      rowCount: rows.length,
      totalRows: rows.length,
      // By place, not by organization: a filter then fills the rows that are drawn with other words, at half the cost of
      // drawing new ones.
      rowKey: (index) => index,
      // A fact of one organization draws its row alone, and a minute that is over those whose words are others now.
      rowToken: (index) => {
        const row = rows[index]
        if (row === undefined) return ''
        if (row.kind === 'group')
          return `${row.group.id} ${row.group.count} ${row.group.isCollapsed} ${row.group.title}`
        return `${versionOf(row.organization)} ${hasLabelTag} ${wordsAt(row.organization, columns, nowMs)}`
      },
      renderCell: (index, columnId) => {
        const organization = organizationAt(index)
        return organization === undefined ? null : (
          <FleetCell organization={organization} columnId={columnId} nowMs={nowMs} hasLabelTag={hasLabelTag} />
        )
      },
      cellText: (index, columnId) => {
        const organization = organizationAt(index)
        return organization === undefined ? '' : (fleetColumn(columnId)?.words(organization, nowMs) ?? '')
      },
      ...(isGrouped
        ? {
            groupAt: (index) => {
              const row = rows[index]
              return row?.kind === 'group' ? row.group : undefined
            }
          }
        : {}),
      endWords: null,
      hasMore: false,
      isLoadingMore: false,
      loadMore: () => undefined
    }
  }, [rows, columns, nowMs, hasLabelTag, isGrouped])

  const selected = useFleetSelection()
  const selection = useMemo<GridSelection>(() => {
    const onChange = (change: GridSelectionChange): void => {
      if (change.kind === 'none') setFleetSelection([])
      else if (change.kind === 'all') setFleetSelection(found.map((one) => one.id))
      else if (change.kind === 'range') {
        const [first, last] = change.from < change.to ? [change.from, change.to] : [change.to, change.from]
        const within = rows.slice(first, last + 1)
        setFleetSelection(within.flatMap((row) => (row.kind === 'group' ? [] : [row.organization.id])))
      } else {
        const ids = idsOf(rows[change.row])
        const isAll = extentOf(ids, selected) === 'all'
        const others = [...selected].filter((id) => !ids.includes(id))
        setFleetSelection(isAll ? others : [...others, ...ids])
      }
    }
    return {
      extentOf: (row) => extentOf(idsOf(rows[row]), selected),
      extent: extentOf(
        found.map((one) => one.id),
        selected
      ),
      onChange
    }
  }, [rows, found, selected])

  const onOpenRow = (index: number): void => {
    const row = rows[index]
    if (row?.kind === 'organization') go({ to: 'overview', organizationId: row.organization.id })
  }
  const onResize = useCallback(
    (id: string, width: number) => changeView((before) => withLayout(before, withWidth(layoutOf(before), id, width))),
    [changeView]
  )
  const onMove = (id: string, step: -1 | 1): void =>
    changeView((before) => withLayout(before, withMove(layoutOf(before), fleetColumnIds, before.columns, id, step)))
  const onHide = (id: string): void =>
    changeView((before) =>
      before.columns.length === 1 ? before : withLayout(before, withVisibility(layoutOf(before), id, false))
    )
  const onSort = (column: string): void =>
    changeView(({ sort, ...before }) => {
      const next = nextSort(sort, column)
      return next === undefined ? before : { ...before, sort: next }
    })

  return (
    <DataGrid
      label="All organizations"
      columns={columns}
      source={source}
      openRow={undefined}
      onOpenRow={onOpenRow}
      hasOpener={false}
      sort={view.sort === undefined ? undefined : { columnId: view.sort.column, isDescending: view.sort.isDescending }}
      onSort={onSort}
      selection={selection}
      onToggleGroup={toggleFleetGroup}
      onResizeColumn={onResize}
      onMoveColumn={onMove}
      onHideColumn={onHide}
      gridRef={grid}
    />
  )
})
