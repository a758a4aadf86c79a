import type { OrganizationId } from '../../shared/kit/ids.ts'

/** One act at a time per organization, in the order in which they were asked for, so that two cannot pass the same check. */
export class Turns {
  readonly #last = new Map<OrganizationId, Promise<unknown>>()

  /** Waits for the acts before it, however they end. @throws what `act` throws */
  async run<Value>(id: OrganizationId, act: () => Promise<Value>): Promise<Value> {
    const before = this.#last.get(id) ?? Promise.resolve()
    const mine = before.catch(() => undefined).then(act)
    this.#last.set(id, mine)
    try {
      return await mine
    } finally {
      if (this.#last.get(id) === mine) this.#last.delete(id)
    }
  }
}
