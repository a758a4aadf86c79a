import { unlinkSync } from 'node:fs'
import path from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import type { WorkerRequest, WorkerSettings } from '../../../src/main/db/messages.ts'

const settings = workerData as WorkerSettings
const sign = path.join(path.dirname(settings.registryFile), `die-${settings.role}`)

parentPort?.on('message', (message: { readonly request: WorkerRequest }) => {
  if (message.request.op !== 'query' && message.request.op !== 'command') return
  try {
    // only one of two threads can take the sign away
    unlinkSync(sign)
  } catch {
    return
  }
  process.exit(134)
})
