import { Table2, Undo2 } from 'lucide-react'
import { type ReactElement, useMemo, useState } from 'react'
import type { ArchivedEventHistogram } from '../../../../shared/contract/audit-events.ts'
import type { Coverage } from '../../../../shared/contract/coverage.ts'
import { formatCount } from '../../lib/formats.ts'
import { friendlyName } from '../../ui/archived-rows/column-roles.ts'
import { Button } from '../../ui/button.tsx'
import { CoverageLegend, CoverageStrip } from '../../ui/coverage-strip.tsx'
import { PlainTable } from '../../ui/plain-table.tsx'
import { Select } from '../../ui/select.tsx'
import styles from './histogram.module.css'
import { HistogramPlot } from './histogram-plot.tsx'
import { barWriter, type HistogramUnit, timeWriter, unitWords } from './histogram-scale.ts'

/** Stands for “one colour for all” among the columns to stack by. */
const notStacked = ''

export interface EventHistogramProps {
  readonly histogram: ArchivedEventHistogram | undefined
  readonly isStale: boolean
  readonly unit: HistogramUnit
  readonly timeZone: string
  readonly coverage: Coverage | undefined
  /** Columns that the bars can be split by, and the one that they are. */
  readonly splits: readonly string[]
  readonly by: string | undefined
  readonly onSplit: (column: string | undefined) => void
  readonly onNarrow: (fromMs: number, toMs: number) => void
  /** Back to the range of before; absent where there is none. */
  readonly onWiden: (() => void) | undefined
}

/** Events over time with their coverage below; the same values as a table for who asks for it. */
export function EventHistogram(props: EventHistogramProps): ReactElement {
  const { isStale, unit, timeZone, coverage, splits, by, onSplit, onNarrow, onWiden } = props
  const histogram = useMemo(() => props.histogram && withoutEmptySeries(props.histogram), [props.histogram])
  const [isTable, setTable] = useState(false)
  const [looking, setLooking] = useState<string | undefined>(undefined)
  const names = useMemo(() => (histogram === undefined ? [] : namesOf(histogram)), [histogram])
  const colors = useMemo(() => (histogram === undefined ? [] : colorsOf(histogram)), [histogram])
  const fromMs = histogram?.edges[0]
  const toMs = histogram?.edges.at(-1)
  const formatBar = barWriter(unit, timeZone)
  return (
    <section aria-label="Events over time" className={styles.whole}>
      <div className={styles.top}>
        <Legend names={names} colors={colors} />
        <span className={styles.looking}>
          {looking ??
            `By ${unitWords[unit]}, ${timeZone}${histogram?.isComplete === false ? ', not counted to the end' : ''}`}
        </span>
        <span className={styles.acts}>
          {onWiden === undefined ? null : (
            <Button variant="quiet" icon={Undo2} onPress={onWiden}>
              Widen
            </Button>
          )}
          <Select
            label="Split bars by"
            isLabelHidden
            isSmall
            value={by ?? notStacked}
            onChange={(column) => onSplit(column === notStacked ? undefined : column)}
            options={[
              { value: notStacked, label: 'Not split' },
              ...splits.map((column) => ({ value: column, label: `By ${friendlyName(column)}` }))
            ]}
          />
          <Button variant="quiet" icon={Table2} onPress={() => setTable(!isTable)}>
            {isTable ? 'Show bars' : 'Show as table'}
          </Button>
        </span>
      </div>
      {histogram === undefined || fromMs === undefined || toMs === undefined ? (
        <div className={styles.waiting} />
      ) : isTable ? (
        <HistogramTable histogram={histogram} names={names} formatBar={formatBar} />
      ) : (
        <>
          <HistogramPlot
            // Marks of other bars mean nothing here.
            key={`${fromMs}-${toMs}-${histogram.edges.length}`}
            histogram={histogram}
            names={names}
            colors={colors}
            formatBar={formatBar}
            isStale={isStale}
            onNarrow={onNarrow}
            onLook={setLooking}
          />
          <div className={styles.strip}>
            <CoverageStrip
              stretches={coverage?.stretches ?? []}
              fromMs={fromMs}
              toMs={toMs}
              formatTime={formatBar}
              hasLegend={false}
            />
          </div>
          <Axis fromMs={fromMs} toMs={toMs} format={timeWriter(toMs - fromMs, timeZone)} />
          <CoverageLegend stretches={coverage?.stretches ?? []} fromMs={fromMs} toMs={toMs} />
        </>
      )}
    </section>
  )
}

/** A series in which nothing is has no place in the legend; the bars keep their scale. */
function withoutEmptySeries(histogram: ArchivedEventHistogram): ArchivedEventHistogram {
  const series = histogram.series.filter(({ counts }) => counts.some((count) => count > 0))
  return { ...histogram, series: series.length === 0 ? histogram.series.slice(0, 1) : series }
}

function namesOf({ series }: ArchivedEventHistogram): readonly string[] {
  return series.map(({ kind, text }) =>
    kind === 'value' ? (text ?? '') : kind === 'others' ? 'Others' : kind === 'none' ? 'No value' : 'All events'
  )
}

/** Names of colours in the style sheet. */
function colorsOf({ series }: ArchivedEventHistogram): readonly string[] {
  return series.map(({ kind }, at) => (kind === 'value' || kind === 'all' ? `series-${at}` : kind))
}

function Legend({ names, colors }: { readonly names: readonly string[]; readonly colors: readonly string[] }) {
  if (names.length < 2) return null
  return (
    <ul className={styles.legend} aria-label="Colours of the bars">
      {names.map((name, at) => (
        <li key={`${colors[at]}`}>
          <span className={styles.swatch} data-color={colors[at]} aria-hidden="true" />
          <bdi className={styles.name} title={name}>
            {name}
          </bdi>
        </li>
      ))}
    </ul>
  )
}

const ticks = [0, 0.25, 0.5, 0.75, 1]

function Axis({
  fromMs,
  toMs,
  format
}: {
  readonly fromMs: number
  readonly toMs: number
  readonly format: (atMs: number) => string
}): ReactElement {
  return (
    <div className={styles.axis} aria-hidden="true">
      {ticks.map((tick) => (
        <span key={tick}>{format(fromMs + tick * (toMs - fromMs))}</span>
      ))}
    </div>
  )
}

function HistogramTable({
  histogram,
  names,
  formatBar
}: {
  readonly histogram: ArchivedEventHistogram
  readonly names: readonly string[]
  readonly formatBar: (atMs: number) => string
}): ReactElement {
  const { edges, series } = histogram
  const isSplit = names.length > 1
  return (
    <div className={styles.table}>
      <PlainTable
        label="Events over time, as a table"
        columns={['Beginning', 'Events', ...(isSplit ? names : [])]}
        layout="box"
      >
        {edges
          .slice(0, -1)
          .map((edge, bar) => ({ edge, counts: series.map((one) => one.counts[bar] ?? 0) }))
          .filter(({ counts }) => counts.some((count) => count > 0))
          .toReversed()
          .map(({ edge, counts }) => (
            <tr key={edge}>
              <td data-nowrap="">{formatBar(edge)}</td>
              <td>{formatCount(counts.reduce((sum, one) => sum + one, 0))}</td>
              {isSplit ? counts.map((count, at) => <td key={names[at]}>{formatCount(count)}</td>) : null}
            </tr>
          ))}
      </PlainTable>
    </div>
  )
}
