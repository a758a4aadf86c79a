import { type ReactElement, useId } from 'react'
import type { Stretch } from '../../../shared/contract/coverage.ts'
import { type CoverageKind, coverageKinds } from '../../../shared/domain/coverage.ts'
import { coverageWords } from '../lib/coverage-words.ts'
import { formatDuration } from '../lib/formats.ts'
import styles from './coverage-strip.module.css'

const widthUnits = 1_000
const heightUnits = 10
const narrowest = 3
const longestSpoken = 8

export interface CoverageStripProps {
  readonly stretches: readonly Stretch[]
  readonly fromMs: number
  readonly toMs: number
  /** How a time is written. */
  readonly formatTime: (atMs: number) => string
  readonly hasLegend?: boolean
}

/** What is known of each stretch of time, as a strip: colour, pattern and words. */
export function CoverageStrip(props: CoverageStripProps): ReactElement {
  const { stretches, fromMs, toMs, formatTime, hasLegend = true } = props
  const id = useId()
  const x = (atMs: number): number => ((Math.min(Math.max(atMs, fromMs), toMs) - fromMs) / (toMs - fromMs)) * widthUnits
  // A stretch of minutes in a year must still be seen, at the end of the strip too.
  const placeOf = (one: Stretch): { readonly left: number; readonly width: number } => {
    const width = Math.max(narrowest, x(one.toMs) - x(one.fromMs))
    return { left: Math.min(x(one.fromMs), widthUnits - width), width }
  }
  const shown = stretches.filter((one) => one.toMs > fromMs && one.fromMs < toMs)
  const words = (one: Stretch): string =>
    `${coverageWords[one.kind].name}: ${formatTime(Math.max(one.fromMs, fromMs))} to ${formatTime(Math.min(one.toMs, toMs))}`
  const spoken = shown.slice(-longestSpoken).map(words).toReversed().join('; ')
  const more = shown.length > longestSpoken ? `; and ${shown.length - longestSpoken} earlier stretches` : ''
  return (
    <div className={styles.whole}>
      <svg
        role="img"
        aria-label={shown.length === 0 ? 'Coverage: nothing is known' : `Coverage. ${spoken}${more}`}
        className={styles.strip}
        viewBox={`0 0 ${widthUnits} ${heightUnits}`}
        preserveAspectRatio="none"
      >
        {shown.map((one) => (
          <g key={one.fromMs} className={styles.stretch} data-kind={one.kind}>
            <rect x={placeOf(one).left} width={placeOf(one).width} height={heightUnits}>
              <title>{words(one)}</title>
            </rect>
          </g>
        ))}
      </svg>
      {/* The patterns have the size of the screen's pixels, which the strip that is stretched has not. */}
      <div className={styles.patterns} aria-hidden="true">
        {shown
          .filter(({ kind }) => kind !== 'complete' && kind !== 'before-enablement')
          .map((one) => (
            <span
              key={`${id}-${one.fromMs}`}
              className={styles.pattern}
              data-kind={one.kind}
              style={{
                insetInlineStart: `${placeOf(one).left / 10}%`,
                inlineSize: `${placeOf(one).width / 10}%`
              }}
            />
          ))}
      </div>
      {hasLegend ? <CoverageLegend stretches={shown} fromMs={fromMs} toMs={toMs} /> : null}
    </div>
  )
}

/** The kinds that are on the strip, with how much time each has. */
export function CoverageLegend({
  stretches,
  fromMs,
  toMs
}: Pick<CoverageStripProps, 'stretches' | 'fromMs' | 'toMs'>): ReactElement {
  const sums = new Map<CoverageKind, number>()
  for (const { kind, fromMs: from, toMs: to } of stretches)
    sums.set(kind, (sums.get(kind) ?? 0) + Math.min(to, toMs) - Math.max(from, fromMs))
  return (
    <ul className={styles.legend} aria-label="Coverage">
      {coverageKinds
        .filter((kind) => sums.has(kind))
        .map((kind) => (
          <li key={kind} title={coverageWords[kind].meaning}>
            <CoverageSwatch kind={kind} />
            {coverageWords[kind].name}
            <span className={styles.duration}>{formatDuration(sums.get(kind) ?? 0)}</span>
          </li>
        ))}
    </ul>
  )
}

/** The colour and pattern of one kind. */
export function CoverageSwatch({ kind }: { readonly kind: CoverageKind }): ReactElement {
  return <span className={styles.swatch} data-kind={kind} aria-hidden="true" />
}
