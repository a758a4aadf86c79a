// Writes without end and says on its standard output what was confirmed, until it is killed.
import path from 'node:path'
import { createDatabaseClient } from '../../../src/main/db/client.ts'
import { createArchiveStore } from '../../../src/main/stores/archive-store.ts'
import { createSettingsStore } from '../../../src/main/stores/settings-store.ts'
import { organizationId, type PendingChangeId } from '../../../src/shared/kit/ids.ts'
import { createMemoryLogger } from '../../support/memory-logger.ts'

const [folder = '', id = '', startText = '0'] = process.argv.slice(2)
const client = createDatabaseClient({
  workerUrl: new URL('../../../src/main/db/worker.ts', import.meta.url),
  registryFile: path.join(folder, 'registry.sqlite'),
  organizationsFolder: path.join(folder, 'organizations'),
  logger: createMemoryLogger()
})
const organization = organizationId(id)
const settings = createSettingsStore(client)
const archive = createArchiveStore(client)
const say = (line: string) => process.stdout.write(`${line}\n`)

async function changeSettings(): Promise<void> {
  for (let n = Number(startText); ; n += 1) {
    const change = {
      id: crypto.randomUUID() as PendingChangeId,
      idempotencyKey: `${n}`,
      key: 'comments',
      value: true,
      madeAtMs: n,
      attempts: 0,
      state: 'sending'
    } as const
    await settings.addPendingChange(
      organization,
      change,
      { action: `${n}`, outcome: 'requested', detail: {}, atMs: n },
      { kind: 'pending', requestedAtMs: n }
    )
    say(`change ${n}`)
  }
}

async function addEvents(): Promise<void> {
  for (let batch = 0; ; batch += 1) {
    const rows = Array.from({ length: 500 }, (_, n) => ({
      TIME: 1_750_000_000_000 + batch * 500 + n,
      TEXT: `${batch} ${n}`
    }))
    const { added } = await archive.addEvents(organization, ['T'], { rows, timeColumn: 'TIME' })
    say(`batch ${batch} ${added}`)
  }
}

await Promise.all([changeSettings(), addEvents()])
