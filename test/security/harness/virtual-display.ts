import { type ChildProcess, spawn } from 'node:child_process'

/** The display to draw on: the one there is, else a virtual one of our own. */
export async function openDisplay(): Promise<{ name: string; close: () => void }> {
  const present = process.env.DISPLAY
  if (present || process.platform !== 'linux') return { name: present ?? '', close: () => undefined }
  const args = ['-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp']
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  return { name: `:${await displayNumber(server)}`, close: () => server.kill() }
}

function displayNumber(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    server.once('error', reject)
    server.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)))
    server.stdio[3]?.on('data', (piece: Buffer) => {
      text += piece.toString()
      if (text.includes('\n')) resolve(text.trim())
    })
  })
}
