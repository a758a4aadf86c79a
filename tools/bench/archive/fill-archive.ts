import { globSync, statSync } from 'node:fs'
import path from 'node:path'
import { buffersOf } from '../../../src/main/archive/commit-input.ts'
import { createParserPool } from '../../../src/main/archive/parse/parser-pool.ts'
import { ingestFile } from '../../../src/main/sync/archive-ingest.ts'
import { createArchiveStore } from '../../../src/main/stores/archive-store.ts'
import { sourceRoles } from '../../../src/main/sync/table-columns.ts'
import { columns } from '../../events/columns.ts'
import { inProject } from '../../kit/paths.ts'
import type { Say } from '../metric.ts'
import { openDataFolder, tablePath } from './data-folder.ts'
import type { Intake } from './engine.ts'

const sayEvery = 1_000_000

/**
 * Imports a file into the archive of a new data folder, as the program does it: parser threads, the archive's writer
 * thread, roles by the program's own guess, dedupe, index and chain.
 * @throws Error when not all events came in
 */
export async function fillArchive(source: string, folder: string, events: number, say: Say): Promise<Intake> {
  const { client, organizationId, archiveFile } = await openDataFolder(folder)
  const parser = createParserPool({
    workerUrl: new URL(`file://${inProject('src', 'main', 'archive', 'parse', 'parser-thread.ts')}`)
  })
  const ref = { kind: 'archive', organizationId } as const
  const roles = sourceRoles(
    columns.map((name) => ({ name })),
    {}
  )
  let tookMs: number
  try {
    // so that making the file and starting the thread are not part of it
    await client.query(ref, 'getArchivedTable', { path: tablePath })
    const beganAt = performance.now()
    let told = 0
    const totals = await ingestFile({
      parser,
      file: source,
      roles,
      source: { kind: 'file', name: path.basename(source), sizeBytes: statSync(source).size },
      signal: new AbortController().signal,
      keep: ({ part, source: from, sessionId, roles: mapped }) =>
        client.commandMoving(ref, 'commitEvents', buffersOf(part.batch), {
          path: tablePath,
          organizationId,
          batch: part.batch,
          quarantined: part.quarantined,
          source: from,
          sessionId,
          roles: mapped,
          atMs: Date.now()
        }),
      endSession: (sessionId) => client.command(ref, 'endCommitSession', { path: tablePath, sessionId }),
      onKept: ({ rowsAdded }) => {
        if (rowsAdded < told + sayEvery) return
        told = rowsAdded
        const seconds = (performance.now() - beganAt) / 1_000
        say(
          `archive: ${rowsAdded.toLocaleString('en')} events are in, ${Math.round(rowsAdded / seconds).toLocaleString('en')} a second`
        )
      }
    })
    tookMs = performance.now() - beganAt
    if (totals.rowsAdded !== events) {
      throw new Error(`${totals.rowsAdded} of ${events} events came in: ${JSON.stringify(totals)}`)
    }
    // as the program does it in the background once an import has ended
    const joiningAt = performance.now()
    const archive = createArchiveStore(client)
    while (!(await archive.joinSegments(organizationId)));
    say(`archive: its index was joined in ${((performance.now() - joiningAt) / 1_000).toFixed(1)} s`)
  } finally {
    await parser.close()
    // takes the write-ahead log into the file
    await client.close()
  }
  const bytes = globSync(`${archiveFile}*`).reduce((sum, file) => sum + statSync(file).size, 0)
  return { events, tookMs, bytes }
}
