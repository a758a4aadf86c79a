import { Worker } from 'node:worker_threads'

/** What the thread of a command is given. */
export interface ThreadData {
  readonly args: readonly string[]
  /** 0 until the end, then 1; and the exit code. */
  readonly end: Int32Array<SharedArrayBuffer>
}

/**
 * Whether the program was started as `vigil verify …`. Switches of Chromium may stand before it, and in development the
 * folder of the program.
 * @returns what comes after the word; undefined for an ordinary start
 */
export function verifyArguments(argv: readonly string[], isPackaged: boolean): readonly string[] | undefined {
  const words = argv.slice(1)
  const first = words.findIndex((word) => !word.startsWith('-'))
  const at = isPackaged || first < 0 ? first : words.findIndex((word, index) => index > first && !word.startsWith('-'))
  return at >= 0 && words[at] === 'verify' ? words.slice(at + 1) : undefined
}

/**
 * Carries out the command in a thread and waits for it, without ever letting the main thread go on: so nothing of Electron
 * starts, and no display, profile or single-instance lock is needed.
 * @param workerUrl `verify.js`
 * @returns the exit code
 */
export function verifyAndWait(workerUrl: URL, args: readonly string[]): number {
  const end = new Int32Array(new SharedArrayBuffer(8))
  const worker = new Worker(workerUrl, { workerData: { args, end } satisfies ThreadData })
  worker.unref()
  Atomics.wait(end, 0, 0)
  return end[1] ?? 2
}

/** The thread's last word. */
export function tellEnd(end: ThreadData['end'], exitCode: number): void {
  Atomics.store(end, 1, exitCode)
  Atomics.store(end, 0, 1)
  Atomics.notify(end, 0)
}
