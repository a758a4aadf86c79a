// Works on one archive without end and says what was confirmed, until it is killed.
import { setTimeout as sleep } from 'node:timers/promises'
import { openArchiveWork, tablePath } from './archive-work.ts'
import type { World } from './known-world.ts'

const [folder = '', id = '', files = '', worldText = '', task = 'ingest'] = process.argv.slice(2)
const say = (line: string): boolean => process.stdout.write(`${line}\n`)
const work = await openArchiveWork(folder, id, JSON.parse(worldText) as World, say)
say('ready')

async function ingest(): Promise<void> {
  await Promise.all([work.importFiles(files), readOnce()])
  say('read')
  // what is there is read once more, over and over: nothing of it may come in twice
  for (;;) {
    await work.reader.ledger.saveState(work.id, tablePath, { dailyStartedAtMs: Date.now() })
    await readOnce()
    say('read again')
    await sleep(20)
  }
}

async function readOnce(): Promise<void> {
  const error = await work.read()
  if (error !== undefined) throw new Error(`the reading failed: ${error}`)
}

async function verify(): Promise<void> {
  for (;;) {
    say('verifying')
    const { rows, findings, error } = await work.verify()
    if (error !== undefined) throw new Error(`the verification failed: ${error}`)
    say(`verified ${rows} ${findings}`)
  }
}

const tasks: Readonly<Record<string, () => Promise<void>>> = { ingest: async () => undefined, verify }
try {
  await Promise.all([ingest(), tasks[task]?.()])
} catch (thrown) {
  process.stderr.write(`${JSON.stringify(work.logger.lines.slice(-10))}\n`)
  throw thrown
}
