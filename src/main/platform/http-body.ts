import { AppError } from '../../shared/kit/app-error.ts'

export interface BodyRules {
  /** Longest pause between two pieces, ms; no limit when left out. */
  readonly idleTimeoutMs?: number
  /** Rejects when the request is ended from outside. */
  readonly ended: Promise<never>
  readonly toError: (thrown: unknown) => AppError
  /** Called once, when nothing more is read. */
  readonly onEnd: (isComplete: boolean) => void
}

/** A body piece by piece that keeps its time limit, ends when the request does, and tells when it was left early. */
export async function* bodyWithin(chunks: AsyncIterable<Uint8Array>, rules: BodyRules): AsyncGenerator<Uint8Array> {
  const reader = chunks[Symbol.asyncIterator]()
  let isComplete = false
  try {
    for (;;) {
      const next = await nextWithin(reader, rules)
      if (next.done) {
        isComplete = true
        return
      }
      yield next.value
    }
  } catch (thrown) {
    throw rules.toError(thrown)
  } finally {
    rules.onEnd(isComplete)
  }
}

async function nextWithin(reader: AsyncIterator<Uint8Array>, rules: BodyRules): Promise<IteratorResult<Uint8Array>> {
  const { idleTimeoutMs, ended } = rules
  const next = reader.next()
  // When another one wins the race, this one may fail later with nobody listening.
  next.catch(() => undefined)
  if (idleTimeoutMs === undefined) return await Promise.race([next, ended])
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new AppError('timed-out', { afterMs: idleTimeoutMs })), idleTimeoutMs)
  })
  try {
    return await Promise.race([next, ended, late])
  } finally {
    clearTimeout(timer)
  }
}
