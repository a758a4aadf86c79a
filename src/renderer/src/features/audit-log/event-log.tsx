import { ArrowUp, ListFilter, SearchX } from 'lucide-react'
import { type ReactElement, type ReactNode, useDeferredValue, useMemo, useRef, useState } from 'react'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { minuteMs } from '../../../../shared/kit/time.ts'
import { useTableSync } from '../../lib/archive-queries.ts'
import { useColumns } from '../../lib/column-queries.ts'
import { useCoverage } from '../../lib/coverage-queries.ts'
import { useEventCount, useEventHistogram } from '../../lib/event-queries.ts'
import { boundsOf, everyEvent, filterOf, narrowed, useEventView, widened, withChip } from '../../lib/event-view.ts'
import { formatCountOf } from '../../lib/formats.ts'
import { useLocalZone } from '../../lib/local-zone.ts'
import { useSettled } from '../../lib/use-settled.ts'
import rowStyles from '../../ui/archived-rows/archived-rows.module.css'
import { rolesFromArchive } from '../../ui/archived-rows/column-roles.ts'
import { ExportWorkbookChoice } from '../../ui/archived-rows/export-workbook-choice.tsx'
import { RowColumns, ZoneChoice } from '../../ui/archived-rows/row-tools.tsx'
import { RowsGrid } from '../../ui/archived-rows/rows-grid.tsx'
import { SyncBar } from '../../ui/archived-rows/sync-bar.tsx'
import { useArrangedRows } from '../../ui/archived-rows/use-arranged-rows.ts'
import { useEventRows } from '../../ui/archived-rows/use-event-rows.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { EventCountLine } from './event-count-line.tsx'
import { EventHistogram } from './event-histogram.tsx'
import { EventTools } from './event-tools.tsx'
import { shortestMs, unitOf, zoneOf } from './histogram-scale.ts'
import { ValuePanel } from './value-panel.tsx'

/** Two frames: an answer while typing, and no question for each of the keys that were pressed together. */
const typingPauseMs = 32
/** A count that somebody waits for. */
const patientBudgetMs = 60_000
const splitValues = 5

export interface EventLogProps {
  readonly organizationId: OrganizationId
  readonly path: readonly string[]
  readonly columnTypes: ReadonlyMap<string, string>
  /** Shown while no row is kept. */
  readonly whenEmpty: ReactNode
}

/** The archived events of an organization: search, range, histogram with coverage, rows. */
export function EventLog({ organizationId, path, columnTypes, whenEmpty }: EventLogProps): ReactElement {
  const localZone = useLocalZone()
  const [view, changeView] = useEventView(organizationId)
  const settledText = useSettled(view.text, typingPauseMs)
  const filter = useMemo(
    () => filterOf({ text: settledText, range: view.range, chips: view.chips }),
    [settledText, view.range, view.chips]
  )
  const isFiltered = filter.kind !== 'everything'
  const sync = useTableSync(organizationId, [...path])
  const rowsKept = sync.data?.rowsKept
  // While rows stream in, the bars and the count follow as fast as they are drawn, not as fast as rows come.
  const generation = useDeferredValue(rowsKept ?? 0)
  const columns = useColumns(organizationId, path)
  const roles = useMemo(
    () => (columns.data === undefined ? undefined : rolesFromArchive(columns.data.roles)),
    [columns.data]
  )
  const columnOf = (role: string): string | undefined => columns.data?.roles.find((one) => one.role === role)?.column
  const timeColumn = columnOf('time')

  const [patientFor, setPatientFor] = useState<string | undefined>(undefined)
  const filterKey = JSON.stringify(filter)
  const asked = { organizationId, path: [...path], filter }
  const count = useEventCount(
    { ...asked, ...(patientFor === filterKey ? { budgetMs: patientBudgetMs } : {}) },
    generation
  )
  const total = count.data !== undefined && !count.isPlaceholderData ? count.data.count : undefined
  const rows = useEventRows(
    { organizationId, path, filter, order: view.order },
    { rowsKept, totalRows: total, timeColumn }
  )
  const arranged = useArrangedRows(JSON.stringify([organizationId, path]), rows, columnTypes, roles)
  const timeZone = zoneOf(arranged.zone, localZone)

  const [split, setSplit] = useState<string | null | undefined>(undefined)
  const splits = ['category', 'type', 'status', 'actor'].flatMap((role) => columnOf(role) ?? [])
  const by = split === undefined ? splits[0] : (split ?? undefined)
  const bounds = boundsOf(view.range)
  const oldestMs = sync.data?.oldestEventAtMs
  const newestMs = sync.data?.newestEventAtMs
  const fromMs = bounds.fromMs ?? oldestMs
  const toMs = bounds.toMs ?? (view.range.kind === 'last' ? view.range.askedAtMs : newestMs)
  const span =
    fromMs === undefined || toMs === undefined || timeColumn === undefined
      ? undefined
      : view.range.kind === 'all'
        ? { fromMs: Math.min(fromMs, toMs - shortestMs), toMs: toMs + 1 }
        : { fromMs, toMs: Math.max(toMs, fromMs + 1) }
  const unit = unitOf(span === undefined ? minuteMs : span.toMs - span.fromMs)
  const histogram = useEventHistogram(
    span === undefined
      ? undefined
      : { ...asked, unit, timeZone, ...span, ...(by === undefined ? {} : { by, top: splitValues }) },
    generation
  )
  const edges = histogram.data?.edges
  const coverage = useCoverage(
    organizationId,
    path,
    { fromMs: edges?.[0] ?? 0, toMs: edges?.at(-1) ?? 0 },
    edges !== undefined
  )
  const [hasValues, setValues] = useState(false)
  const valuesButton = useRef<HTMLButtonElement>(null)
  const search = useRef<HTMLInputElement>(null)

  if (sync.error !== null && sync.data === undefined)
    return (
      <ErrorNotice
        activity="Reading the state of the table"
        error={sync.error}
        onRetry={() => void sync.refetch()}
        isRetrying={sync.isFetching}
      />
    )
  if (
    sync.data === undefined ||
    (rows.isFirstLoading && !isFiltered && rows.table.rowCount === 0 && rows.firstError === null)
  )
    return <Skeleton lines={12} lineHeight={20} label="Reading the kept rows" />
  const isKept = sync.data.rowsKept > 0 || rows.table.rowCount > 0
  if (!isKept)
    return (
      <div className={rowStyles.whole}>
        <SyncBar organizationId={organizationId} path={path} sync={sync.data} />
        {sync.data.state === 'no-workbook' ? (
          <ExportWorkbookChoice organizationId={organizationId} />
        ) : (
          <div className={rowStyles.state}>{whenEmpty}</div>
        )}
      </div>
    )
  const clear = (): void => changeView((before) => ({ ...everyEvent, order: before.order }))
  return (
    <div className={rowStyles.whole} data-tall="">
      <SyncBar organizationId={organizationId} path={path} sync={sync.data}>
        <ZoneChoice arranged={arranged} />
        <RowColumns arranged={arranged} />
      </SyncBar>
      <EventTools
        view={view}
        changeView={changeView}
        timeZone={timeZone}
        searchRef={search}
        end={
          <>
            <EventCountLine
              count={count}
              rowsKept={sync.data.rowsKept}
              isFiltered={isFiltered}
              onCountAll={() => setPatientFor(filterKey)}
            />
            <Button
              ref={valuesButton}
              icon={ListFilter}
              variant={hasValues ? 'primary' : 'secondary'}
              onPress={() => setValues(!hasValues)}
            >
              Values
            </Button>
          </>
        }
      />
      {span === undefined ? null : histogram.error !== null && histogram.data === undefined ? (
        <ErrorNotice
          activity="Counting the events over time"
          error={histogram.error}
          onRetry={() => void histogram.refetch()}
        />
      ) : (
        <EventHistogram
          histogram={histogram.data}
          isStale={histogram.isPlaceholderData}
          unit={unit}
          timeZone={timeZone}
          coverage={coverage.data}
          splits={splits}
          by={by}
          onSplit={(column) => setSplit(column ?? null)}
          onNarrow={(from, to) => changeView((before) => narrowed(before, from, to))}
          onWiden={view.earlierRanges.length === 0 ? undefined : () => changeView(widened)}
        />
      )}
      {rows.firstError !== null ? (
        <ErrorNotice activity="Reading the kept rows" error={rows.firstError} onRetry={() => void rows.retryFirst()} />
      ) : rows.table.rowCount === 0 ? (
        rows.isFirstLoading ? (
          <Skeleton lines={8} lineHeight={20} label="Looking for rows" />
        ) : (
          <EmptyState
            icon={SearchX}
            title="No event fits"
            action={
              <Button
                onPress={() => {
                  clear()
                  search.current?.focus()
                }}
              >
                Show all events
              </Button>
            }
          >
            Nothing in the archive has what you look for. The strip of coverage says what the archive does not have.
          </EmptyState>
        )
      ) : (
        <div className={rowStyles.gridArea} data-stale={rows.isStale || undefined}>
          {/* always in the document, so that screen readers hear it fill */}
          <div role="status" className={rowStyles.newRows}>
            {rows.arrivedRows > 0 ? (
              <Button variant="primary" icon={ArrowUp} onPress={rows.showNewest}>
                {isFiltered || view.order === 'oldest'
                  ? 'Look again: new rows were read'
                  : formatCountOf(rows.arrivedRows, 'new row')}
              </Button>
            ) : null}
          </div>
          <RowsGrid
            // Cells keep their words while they are on screen: in a new zone they are made anew.
            key={localZone}
            label={`Rows of ${path.at(-1) ?? 'the table'}`}
            arranged={arranged}
            shownKey={rows.shownKey}
            endWords={view.order === 'newest' ? 'No older rows.' : 'No newer rows.'}
            onChooseValue={(choice) => changeView((before) => ({ ...before, chips: withChip(before.chips, choice) }))}
            beside={
              hasValues ? (
                <ValuePanel
                  organizationId={organizationId}
                  path={path}
                  filter={filter}
                  generation={generation}
                  columns={arranged.reading}
                  initialColumn={splits[1] ?? splits[0]}
                  onChoose={(chip) => changeView((before) => ({ ...before, chips: withChip(before.chips, chip) }))}
                  onClose={() => {
                    setValues(false)
                    valuesButton.current?.focus()
                  }}
                />
              ) : null
            }
          />
        </div>
      )}
    </div>
  )
}
