// Fills the disk that its folder is on, and says as lines of JSON how the stores took it.
import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { createDatabaseClient } from '../../../src/main/db/client.ts'
import { createArchiveStore } from '../../../src/main/stores/archive-store.ts'
import { createSettingsStore } from '../../../src/main/stores/settings-store.ts'
import { toAppError } from '../../../src/shared/kit/app-error.ts'
import { newOrganizationId } from '../../../src/shared/kit/ids.ts'
import { createMemoryLogger } from '../../support/memory-logger.ts'

const [folder = ''] = process.argv.slice(2)
const ballast = path.join(folder, 'ballast')
const client = createDatabaseClient({
  workerUrl: new URL('../../../src/main/db/worker.ts', import.meta.url),
  registryFile: path.join(folder, 'registry.sqlite'),
  organizationsFolder: path.join(folder, 'organizations'),
  logger: createMemoryLogger()
})
const settings = createSettingsStore(client)
const archive = createArchiveStore(client)
const id = newOrganizationId()
const batch = (n: number) =>
  Array.from({ length: 200 }, (_, m) => ({
    TIME: 1_750_000_000_000 + n * 200 + m,
    TEXT: `${n} ${m} ${'x'.repeat(200)}`
  }))

writeFileSync(ballast, Buffer.alloc(512 * 1024, 1))
await settings.saveFacts(id, { accountType: 'Admin' })
/** Repeats a write until it fails. @returns the code of the failure */
async function untilRefused(write: (n: number) => Promise<void>): Promise<string> {
  for (let n = 0; ; n += 1) {
    try {
      await write(n)
    } catch (thrown) {
      return toAppError(thrown).code
    }
  }
}

let kept = 0
const archiveError = await untilRefused(async (n) => {
  const { added } = await archive.addEvents(id, ['T'], { rows: batch(n), timeColumn: 'TIME' })
  kept += added
})
let journalled = 0
const settingsError = await untilRefused(async (n) => {
  await settings.appendJournal(id, { action: 'x'.repeat(3_000), outcome: 'done', detail: {}, atMs: n })
  journalled += 1
})
// with the disk full, what is there is still readable
const whileFull = {
  archiveError,
  settingsError,
  facts: await settings.facts(id),
  rowsAreKept:
    (await archive.tableSync(id, ['T'])).rowsKept === kept &&
    (await archive.page(id, ['T'], { limit: 500 })).rows.length > 0,
  journalIsKept: (await settings.journal(id, 10_000)).length === journalled
}
const other = newOrganizationId()
const newOrganizationError = await settings.saveFacts(other, {}).then(
  () => '',
  (thrown: unknown) => toAppError(thrown).code
)
// room again: everything goes on without a restart
rmSync(ballast)
const { added } = await archive.addEvents(id, ['T'], { rows: batch(1_000_000), timeColumn: 'TIME' })
await settings.saveFacts(id, { accountType: 'Creator' })
await settings.saveFacts(other, { isAdmin: true })
const after = {
  added,
  facts: await settings.facts(id),
  other: await settings.facts(other),
  rowsAreKept: (await archive.tableSync(id, ['T'])).rowsKept === kept + added
}
await client.close()
process.stdout.write(`${JSON.stringify({ whileFull, newOrganizationError, after })}\n`)
