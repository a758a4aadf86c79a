import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

export interface SilentListener {
  readonly port: number
  readonly close: () => void
}

const backlog = 1
const listening = `
  const server = require('node:net').createServer()
  server.listen({ port: 0, host: '127.0.0.1', backlog: ${backlog} }, () => console.log(server.address().port))
`

/**
 * A port of this machine to which no connection comes about, as if its packets were lost: it belongs to a process that
 * stands still, and whose queue of connections is full.
 */
export async function openSilentListener(): Promise<SilentListener> {
  const child = spawn(process.execPath, ['-e', listening], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  const port = Number(line.toString())
  child.kill('SIGSTOP')
  const queue: Socket[] = []
  const close = () => {
    for (const socket of queue) socket.destroy()
    child.kill('SIGKILL')
  }
  // Linux lets one more wait than it was told, other systems some more
  for (let free = true; free && queue.length < 64; ) {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => undefined)
    queue.push(socket)
    free = await Promise.race([
      once(socket, 'connect').then(() => true),
      new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 300))
    ])
  }
  return { port, close }
}
