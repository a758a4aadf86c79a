import { type ChildProcess, execFile, type SpawnOptions, spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

export type Environment = Record<string, string | undefined>

/** A background program that is ended with the session. */
export interface Service {
  readonly process: ChildProcess
  /** What it wrote, for the message when it does not come up. */
  readonly output: () => string
  readonly stop: () => Promise<void>
  /** Why it could not be started, once that is known. */
  readonly failure: () => string | undefined
}

const graceMs = 2_000

/** Starts a background program; `input` is written to its standard input, which is then closed. */
export function startService(
  command: string,
  args: readonly string[],
  env: Environment,
  input = '',
  options: SpawnOptions = {}
): Service {
  const child = spawn(command, args, { env: env, stdio: ['pipe', 'pipe', 'pipe'], ...options })
  let output = ''
  const keep = (piece: Buffer): void => {
    output = (output + piece.toString()).slice(-4_000)
  }
  child.stdout?.on('data', keep)
  child.stderr?.on('data', keep)
  child.stdin?.on('error', () => {})
  child.stdin?.end(input)
  let hasEnded = false
  let failure: string | undefined
  const ended = new Promise<void>((resolve) => {
    child.on('error', (error) => {
      failure = 'code' in error && error.code === 'ENOENT' ? `${command} is not installed` : error.message
      hasEnded = true
      resolve()
    })
    child.on('exit', () => {
      hasEnded = true
      resolve()
    })
  })
  const stop = async (): Promise<void> => {
    if (hasEnded) return
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), graceMs)
    await ended
    clearTimeout(timer)
  }
  return { process: child, output: () => output, failure: () => failure, stop }
}

/** Waits until `isReady`; throws with the program's output after `limitMs`. */
export async function until(
  what: string,
  isReady: () => Promise<boolean> | boolean,
  service: Service,
  limitMs = 10_000
): Promise<void> {
  for (const end = Date.now() + limitMs; Date.now() < end; await sleep(25)) {
    if (await isReady()) return
    const failure = service.failure()
    if (failure !== undefined) throw new Error(`${what} could not be started: ${failure}`)
  }
  throw new Error(`${what} did not come up within ${limitMs} ms: ${service.output().trim() || 'it said nothing'}`)
}

/** Output of a short command, or undefined when it failed. */
export async function ask(command: string, args: readonly string[], env: Environment): Promise<string | undefined> {
  try {
    return (await run(command, args, { env: env, timeout: 5_000 })).stdout
  } catch {
    return undefined
  }
}

/** Whether a name is owned on the session bus. Asks the bus only: calling the name itself could start a program. */
export async function isOnBus(name: string, env: Environment): Promise<boolean> {
  const bus = 'org.freedesktop.DBus'
  const answer = await ask('gdbus', ['call', '--session', '-d', bus, '-o', '/', '-m', `${bus}.NameHasOwner`, name], env)
  return answer?.includes('true') ?? false
}
