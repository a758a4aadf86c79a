import { expect, test, vi } from 'vitest'
import type { SigmaClient } from '../../../../src/main/sigma/sigma-client.ts'
import type { ArchiveStore, TableSyncRecord } from '../../../../src/main/stores/archive-store.ts'
import type { SettingsStore } from '../../../../src/main/stores/settings-store.ts'
import { TableSyncs } from '../../../../src/main/sync/table-sync.ts'
import { AppError } from '../../../../src/shared/kit/app-error.ts'
import type { OrganizationId } from '../../../../src/shared/kit/ids.ts'
import { dayMs, hourMs } from '../../../../src/shared/kit/time.ts'
import { createManualClock } from '../../../support/manual-clock.ts'
import { createMemoryLogger } from '../../../support/memory-logger.ts'

const id = 'acme' as OrganizationId
const path = ['AUDIT_LOG', 'PUBLIC', 'AUDIT_LOGS']
const clock = createManualClock()

/** From when on a table is asked for, by what is known of it. Absent: it was never read. */
async function askedFrom(known: Partial<TableSyncRecord>): Promise<number> {
  let window = ''
  const archive = {
    tableSync: async () => ({ path, rowsKept: 0, rowsAddedLastTime: 0, ...known }),
    failSync: async () => undefined
  } as Partial<ArchiveStore> as ArchiveStore
  const settings = {
    facts: async () => ({
      exportWorkbook: {
        workbookId: 'w',
        workbookName: 'Audit',
        elements: [{ elementId: 'e', name: 'AUDIT_LOGS', timeControlId: 'window' }]
      }
    })
  } as Partial<SettingsStore> as SettingsStore
  const client = {
    workbooks: {
      export: async (_workbookId: string, request: { parameters?: Record<string, string> }) => {
        window = request.parameters?.window ?? ''
        throw new AppError('offline')
      }
    }
  } as unknown as SigmaClient
  const syncs = new TableSyncs({
    archive,
    settings,
    clock,
    client: async () => client,
    logger: createMemoryLogger(),
    announce: () => undefined
  })
  syncs.start(id, path)
  await vi.waitFor(() => expect(window).not.toBe(''))
  return Date.parse(`${/min:([^,]+)/.exec(window)?.[1]}Z`)
}

const now = Math.floor(clock.nowMs() / 1_000) * 1_000

test('a table that was never read is read as far back as Sigma keeps it', async () => {
  expect(await askedFrom({})).toBe(now - 30 * dayMs)
})

test('a table that was read is read on from its newest row, with the overlap for late events', async () => {
  expect(await askedFrom({ lastSyncAtMs: now - hourMs, newestEventAtMs: now - dayMs })).toBe(now - dayMs - 2 * hourMs)
})

test('a first reading that was cut off begins anew, since rows below its newest one may be missing', async () => {
  expect(await askedFrom({ newestEventAtMs: now - hourMs })).toBe(now - 30 * dayMs)
})

test('a later reading that was cut off is read on from the last whole one', async () => {
  expect(await askedFrom({ lastSyncAtMs: now - 5 * dayMs, newestEventAtMs: now - hourMs })).toBe(
    now - 5 * dayMs - 2 * hourMs
  )
})

test('a row of the future does not keep those of the present away', async () => {
  expect(await askedFrom({ lastSyncAtMs: now, newestEventAtMs: now + 400 * dayMs })).toBe(now - 2 * hourMs)
})
