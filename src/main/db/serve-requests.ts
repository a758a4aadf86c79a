import { AppError, toAppError } from '../../shared/kit/app-error.ts'
import type { WorkerAnswer, WorkerRequest } from './messages.ts'
import { toTrace } from './sqlite-errors.ts'

/** What a database thread can do with a request. */
export interface RequestHandler {
  /** @throws AppError */
  handle(request: WorkerRequest): unknown
  closeAll(): void
}

/** An answer that comes later: the thread goes on with other requests until then. */
export class Later {
  readonly answer: Promise<unknown>

  constructor(answer: Promise<unknown>) {
    this.answer = answer
  }
}

/** Answers requests one after the other, in the order in which they came. */
export function serveRequests(
  handler: RequestHandler,
  tell: (answer: WorkerAnswer) => void,
  onShutDown: () => void
): { readonly push: (id: number, request: WorkerRequest) => void; readonly run: (job: () => Promise<void>) => void } {
  let last: Promise<void> = Promise.resolve()
  const run = (job: () => Promise<void>) => {
    last = last.then(job)
  }
  const answer = async (id: number, request: WorkerRequest): Promise<void> => {
    try {
      if (request.op === 'shutDown') {
        handler.closeAll()
        tell({ type: 'done', id, value: undefined })
        onShutDown()
        return
      }
      const value = await handler.handle(request)
      if (value instanceof Later)
        value.answer.then(
          (late) => tell({ type: 'done', id, value: late }),
          (thrown: unknown) => fail(id, thrown)
        )
      else tell({ type: 'done', id, value })
    } catch (thrown) {
      fail(id, thrown)
    }
  }
  const fail = (id: number, thrown: unknown): void => {
    const error = toAppError(thrown)
    const cause = thrown instanceof AppError ? thrown.cause : thrown
    tell({ type: 'failed', id, error: error.toData(), ...(cause === undefined ? {} : { trace: toTrace(cause) }) })
  }
  return { run, push: (id, request) => run(() => answer(id, request)) }
}

/**
 * Finds a named operation for a kind of file.
 * @throws AppError `invalid-input` for a name that there is not, or for a file of another kind
 */
export function findOperation<Operation extends { readonly kind: string }>(
  operations: Readonly<Record<string, Operation>>,
  name: string,
  kind: string
): Operation {
  const found = Object.hasOwn(operations, name) ? operations[name] : undefined
  if (found === undefined || found.kind !== kind) throw new AppError('invalid-input', { field: 'name' })
  return found
}
