import { parentPort } from 'node:worker_threads'
import { AppError, toAppError } from '../../../shared/kit/app-error.ts'
import { systemClock } from '../../platform/system-clock.ts'
import { openSandboxOrganization, type SandboxOrganization } from '../../sandbox/sandbox-organization.ts'
import type { FromSandbox, ToSandbox } from './protocol.ts'

// The sandbox answers synchronously from SQLite and makes up days of events at a time: in a thread of its own it never
// holds up the window or the sync of another organization.

const port = parentPort
if (port === null) throw new TypeError('the sandbox runs in a worker thread')

const open = new Map<string, SandboxOrganization>()
const requests = new Map<
  number,
  { readonly controller: AbortController; pull: (() => void) | undefined; isPulled: boolean }
>()

const say = (message: FromSandbox, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer)

port.on('message', (message: ToSandbox) => {
  switch (message.type) {
    case 'open':
      return answer(message.callId, () => openOne(message))
    case 'close':
      return answer(message.callId, () => {
        open.get(message.sandboxId)?.close()
        open.delete(message.sandboxId)
        say({ type: 'closed', callId: message.callId })
      })
    case 'send':
      void send(message).catch((thrown: unknown) =>
        say({ type: 'failed', callId: message.callId, error: toAppError(thrown).toData() })
      )
      return
    case 'pull': {
      const request = requests.get(message.callId)
      if (request === undefined) return
      if (request.pull === undefined) request.isPulled = true
      else request.pull()
      return
    }
    case 'abort':
      requests.get(message.callId)?.controller.abort()
      requests.get(message.callId)?.pull?.()
  }
})

function answer(callId: number, act: () => void): void {
  try {
    act()
  } catch (thrown) {
    say({ type: 'failed', callId, error: toAppError(thrown).toData() })
  }
}

function openOne(message: Extract<ToSandbox, { type: 'open' }>): void {
  const known = open.get(message.sandboxId)
  const sandbox = known ?? openSandboxOrganization({ ...message.options, clock: systemClock })
  open.set(message.sandboxId, sandbox)
  say({ type: 'opened', callId: message.callId, clientId: sandbox.clientId, clientSecret: sandbox.clientSecret ?? '' })
}

async function send(message: Extract<ToSandbox, { type: 'send' }>): Promise<void> {
  const { callId, sandboxId, request } = message
  const sandbox = open.get(sandboxId)
  if (sandbox === undefined) throw new AppError('unreachable', {})
  const state = { controller: new AbortController(), pull: undefined as (() => void) | undefined, isPulled: false }
  requests.set(callId, state)
  try {
    const response = await sandbox.httpClient.send({ ...request, signal: state.controller.signal })
    say({ type: 'head', callId, status: response.status, headers: response.headers })
    for await (const chunk of response.body) {
      if (!state.isPulled) await new Promise<void>((resolve) => (state.pull = resolve))
      state.pull = undefined
      state.isPulled = false
      if (state.controller.signal.aborted) throw new AppError('cancelled')
      const bytes = Uint8Array.from(chunk)
      say({ type: 'chunk', callId, bytes }, [bytes.buffer])
    }
    say({ type: 'end', callId })
  } finally {
    requests.delete(callId)
  }
}
