import { absolute, comparedWithAll, type Metric, withAim } from '../metric.ts'
import type { Timing } from './ask-all.ts'
import type { Intake } from './engine.ts'
import type { Question } from './questions.ts'

/** What was wished for: within a frame, on two cores, on an ordinary laptop. */
export const aims = { queryMs: 16, ingestRowsPerSecond: 150_000, bytesPerEvent: 250, ingestMemoryMb: 400 } as const

export interface Peer<Value> {
  readonly name: string
  readonly value: Value
}

const slower = (worst: number, label: string | undefined, peer: Peer<Timing> | undefined, timing: Timing): string[] => {
  const notes: string[] = []
  if (worst > aims.queryMs) notes.push(`slowest: ${label}, ${worst.toFixed(1)} ms`)
  if (peer !== undefined && timing.medianMs > peer.value.medianMs) notes.push(`slower than ${peer.name}`)
  return notes
}

/** Median and p95 of a question. The aim is met when each of its sets is within it. */
export function questionMetrics(question: Question, timing: Timing, peers: readonly Peer<Timing>[]): Metric[] {
  const name = `archive.${question.group}.${question.name}`
  const worst = Math.max(...timing.setMedians)
  const label = question.sets[timing.setMedians.indexOf(worst)]?.label
  const notes = slower(worst, label, peers[0], timing)
  const of = (pick: (timing: Timing) => number): Peer<number>[] =>
    peers.map((peer) => ({ name: peer.name, value: pick(peer.value) }))
  const middle = comparedWithAll(
    `${name}.median`,
    'ms',
    timing.medianMs,
    of((one) => one.medianMs)
  )
  return [
    withAim({ ...middle, ...(notes.length > 0 && { note: notes.join('; ') }) }, aims.queryMs, worst),
    comparedWithAll(
      `${name}.p95`,
      'ms',
      timing.p95Ms,
      of((one) => one.p95Ms)
    )
  ]
}

const rateOf = ({ events, tookMs }: Intake): number => (events * 1_000) / tookMs
const perEvent = ({ events, bytes }: Intake): number => bytes / events

/** Speed of taking events in, and what they take on the disk. */
export function intakeMetrics(intake: Intake, peers: readonly Peer<Intake>[], note?: string): Metric[] {
  const of = (pick: (intake: Intake) => number): Peer<number>[] =>
    peers.map((peer) => ({ name: peer.name, value: pick(peer.value) }))
  const extra = note === undefined ? {} : { note }
  return [
    withAim(
      { ...comparedWithAll('archive.ingest', 'rows/s', rateOf(intake), of(rateOf)), ...extra },
      aims.ingestRowsPerSecond
    ),
    withAim(
      { ...comparedWithAll('archive.bytesPerEvent', 'bytes', perEvent(intake), of(perEvent)), ...extra },
      aims.bytesPerEvent
    )
  ]
}

/** Rows of the hash chain that are checked in a second. */
export const verifyMetric = (rows: number, tookMs: number): Metric =>
  absolute('archive.verify', 'rows/s', (rows * 1_000) / tookMs)

/** Memory of the whole program, its highest while it was busy. */
export function memoryMetrics(memory: { readonly browse?: number; readonly ingest?: number }): Metric[] {
  const metrics: Metric[] = []
  if (memory.browse !== undefined) metrics.push(absolute('archive.memory.browse', 'MB', memory.browse))
  if (memory.ingest !== undefined) {
    metrics.push(withAim(absolute('archive.memory.ingest', 'MB', memory.ingest), aims.ingestMemoryMb))
  }
  return metrics
}
