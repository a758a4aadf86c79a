import { closeSync, fstatSync, openSync, writeSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buffersOf } from '../../../src/main/archive/commit-input.ts'
import type { DatabaseClient } from '../../../src/main/db/client.ts'
import { newOrganizationId } from '../../../src/shared/kit/ids.ts'
import { createStoreFixture, type StoreFixture } from '../stores/store-fixture.ts'
import { auditPath, inputOf } from './archive-fixture.ts'

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1) + seconds * 1_000).toISOString()
const rows = (from: number, count: number) =>
  Array.from({ length: count }, (_, n) => ({ TIME: at(from + n), TYPE: `type ${n % 7}` }))

describe('committing through the client', () => {
  let fixture: StoreFixture
  let client: DatabaseClient
  const ref = { kind: 'archive', organizationId: newOrganizationId() } as const
  beforeEach(() => {
    fixture = createStoreFixture()
    client = fixture.open()
  })
  afterEach(() => fixture.dispose())

  const commit = (input: ReturnType<typeof inputOf>) =>
    client.commandMoving(ref, 'commitEvents', buffersOf(input.batch), input)

  it('moves the batch to the writer, and counts identical rows until the session ends', async () => {
    const twin = { TIME: at(1), TYPE: 'x' }
    const input = inputOf([twin, ...rows(10, 1_000)], { sessionId: 'one' })
    expect(await commit(input)).toMatchObject({ rowsAdded: 1_001 })
    expect(input.batch.leaves).toHaveLength(0)
    expect(input.batch.columns.every(({ cells }) => cells.texts.bytes.length === 0)).toBe(true)
    expect(await commit(inputOf([twin], { sessionId: 'one' }))).toMatchObject({ rowsAdded: 1 })
    await client.command(ref, 'endCommitSession', { path: auditPath, sessionId: 'one' })
    expect(await commit(inputOf([twin, twin], { sessionId: 'one' }))).toMatchObject({ rowsAdded: 0, rowsKnown: 2 })
    const { rowsKept } = await client.query(ref, 'getArchivedTable', { path: auditPath })
    expect(rowsKept).toBe(1_002)
  })

  it('tells of a batch that was refused, and takes the next', async () => {
    await expect(
      commit({ ...inputOf(rows(0, 5)), batch: { ...inputOf(rows(0, 5)).batch, rowCount: 6 } })
    ).rejects.toMatchObject({
      code: 'invalid-input'
    })
    expect(await commit(inputOf(rows(0, 5)))).toMatchObject({ rowsAdded: 5 })
  })

  it('says that the file was damaged, and takes the same rows again into the recovered one', async () => {
    // more than the writer's page cache holds, so that it meets the damage
    const wide = Array.from({ length: 10_000 }, (_, n) => ({ TIME: at(n), TEXT: `${n} ${'x'.repeat(1_500)}` }))
    await commit(inputOf(wide, { textColumns: ['TIME', 'TEXT'] }))
    await client.close()
    const file = path.join(fixture.organizationsFolder, ref.organizationId, 'archive.sqlite')
    client = fixture.open()
    await client.query(ref, 'getArchivedTable', { path: auditPath })
    const descriptor = openSync(file, 'r+')
    const { size } = fstatSync(descriptor)
    writeSync(descriptor, Buffer.alloc(size - 8 * 4_096, 0xee), 0, size - 8 * 4_096, 8 * 4_096)
    closeSync(descriptor)
    await expect(commit(inputOf(wide))).rejects.toMatchObject({ code: 'database-damaged' })
    expect(await commit(inputOf(rows(0, 3_000)))).toMatchObject({ rowsAdded: 3_000 })
    expect(fixture.logger.lines.some((line) => line.message === 'database recovered')).toBe(true)
  })
})
