import { spawn } from 'node:child_process'

export interface Life {
  /** Whole lines that the child said before it died. */
  readonly lines: readonly string[]
  /** When each of them came, monotonic ms. */
  readonly saidAtMs: readonly number[]
}

export interface DeathPlan {
  /** Once this many lines are said that begin with one of `words`, death is near. */
  readonly afterLines: number
  readonly words: readonly string[]
  /** From then on, ms. */
  readonly delayMs: number
  /** From the very start on, ms, whatever was said; for lives that are to end while everything is being opened. */
  readonly earlyMs?: number
}

/** Starts a child process and kills it, without a chance to tidy up. @throws Error when it ends by itself */
export async function liveAndDie(script: string, args: readonly string[], plan: DeathPlan): Promise<Life> {
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  let complaints = ''
  const saidAtMs: number[] = []
  let isDying = false
  const dieIn = (ms: number): void => {
    if (isDying) return
    isDying = true
    setTimeout(() => child.kill('SIGKILL'), ms)
  }
  if (plan.earlyMs !== undefined) dieIn(plan.earlyMs)
  child.stderr.on('data', (piece: Buffer) => (complaints += piece.toString()))
  child.stdout.on('data', (piece: Buffer) => {
    output += piece.toString()
    const said = output.split('\n').slice(0, -1)
    while (saidAtMs.length < said.length) saidAtMs.push(performance.now())
    if (said.filter((line) => plan.words.some((word) => line.startsWith(word))).length >= plan.afterLines)
      dieIn(plan.delayMs)
  })
  // a child that says nothing would never die
  const tooLate = setTimeout(() => child.kill('SIGTERM'), 90_000)
  await new Promise<void>((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code, signal) =>
      signal === 'SIGKILL'
        ? resolve()
        : reject(new Error(`it ended by itself with ${code ?? signal}: ${output.slice(-500)} ${complaints}`))
    )
  }).finally(() => clearTimeout(tooLate))
  return { lines: output.split('\n').slice(0, -1), saidAtMs }
}

/** Numbers of the lines that begin with a word. */
export function numbersOf(lines: readonly string[], word: string): number[][] {
  return lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.split(' ').slice(1).map(Number))
}

/** Names what was going on when something did not hold, so that it can be done again. */
export function naming<Result>(what: string, check: () => Result): Result {
  try {
    return check()
  } catch (error) {
    throw new Error(`${what}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}
