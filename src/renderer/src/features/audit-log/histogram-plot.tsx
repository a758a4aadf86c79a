import { type KeyboardEvent, memo, type PointerEvent, type ReactElement, useId, useState } from 'react'
import type { ArchivedEventHistogram } from '../../../../shared/contract/audit-events.ts'
import { formatCount, formatCountOf } from '../../lib/formats.ts'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import styles from './histogram.module.css'

const widthUnits = 1_000
const heightUnits = 100
/** A bar of one event beside one of millions must still be seen. */
const lowest = 2

interface Brush {
  readonly from: number
  readonly to: number
}

export interface HistogramPlotProps {
  readonly histogram: ArchivedEventHistogram
  /** What each series is, in the order of the series. */
  readonly names: readonly string[]
  /** Names of colours, in the order of the series. */
  readonly colors: readonly string[]
  readonly formatBar: (atMs: number) => string
  readonly isStale: boolean
  readonly onNarrow: (fromMs: number, toMs: number) => void
  /** What the pointer or the keyboard is at; undefined: nothing. */
  readonly onLook: (words: string | undefined) => void
}

/** Bars over time. Drag or Shift with ← → marks a range; a click or Enter narrows to it. */
export function HistogramPlot(props: HistogramPlotProps): ReactElement {
  const { histogram, names, colors, formatBar, isStale, onNarrow, onLook } = props
  const { edges, series } = histogram
  const helpId = useId()
  const bars = edges.length - 1
  const [brush, setBrush] = useState<Brush | undefined>(undefined)
  const [isDragging, setDragging] = useState(false)
  const [said, setSaid] = useState('')
  const { start, length, totals, most, x } = scaleOf(histogram)

  const wordsOf = ({ from, to }: Brush): string => {
    const [first, last] = [Math.min(from, to), Math.max(from, to)]
    const count = totals.slice(first, last + 1).reduce((sum, one) => sum + one, 0)
    const when =
      first === last
        ? formatBar(edges[first] ?? 0)
        : `${formatBar(edges[first] ?? 0)} to ${formatBar(edges[last] ?? 0)}`
    const parts =
      names.length < 2 || first !== last
        ? ''
        : ` (${series
            .flatMap((one, at) =>
              (one.counts[first] ?? 0) === 0 ? [] : `${names[at]} ${formatCount(one.counts[first] ?? 0)}`
            )
            .join(', ')})`
    return `${when}: ${formatCountOf(count, 'event')}${count === 0 ? '' : parts}`
  }
  const look = (next: Brush | undefined): void => onLook(next === undefined ? undefined : wordsOf(next))
  const narrow = ({ from, to }: Brush): void => {
    setBrush(undefined)
    onLook(undefined)
    onNarrow(edges[Math.min(from, to)] ?? start, edges[Math.max(from, to) + 1] ?? start + length)
  }
  const barAt = (event: PointerEvent): number => {
    const box = event.currentTarget.getBoundingClientRect()
    const atMs = start + ((event.clientX - box.left) / Math.max(1, box.width)) * length
    const after = edges.findIndex((edge) => edge > atMs)
    return Math.min(bars - 1, Math.max(0, (after < 0 ? bars : after) - 1))
  }

  const onPointerMove = (event: PointerEvent): void => {
    const bar = barAt(event)
    const next = isDragging && brush !== undefined ? { from: brush.from, to: bar } : { from: bar, to: bar }
    if (isDragging) setBrush(next)
    look(next)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = brush ?? { from: bars - 1, to: bars - 1 }
    const to =
      event.key === 'ArrowLeft'
        ? brush === undefined
          ? bars - 1
          : Math.max(0, at.to - 1)
        : event.key === 'ArrowRight'
          ? brush === undefined
            ? 0
            : Math.min(bars - 1, at.to + 1)
          : event.key === 'Home'
            ? 0
            : event.key === 'End'
              ? bars - 1
              : undefined
    if (to !== undefined) {
      const next = { from: event.shiftKey && brush !== undefined ? at.from : to, to }
      setBrush(next)
      look(next)
      setSaid(wordsOf(next))
    } else if (event.key === 'Enter' && brush !== undefined) narrow(brush)
    else if (event.key === 'Escape' && brush !== undefined) {
      setBrush(undefined)
      look(undefined)
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  const marked = brush && { first: Math.min(brush.from, brush.to), last: Math.max(brush.from, brush.to) }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a chart with a cursor: the keyboard works it as a grid
    <div
      role="group"
      aria-label="Events over time"
      aria-describedby={helpId}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a chart with a cursor is one tab stop, as a grid is
      tabIndex={0}
      className={styles.plot}
      data-stale={isStale || undefined}
      onKeyDown={onKeyDown}
      onBlur={() => {
        if (!isDragging) setBrush(undefined)
        onLook(undefined)
      }}
      onPointerDown={(event) => {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        const bar = barAt(event)
        setDragging(true)
        setBrush({ from: bar, to: bar })
      }}
      onPointerMove={onPointerMove}
      onPointerUp={(event) => {
        if (!isDragging || brush === undefined) return
        setDragging(false)
        narrow({ from: brush.from, to: barAt(event) })
      }}
      onPointerCancel={() => {
        setDragging(false)
        setBrush(undefined)
      }}
      onPointerLeave={() => {
        if (!isDragging) onLook(undefined)
      }}
    >
      <svg
        aria-hidden="true"
        className={styles.bars}
        viewBox={`0 0 ${widthUnits} ${heightUnits}`}
        preserveAspectRatio="none"
      >
        <Bars histogram={histogram} colors={colors} />
        {marked === undefined ? null : (
          <rect
            className={styles.brush}
            x={x(marked.first)}
            width={x(marked.last + 1) - x(marked.first)}
            height={heightUnits}
          />
        )}
      </svg>
      <VisuallyHidden>
        <span id={helpId}>
          {`${bars} bars, at most ${formatCountOf(most, 'event')} in one. Arrow keys go from bar to bar, Shift with an arrow key marks several, Enter narrows to what is marked. The same values can be shown as a table.`}
        </span>
        <span role="status">{said}</span>
      </VisuallyHidden>
    </div>
  )
}

/** Where bars stand and how high they are. */
function scaleOf({ edges, series }: ArchivedEventHistogram) {
  const bars = edges.length - 1
  const start = edges[0] ?? 0
  const length = Math.max(1, (edges[bars] ?? 1) - start)
  const totals = Array.from({ length: bars }, (_, bar) => series.reduce((sum, one) => sum + (one.counts[bar] ?? 0), 0))
  const x = (edge: number): number => (((edges[edge] ?? start) - start) / length) * widthUnits
  return { start, length, totals, most: Math.max(1, ...totals), x }
}

/** Apart, so that a pointer on its way over a thousand of them draws none of them again. */
const Bars = memo(function Bars({ histogram, colors }: Pick<HistogramPlotProps, 'histogram' | 'colors'>) {
  const { edges, series } = histogram
  const { totals, most, x } = scaleOf(histogram)
  return totals.map((total, bar) => {
    if (total === 0) return null
    const [left, right] = [x(bar), x(bar + 1)]
    const gap = Math.min(1.5, (right - left) * 0.15)
    const height = Math.max(lowest, (total / most) * heightUnits)
    let top = heightUnits
    return series.map((one, at) => {
      const part = ((one.counts[bar] ?? 0) / total) * height
      if (part === 0) return null
      top -= part
      return (
        <rect
          key={`${edges[bar]}-${colors[at]}`}
          className={styles.bar}
          data-color={colors[at]}
          x={left + gap / 2}
          y={top}
          width={right - left - gap}
          height={part}
        />
      )
    })
  })
})
