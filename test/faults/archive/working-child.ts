// Works on one archive without end and says what was confirmed, until it is killed.
import { setTimeout as sleep } from 'node:timers/promises'
import { openArchiveWork, tablePath } from './archive-work.ts'
import type { World } from './known-world.ts'

const [folder = '', id = '', files = '', worldText = '', task = 'ingest', more = ''] = process.argv.slice(2)
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

async function prune(): Promise<void> {
  // the houses of one life after the other: each lets some more days leave
  for (let days = Number(more); ; days = Math.max(2, days - 1)) {
    say(`pruning ${days}`)
    const error = await work.prune(days)
    if (error !== undefined) throw new Error(`days could not leave: ${error}`)
    say(`pruned ${days}`)
    await sleep(30)
  }
}

async function backUp(): Promise<void> {
  for (;;) {
    say('copying')
    const error = await work.backUp()
    if (error !== undefined) throw new Error(`the backup failed: ${error}`)
    say('copied')
  }
}

/** The maintenance of the index: segments are joined, and all of it is made anew, step by step. */
async function index(): Promise<void> {
  const ref = { kind: 'archive', organizationId: work.id } as const
  // until the first row is in there is no table
  while ((await work.reader.archive.tableSync(work.id, tablePath)).rowsKept === 0) await sleep(20)
  for (;;) {
    await work.reader.database.command(ref, 'mergeArchiveSegments', { maxRows: 4_000 })
    for (let afterBlockId: number | undefined = 0; afterBlockId !== undefined; ) {
      const step: { nextAfterBlockId?: number } = await work.reader.database.command(ref, 'rebuildArchiveIndex', {
        path: tablePath,
        afterBlockId,
        maxRows: 1_000
      })
      afterBlockId = step.nextAfterBlockId
    }
    await sleep(10)
  }
}

const tasks: Readonly<Record<string, () => Promise<void>>> = {
  ingest: async () => undefined,
  verify,
  prune,
  backup: backUp,
  index
}
try {
  await Promise.all([ingest(), tasks[task]?.()])
} catch (thrown) {
  process.stderr.write(`${JSON.stringify(work.logger.lines.slice(-10))}\n`)
  throw thrown
}
