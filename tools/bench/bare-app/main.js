// The least that Electron can be: one sandboxed window with one paragraph. What Vigil's start and memory are compared with.
import path from 'node:path'
import { app, BrowserWindow, ipcMain } from 'electron'

async function start() {
  await app.whenReady()
  ipcMain.once('interactive', () =>
    process.stdout.write(`${JSON.stringify({ vigil: 'interactive', atMs: Date.now() })}\n`)
  )
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    webPreferences: { preload: path.join(import.meta.dirname, 'preload.cjs'), sandbox: true, contextIsolation: true }
  })
  await window.loadFile(path.join(import.meta.dirname, 'index.html'))
}
app.on('window-all-closed', () => app.quit())
void start()
