import type { Answer } from './answers.ts'
import type { Ask } from './questions.ts'

/** Something that answers questions about events. */
export interface Engine {
  readonly name: string
  /** Makes ready what is not part of the answer: a statement, the cursor of a deep page. */
  prepare(ask: Ask): Promise<void>
  /**
   * Answers what was prepared. The time until the promise resolves is what is measured; what it resolves to puts the answer into the
   * common form and is not.
   */
  ask(ask: Ask): Promise<() => Answer>
  close(): Promise<void>
}

/** How an engine took in the events. */
export interface Intake {
  readonly events: number
  readonly tookMs: number
  /** All files of it, after closing. */
  readonly bytes: number
}
