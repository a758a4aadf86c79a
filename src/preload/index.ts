import { contextBridge, type IpcRendererEvent, ipcRenderer, webUtils } from 'electron'
import type { Result } from '../shared/kit/result.ts'
import { buildApi } from './build-api.ts'

contextBridge.exposeInMainWorld(
  'api',
  buildApi({
    invoke: (channel, input) => ipcRenderer.invoke(channel, input) as Promise<Result<unknown>>,
    // Throws for what is no File, and says nothing for one that a script made.
    pathOfFile: (file) => webUtils.getPathForFile(file as Parameters<typeof webUtils.getPathForFile>[0]),
    subscribe(channel, listener) {
      const hear = (_event: IpcRendererEvent, payload: unknown) => listener(payload)
      ipcRenderer.on(channel, hear)
      return () => {
        ipcRenderer.off(channel, hear)
      }
    }
  })
)
