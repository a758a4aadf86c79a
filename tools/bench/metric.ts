/** One measured number. Names are stable, dotted, and never re-used for something else. */
export interface Metric {
  readonly name: string
  readonly value: number
  readonly unit: 'ms' | 'µs' | 'MB' | '%'
  /** What it is compared with, measured in the same run. */
  readonly peer?: string
  readonly peerValue?: number
  /** value divided by peerValue: below 1 is better than the peer. */
  readonly ratio?: number
}

/** A group of metrics that are measured together. */
export interface MetricModule {
  /** Names of all metrics it gives, so that one can choose without measuring. */
  readonly names: readonly string[]
  measure(say: (line: string) => void): Promise<Metric[]>
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
