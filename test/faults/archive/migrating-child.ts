// Opens an archive of an earlier version as Vigil does, which carries its rows over, says whenever some of them were,
// and waits to be killed.
import { existsSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { createDatabaseClient } from '../../../src/main/db/client.ts'
import { toAppError } from '../../../src/shared/kit/app-error.ts'
import { organizationId } from '../../../src/shared/kit/ids.ts'
import { createMemoryLogger } from '../../support/memory-logger.ts'
import { tablePath } from './archive-work.ts'

const [folder = '', id = ''] = process.argv.slice(2)
const logger = createMemoryLogger()
const client = createDatabaseClient({
  workerUrl: new URL('../../../src/main/db/worker.ts', import.meta.url),
  registryFile: path.join(folder, 'registry.sqlite'),
  organizationsFolder: path.join(folder, 'organizations'),
  logger
})

const archive = path.join(folder, 'organizations', id, 'archive.sqlite')
// one that is not there is recovered, and there is nothing to carry over
const file = existsSync(archive) ? new Database(archive, { readonly: true }) : undefined

/** The last row that is carried over; undefined where none can be yet. */
function carriedTo(): number | undefined {
  try {
    return file?.prepare('SELECT to_row_id FROM carried_over').pluck().get() as number | undefined
  } catch {
    return undefined
  }
}

let carried = carriedTo()
setInterval(() => {
  const now = carriedTo()
  if (now === undefined || now === carried) return
  // the table is made without a row of any
  if (now > 0) process.stdout.write(`carried ${now}\n`)
  carried = now
}, 2)
process.stdout.write('opening\n')
try {
  const { rowsKept } = await client.query({ kind: 'archive', organizationId: organizationId(id) }, 'getArchivedTable', {
    path: tablePath
  })
  process.stdout.write(`open ${rowsKept}\n`)
} catch (thrown) {
  process.stderr.write(`${toAppError(thrown).code} ${JSON.stringify(logger.lines)}\n`)
  process.exit(1)
}
setInterval(() => undefined, 1_000)
