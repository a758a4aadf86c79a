import { type IpcMainInvokeEvent, ipcMain } from 'electron'
import type { Handlers } from '../../shared/contract/api-types.ts'
import { callChannel, eventChannel } from '../../shared/contract/channels.ts'
import { contract, type GroupName } from '../../shared/contract/contract.ts'
import { type EventName, type EventPayload, events } from '../../shared/contract/events.ts'
import { fail } from '../../shared/kit/result.ts'
import type { IpcPort } from '../ports/ipc.port.ts'
import type { Logger } from '../ports/logger.port.ts'
import { answerCall, type CheckedCall } from './answer-call.ts'
import type { RendererLocation } from './renderer-location.ts'
import { refusalOf, type SenderFacts } from './sender-guard.ts'
import type { WindowRegistry } from './window-registry.ts'

type AnyHandlers = Readonly<Record<string, CheckedCall['handler']>>
type AnyCalls = Readonly<Record<string, Pick<CheckedCall, 'input' | 'output'>>>

/** The only door between the windows and the main process. */
export function createIpcPort(windows: WindowRegistry, location: RendererLocation, logger: Logger): IpcPort {
  const answer = (call: CheckedCall, event: IpcMainInvokeEvent, input: unknown) => {
    const refusal = refusalOf(factsOf(event, windows), location)
    if (!refusal) return answerCall(call, input, logger)
    logger.warn('sender refused', { call: call.name, refusal })
    return Promise.resolve(fail({ code: 'not-permitted', params: {} }))
  }
  return {
    handle<Group extends GroupName>(group: Group, handlers: Handlers<Group>): void {
      const calls: AnyCalls = contract[group]
      for (const [name, schemas] of Object.entries(calls)) {
        const handler = (handlers as unknown as AnyHandlers)[name]
        if (!handler) throw new TypeError(`no handler for ${group}.${name}`)
        const call: CheckedCall = {
          name: `${group}.${name}`,
          ...schemas,
          handler: (input) => handler.call(handlers, input)
        }
        ipcMain.handle(callChannel(group, name), (event, input: unknown) => answer(call, event, input))
      }
    },
    broadcast<Name extends EventName>(name: Name, payload: EventPayload<Name>): void {
      const checked = events[name].safeParse(payload)
      if (!checked.success) {
        logger.error('event breaks the contract', { event: name, path: checked.error.issues[0]?.path.join('.') })
        return
      }
      for (const contents of windows.all()) contents.send(eventChannel(name), checked.data)
    }
  }
}

/** Must read the frame at once: after the first await it may be another page's, or gone. */
function factsOf(event: IpcMainInvokeEvent, windows: WindowRegistry): SenderFacts {
  const frame = event.senderFrame
  return {
    isKnownWindow: windows.has(event.sender.id),
    frame: frame
      ? {
          url: frame.url,
          isMainFrame: frame.parent === null && frame.top?.frameTreeNodeId === event.sender.mainFrame.frameTreeNodeId
        }
      : undefined
  }
}

/** Removes the unchecked channel that electron-store opens for renderers, which Vigil's windows do not use. */
export function closeForeignChannels(): void {
  ipcMain.removeAllListeners('electron-store-get-data')
}
