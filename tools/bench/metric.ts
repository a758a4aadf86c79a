/** One measured number. Names are stable, dotted, and never re-used for something else. */
export interface Metric {
  readonly name: string
  readonly value: number
  readonly unit: 'ms' | 'µs' | 'MB' | '%' | 'bytes' | 'rows/s'
  /** What it is compared with, measured in the same run. */
  readonly peer?: string
  readonly peerValue?: number
  /** value divided by peerValue: below 1 is better than the peer, of `rows/s` above 1. */
  readonly ratio?: number
  /** Further programs that it is compared with. */
  readonly otherPeers?: readonly { readonly name: string; readonly value: number; readonly ratio: number }[]
  /** What was wished for: at most this, of `rows/s` at least this. */
  readonly aim?: number
  readonly isAimMet?: boolean
  /** What one must know to read the number. */
  readonly note?: string
}

/** What is asked of a run of the bench. */
export interface BenchOptions {
  /** Events of the archive. */
  readonly events: number
  /** Events of the archive's comparison with the sqlite3 shell, which takes long to build. */
  readonly sqliteEvents: number
  /** A folder in which generated data stays, and is taken from when it is there. */
  readonly keep?: string
  /** Whether a metric was asked for. */
  readonly isWanted: (name: string) => boolean
  /** Says what went wrong: the run goes on, what was measured is written, and in the end the bench has failed. */
  readonly fail: (line: string) => void
}

/** Tells whoever waits what is going on. */
export type Say = (line: string) => void

/** A group of metrics that are measured together. */
export interface MetricModule {
  /** Names of all metrics it gives, so that one can choose without measuring. */
  readonly names: readonly string[]
  measure(say: Say, options: BenchOptions): Promise<Metric[]>
}

const rounded = (value: number): number => Number(value.toPrecision(4))

/** Middle value of a list that is not empty. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** The value below which `share` (0 to 1) of the values lie, between neighbours interpolated. */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new Error('nothing was measured')
  const sorted = [...values].sort((a, b) => a - b)
  const at = (sorted.length - 1) * share
  const low = sorted[Math.floor(at)] ?? Number.NaN
  const high = sorted[Math.ceil(at)] ?? Number.NaN
  return low + (high - low) * (at - Math.floor(at))
}

/** A metric with its peer. */
export function compared(name: string, unit: Metric['unit'], value: number, peer: string, peerValue: number): Metric {
  return { name, value: rounded(value), unit, peer, peerValue: rounded(peerValue), ratio: rounded(value / peerValue) }
}

/** A metric without a peer. */
export function absolute(name: string, unit: Metric['unit'], value: number): Metric {
  return { name, value: rounded(value), unit }
}

/** A metric with several peers, of which the first is the one. */
export function comparedWithAll(
  name: string,
  unit: Metric['unit'],
  value: number,
  peers: readonly { readonly name: string; readonly value: number }[]
): Metric {
  const [first, ...others] = peers
  if (first === undefined) return absolute(name, unit, value)
  const otherPeers = others.map((one) => ({
    name: one.name,
    value: rounded(one.value),
    ratio: rounded(value / one.value)
  }))
  return { ...compared(name, unit, value, first.name, first.value), ...(otherPeers.length > 0 && { otherPeers }) }
}

/** Says what was wished for and whether it is so. Where only the worst of several values counts, that is `worst`. */
export function withAim(metric: Metric, aim: number, worst: number = metric.value): Metric {
  return { ...metric, aim, isAimMet: metric.unit === 'rows/s' ? worst >= aim : worst <= aim }
}

/** A metric as a line for people; a second line where something must be said about it. */
export function linesOf(metric: Metric): string[] {
  const { name, value, unit, peer, peerValue, ratio, aim, isAimMet, note } = metric
  const parts = [`${name.padEnd(40)}${value} ${unit}`]
  if (peer !== undefined) parts.push(`${peer}: ${peerValue} ${unit}`, `ratio ${ratio}`)
  for (const other of metric.otherPeers ?? []) parts.push(`${other.name}: ${other.value} ${unit}`)
  if (aim !== undefined) {
    parts.push(`${isAimMet === true ? 'aim met' : 'AIM MISSED'}: ${unit === 'rows/s' ? 'at least' : 'at most'} ${aim}`)
  }
  return [parts.join('   '), ...(note === undefined ? [] : [`${''.padEnd(40)}${note}`])]
}
