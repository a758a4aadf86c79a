// Opens an archive of an earlier version as Vigil does, which carries its rows over, and waits to be killed.
import path from 'node:path'
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
