// `node verify.js PACK`, and the thread in which the program itself does the same.
import { writeSync } from 'node:fs'
import { isMainThread, workerData } from 'node:worker_threads'
import { type ThreadData, tellEnd } from './verify-in-program.ts'
import { type CommandResult, runVerify } from './verify-command.ts'

const args = isMainThread ? process.argv.slice(2) : (workerData as ThreadData).args
const result = await runVerify(args)
print(result)
if (isMainThread) process.exitCode = result.exitCode
else tellEnd((workerData as ThreadData).end, result.exitCode)

/** At once: from a thread, whose own streams need the main thread that waits for it. */
function print({ out, err }: CommandResult): void {
  writeAll(1, out)
  writeAll(2, err)
}

function writeAll(fd: number, text: string): void {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(fd, bytes, at)
    } catch (thrown) {
      const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined
      // a pipe that is full for now, or that nobody reads any more
      if (code !== 'EAGAIN') return
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
    }
  }
}
