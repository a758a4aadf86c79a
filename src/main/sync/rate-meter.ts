import { secondMs } from '../../shared/kit/time.ts'

/** Over how long a rate is measured. */
const overMs = 5 * secondMs

/** How fast something goes on, over the last seconds. */
export class RateMeter {
  readonly #marks: { readonly atMs: number; readonly total: number }[] = []

  /** @param atMs monotonic; @param total so far */
  mark(atMs: number, total: number): void {
    this.#marks.push({ atMs, total })
    while (this.#marks.length > 2 && atMs - (this.#marks[1]?.atMs ?? atMs) >= overMs) this.#marks.shift()
  }

  /** A second's worth; undefined before it can be said. */
  get perSecond(): number | undefined {
    const first = this.#marks[0]
    const last = this.#marks.at(-1)
    if (first === undefined || last === undefined || last.atMs - first.atMs < secondMs / 4) return undefined
    return ((last.total - first.total) * secondMs) / (last.atMs - first.atMs)
  }
}
