import { parentPort, workerData } from 'node:worker_threads'
import type { WorkerRequest, WorkerSettings } from './messages.ts'
import { KeeperThread } from './keeper-thread.ts'
import { ReaderThread } from './reader-thread.ts'
import { backupRoundMs } from './pragmas.ts'
import { serveRequests } from './serve-requests.ts'
import { WriterThread } from './writer-thread.ts'

/** Entry of a database thread: the only code that opens database files. */
function start(): void {
  const port = parentPort
  if (port === null) throw new Error('a database thread has no meaning outside a worker')
  const settings = workerData as WorkerSettings
  const tell = (news: unknown) => port.postMessage(news)
  const thread =
    settings.role === 'writer'
      ? new WriterThread(settings, tell)
      : settings.role === 'keeper'
        ? new KeeperThread()
        : new ReaderThread(settings, tell)
  const requests = serveRequests(thread, tell, () => port.close())
  port.on('message', (message: { readonly id: number; readonly request: WorkerRequest }) =>
    requests.push(message.id, message.request)
  )
  if (thread instanceof WriterThread)
    setInterval(() => requests.run(() => thread.backUpWhereDue()), backupRoundMs).unref()
}

start()
