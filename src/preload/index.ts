import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron'
import type { Result } from '../shared/kit/result.ts'
import { buildApi } from './build-api.ts'

contextBridge.exposeInMainWorld(
  'api',
  buildApi({
    invoke: (channel, input) => ipcRenderer.invoke(channel, input) as Promise<Result<unknown>>,
    subscribe(channel, listener) {
      const hear = (_event: IpcRendererEvent, payload: unknown) => listener(payload)
      ipcRenderer.on(channel, hear)
      return () => {
        ipcRenderer.off(channel, hear)
      }
    }
  })
)
