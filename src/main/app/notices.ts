import type { Notice } from '../../shared/contract/diagnostics.ts'
import type { Announce } from '../ports/announcer.port.ts'

/** What the person should know about this start of the program. */
export class Notices {
  readonly #announce: Announce
  readonly #notices: Notice[] = []

  constructor(announce: Announce) {
    this.#announce = announce
  }

  add(kind: Notice['kind'], facts: Notice['facts'] = {}): void {
    this.#notices.push({ kind, facts })
    this.#announce('noticesChanged', {})
  }

  all(): readonly Notice[] {
    return this.#notices
  }
}
