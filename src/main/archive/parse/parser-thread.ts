import { parentPort } from 'node:worker_threads'
import { AppError, toAppError } from '../../../shared/kit/app-error.ts'
import type { ParsedPart } from '../event-batch.ts'
import { parseChunk } from './parse-chunk.ts'
import { parseFile } from './parse-file.ts'
import { buffersOf, type FromParser, partsAhead, type ToParser } from './parser-protocol.ts'

/** A file that is being parsed: how many parts may still be sent, and who waits for that to change. */
interface FileInWork {
  readonly controller: AbortController
  credit: number
  wake: () => void
}

/** Entry of a parser thread. */
function start(): void {
  const port = parentPort
  if (port === null) throw new Error('a parser thread has no meaning outside a worker')
  const files = new Map<number, FileInWork>()
  const say = (message: FromParser, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer)
  const send = (id: number, part: ParsedPart): void => say({ type: 'part', id, part }, buffersOf(part))
  const fail = (id: number, thrown: unknown): void => say({ type: 'failed', id, error: toAppError(thrown).toData() })

  const parseAll = async (message: Extract<ToParser, { type: 'file' }>): Promise<void> => {
    const { id, request } = message
    const file: FileInWork = { controller: new AbortController(), credit: partsAhead, wake: () => undefined }
    files.set(id, file)
    const { signal } = file.controller
    try {
      for await (const part of parseFile({ ...request, signal })) {
        while (file.credit === 0 && !signal.aborted) await new Promise<void>((resolve) => (file.wake = resolve))
        if (signal.aborted) throw new AppError('cancelled')
        file.credit -= 1
        send(id, part)
      }
      say({ type: 'end', id })
    } catch (thrown) {
      fail(id, thrown)
    } finally {
      files.delete(id)
    }
  }

  const answer = (message: ToParser): void => {
    switch (message.type) {
      case 'chunk':
        for (const part of parseChunk(message)) send(message.id, part)
        return say({ type: 'end', id: message.id })
      case 'file':
        void parseAll(message)
        return
      case 'pull': {
        const file = files.get(message.id)
        if (file === undefined) return
        file.credit += 1
        return file.wake()
      }
      case 'cancel':
        files.get(message.id)?.controller.abort()
        files.get(message.id)?.wake()
    }
  }

  port.on('message', (message: ToParser) => {
    try {
      answer(message)
    } catch (thrown) {
      fail(message.id, thrown)
    }
  })
}

start()
