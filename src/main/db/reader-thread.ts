import { AppError } from '../../shared/kit/app-error.ts'
import { databaseFile } from './database-files.ts'
import { handleLimits, HandlePool } from './handle-pool.ts'
import type { WorkerNews, WorkerRequest, WorkerSettings } from './messages.ts'
import { openReader } from './open.ts'
import type { Query } from './operation.ts'
import type { DatabaseKind, DatabaseRef } from './protocol.ts'
import { queries } from './queries/queries.ts'
import { findOperation, type RequestHandler } from './serve-requests.ts'
import { isDamage, toDatabaseError } from './sqlite-errors.ts'

/** A query that takes longer than this is told by name, ms. */
const slowQueryMs = 50

/** What a reader thread does: answers named queries through handles that cannot write. */
export class ReaderThread implements RequestHandler {
  readonly #settings: WorkerSettings
  readonly #tell: (news: WorkerNews) => void
  readonly #pool = new HandlePool<ReturnType<typeof openReader>>(handleLimits.reader)

  constructor(settings: WorkerSettings, tell: (news: WorkerNews) => void) {
    this.#settings = settings
    this.#tell = tell
  }

  handle(request: WorkerRequest): unknown {
    switch (request.op) {
      case 'query':
        return this.#query(request.ref, request.name, request.params)
      case 'close':
        this.#pool.close(request.ref)
        return undefined
      default:
        throw new AppError('invalid-input', { field: 'op' })
    }
  }

  closeAll(): void {
    this.#pool.closeAll()
  }

  #query(ref: DatabaseRef, name: string, params: unknown): unknown {
    const operations: Readonly<Record<string, Query<DatabaseKind, never, unknown>>> = queries
    const operation = findOperation(operations, name, ref.kind)
    const file = databaseFile(this.#settings, ref)
    const handle = this.#handle(ref, file)
    const startedAt = performance.now()
    try {
      return handle.transaction('deferred', () => operation.run(handle, params as never))
    } catch (thrown) {
      if (isDamage(thrown)) this.#pool.close(ref)
      throw toDatabaseError(thrown, file)
    } finally {
      const tookMs = performance.now() - startedAt
      if (tookMs > slowQueryMs) this.#tell({ type: 'slow', name, kind: ref.kind, tookMs: Math.round(tookMs) })
    }
  }

  #handle(ref: DatabaseRef, file: string): ReturnType<typeof openReader> {
    const open = this.#pool.get(ref)
    if (open !== undefined) return open
    const handle = openReader(ref, file)
    this.#pool.add(ref, handle)
    return handle
  }
}
