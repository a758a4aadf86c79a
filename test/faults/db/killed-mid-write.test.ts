import { spawn } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { verifyArchive } from '../../../src/main/db/archive/verify-archive.ts'
import { DatabaseHandle } from '../../../src/main/db/handle.ts'
import { createArchiveStore } from '../../../src/main/stores/archive-store.ts'
import { createSettingsStore } from '../../../src/main/stores/settings-store.ts'
import { newOrganizationId, type OrganizationId } from '../../../src/shared/kit/ids.ts'
import { createStoreFixture, type StoreFixture } from '../../integration/stores/store-fixture.ts'

const child = fileURLToPath(new URL('./writing-child.ts', import.meta.url))

/** Runs the writing child and kills it, without a chance to tidy up, once it has confirmed some writes. */
async function writeAndKill(folder: string, id: OrganizationId, start: number, afterLines: number): Promise<string[]> {
  const process_ = spawn(process.execPath, [child, folder, id, String(start)], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  await new Promise<void>((resolve, reject) => {
    process_.on('error', reject)
    process_.on('exit', (code, signal) =>
      signal === 'SIGKILL' ? resolve() : reject(new Error(`ended by itself with ${code}`))
    )
    process_.stdout.on('data', (piece: Buffer) => {
      output += piece.toString()
      const lines = output.split('\n')
      if (lines.length > afterLines && lines.some((line) => line.startsWith('batch'))) process_.kill('SIGKILL')
    })
  })
  return output.split('\n').slice(0, -1)
}

describe('a process that is killed in the middle of writing', () => {
  let fixture: StoreFixture
  beforeEach(() => {
    fixture = createStoreFixture()
  })
  afterEach(() => fixture.dispose())

  it('has lost nothing that was confirmed, kept nothing by halves, and doubles nothing when it writes again', async () => {
    const id = newOrganizationId()
    let next = 0
    for (const afterLines of [40, 150, 90]) {
      const lines = await writeAndKill(fixture.folder, id, next, afterLines)
      const confirmed = lines.filter((line) => line.startsWith('change ')).map((line) => Number(line.split(' ')[1]))
      const batches = lines.filter((line) => line.startsWith('batch ')).length
      expect(confirmed.length).toBeGreaterThan(0)

      const client = fixture.open()
      const settings = createSettingsStore(client)
      const changes = (await settings.pendingChanges(id)).map((change) => Number(change.idempotencyKey))
      const journal = (await settings.journal(id, 1_000_000)).map((entry) => Number(entry.action)).toReversed()
      // a change and its journal entry are one: both there or neither, each once, in order
      expect(journal).toEqual(changes)
      expect(changes).toEqual(Array.from({ length: changes.length }, (_, n) => n))
      expect(changes.length).toBeGreaterThan(Math.max(...confirmed))
      expect(changes.length).toBeLessThanOrEqual(Math.max(...confirmed) + 2)
      expect(await settings.auditLogging(id)).toEqual({ kind: 'pending', requestedAtMs: changes.length - 1 })

      const archive = createArchiveStore(client)
      const { rowsKept } = await archive.tableSync(id, ['T'])
      expect(rowsKept % 500).toBe(0)
      expect(rowsKept).toBeGreaterThanOrEqual(batches * 500)
      await client.close()
      expect(fixture.logger.lines.filter((line) => line.message === 'database recovered')).toEqual([])
      const raw = new Database(path.join(fixture.organizationsFolder, id, 'archive.sqlite'), { readonly: true })
      expect(raw.prepare('SELECT sum(row_count) FROM event_blocks').pluck().get()).toBe(rowsKept)
      const handle = new DatabaseHandle(raw, 'archive.sqlite')
      const verified = handle.transaction('deferred', () =>
        verifyArchive(handle, { organizationId: id, stepMs: 60_000 })
      )
      expect(verified).toMatchObject({ rowsChecked: rowsKept, findings: [] })
      expect(raw.pragma('integrity_check', { simple: true })).toBe('ok')
      raw.close()
      next = changes.length
    }
  })
})
