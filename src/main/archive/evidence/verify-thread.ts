import { parentPort, workerData } from 'node:worker_threads'
import type { PackVerdict } from '../../../shared/contract/evidence.ts'
import { type AppErrorData, toAppError } from '../../../shared/kit/app-error.ts'
import { openPack } from './pack-source.ts'
import { verifyPack } from './verify-pack.ts'

/** What the thread is given. */
export interface PackToVerify {
  readonly file: string
}

/** What it says at its end. */
export type VerifiedPack = { readonly verdict: PackVerdict } | { readonly error: AppErrorData }

/** Entry of a thread that checks one pack. */
async function start(): Promise<void> {
  const port = parentPort
  if (port === null) throw new Error('a verifying thread has no meaning outside a worker')
  const say = (message: VerifiedPack): void => port.postMessage(message)
  try {
    const {
      publicKey: _publicKey,
      head: _head,
      ...verdict
    } = await verifyPack(await openPack((workerData as PackToVerify).file))
    say({ verdict })
  } catch (thrown) {
    say({ error: toAppError(thrown).toData() })
  }
}

await start()
