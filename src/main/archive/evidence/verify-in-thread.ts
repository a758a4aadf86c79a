import { Worker } from 'node:worker_threads'
import type { PackVerdict } from '../../../shared/contract/evidence.ts'
import { AppError } from '../../../shared/kit/app-error.ts'
import type { PackToVerify, VerifiedPack } from './verify-thread.ts'

/**
 * Checks a pack in a thread of its own, which ends with it.
 * @param workerUrl `verify-thread.ts` in Node, `verify-worker.js` in the bundle
 * @throws AppError `file-not-readable`, `cancelled`
 */
export function verifyInThread(workerUrl: URL, file: string, signal: AbortSignal): Promise<PackVerdict> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(new AppError('cancelled'))
    const worker = new Worker(workerUrl, { workerData: { file } satisfies PackToVerify })
    const abort = (): void => {
      void worker.terminate()
    }
    signal.addEventListener('abort', abort, { once: true })
    worker.once('message', (message: VerifiedPack) => {
      if ('verdict' in message) resolve(message.verdict)
      else reject(new AppError(message.error.code, message.error.params))
    })
    worker.once('error', (cause: unknown) => reject(new AppError('internal', {}, { cause })))
    worker.once('exit', () => {
      signal.removeEventListener('abort', abort)
      // after a message this changes nothing
      reject(new AppError(signal.aborted ? 'cancelled' : 'internal'))
    })
  })
}
