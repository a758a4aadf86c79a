import { AppError } from '../../../shared/kit/app-error.ts'
import type { ParsedPart } from '../event-batch.ts'
import { ParserLink } from './parser-link.ts'
import { PartQueue } from './part-queue.ts'
import type { FileToParse, JsonlChunk, ParserPool } from './source-types.ts'

const usualThreads = 2
const usualIdleMs = 30_000

export interface ParserPoolOptions {
  /** The thread's entry: `src/main/archive/parse/parser-thread.ts` in Node, `parser-worker.js` in the bundle. */
  readonly workerUrl: URL
  /** Two where nothing is said. */
  readonly threads?: number
  /** How long a thread without work goes on living; 30 s where nothing is said. */
  readonly idleMs?: number
}

/** Makes a pool of parser threads; none of them starts before there is work. */
export function createParserPool(options: ParserPoolOptions): ParserPool {
  const { workerUrl, threads = usualThreads, idleMs = usualIdleMs } = options
  const links = Array.from({ length: threads }, () => new ParserLink(workerUrl, idleMs))
  const state = { lastId: 0, isClosed: false }
  const freest = (): ParserLink => {
    if (state.isClosed) throw new AppError('cancelled')
    // Of two that are as busy, the one that runs: a second thread starts only for work beside other work.
    return links.reduce((best, link) =>
      link.load < best.load || (link.load === best.load && link.isRunning && !best.isRunning) ? link : best
    )
  }
  return {
    parseJsonlChunk: (chunk) =>
      new Promise((resolve, reject) => {
        const parts: ParsedPart[] = []
        const receiver = { take: (part: ParsedPart) => parts.push(part), end: () => resolve(parts), fail: reject }
        state.lastId += 1
        const { bytes, transfer } = transferable(chunk)
        freest().begin({ type: 'chunk', id: state.lastId, ...chunk, bytes }, receiver, transfer)
      }),
    parseFile: (request) => parts(freest, () => (state.lastId += 1), request),
    close: async () => {
      state.isClosed = true
      await Promise.all(links.map((link) => link.stop()))
    }
  }
}

async function* parts(
  freest: () => ParserLink,
  nextId: () => number,
  request: FileToParse
): AsyncGenerator<ParsedPart> {
  const { signal, ...rest } = request
  if (signal?.aborted === true) throw new AppError('cancelled')
  const link = freest()
  const id = nextId()
  const queue = new PartQueue()
  const abort = (): void => {
    link.tell({ type: 'cancel', id })
    queue.fail(new AppError('cancelled'))
  }
  signal?.addEventListener('abort', abort, { once: true })
  try {
    link.begin({ type: 'file', id, request: rest }, queue, [])
    for (let part = await queue.next(); part !== undefined; part = await queue.next()) {
      yield part
      link.tell({ type: 'pull', id })
    }
  } finally {
    signal?.removeEventListener('abort', abort)
    // Also where the consumer left its loop early; a file that was read to its end knows nothing of it any more.
    link.tell({ type: 'cancel', id })
  }
}

/** The chunk's bytes as they can be handed over: copied only where their buffer holds something else too. */
function transferable({ bytes }: JsonlChunk): { bytes: Uint8Array; transfer: ArrayBuffer[] } {
  const isAlone = bytes.buffer instanceof ArrayBuffer && bytes.byteLength === bytes.buffer.byteLength
  const own = isAlone ? new Uint8Array(bytes.buffer) : Uint8Array.from(bytes)
  return { bytes: own, transfer: own.buffer instanceof ArrayBuffer ? [own.buffer] : [] }
}
