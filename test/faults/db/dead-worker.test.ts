import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSettingsStore } from '../../../src/main/stores/settings-store.ts'
import { newOrganizationId } from '../../../src/shared/kit/ids.ts'
import { createStoreFixture, type StoreFixture } from '../../integration/stores/store-fixture.ts'

const workerUrl = new URL('./mortal-worker.ts', import.meta.url)

describe('a database thread that dies', () => {
  let fixture: StoreFixture
  beforeEach(() => {
    fixture = createStoreFixture()
  })
  afterEach(() => fixture.dispose())
  const die = (role: 'reader' | 'writer') => writeFileSync(path.join(fixture.folder, `die-${role}`), '')
  const deaths = () => fixture.logger.lines.filter((line) => line.message === 'database thread died')
  const entry = (n: number) => ({ action: `${n}`, outcome: 'done', detail: {}, atMs: n }) as const

  it('while reading is replaced, and the read answered by another', async () => {
    const settings = createSettingsStore(fixture.open({ workerUrl }))
    const id = newOrganizationId()
    await settings.saveFacts(id, { isAdmin: true })
    expect(await settings.facts(id)).toEqual({ isAdmin: true })
    die('reader')
    expect(await Promise.all(Array.from({ length: 20 }, () => settings.facts(id)))).toEqual(
      Array.from({ length: 20 }, () => ({ isAdmin: true }))
    )
    expect(existsSync(path.join(fixture.folder, 'die-reader'))).toBe(false)
    expect(deaths()).toMatchObject([
      { level: 'error', fields: { exitCode: 134, lost: expect.arrayContaining(['listFacts']) } }
    ])
  })

  it('while writing fails what it had, by name, and the next write finds a new thread', async () => {
    const settings = createSettingsStore(fixture.open({ workerUrl }))
    const id = newOrganizationId()
    await settings.appendJournal(id, entry(1))
    die('writer')
    const outcomes = await Promise.allSettled([2, 3, 4].map((n) => settings.appendJournal(id, entry(n))))
    expect(outcomes.map((one) => one.status)).toEqual(['rejected', 'rejected', 'rejected'])
    for (const one of outcomes) expect(one).toMatchObject({ reason: { code: 'internal' } })
    expect(deaths()).toMatchObject([
      { fields: { thread: 'writer', lost: ['appendJournal', 'appendJournal', 'appendJournal'] } }
    ])
    await settings.appendJournal(id, entry(5))
    expect((await settings.journal(id, 10)).map((one) => one.action)).toEqual(['5', '1'])
  })

  it('that cannot even start fails requests and holds nobody up', async () => {
    const settings = createSettingsStore(fixture.open({ workerUrl: new URL('./no-such-worker.ts', import.meta.url) }))
    await expect(settings.facts(newOrganizationId())).rejects.toMatchObject({ code: 'internal' })
    await expect(settings.saveFacts(newOrganizationId(), {})).rejects.toMatchObject({ code: 'internal' })
  })
})
