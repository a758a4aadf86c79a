import { afterEach, beforeEach, expect, test } from 'vitest'
import { OrganizationSummaries } from '../../../../src/main/services/organization-summaries.ts'
import type { OrganizationSummary, SummarySource, SummaryStore } from '../../../../src/main/stores/summary-store.ts'
import { AppError } from '../../../../src/shared/kit/app-error.ts'
import { newOrganizationId, type OrganizationId } from '../../../../src/shared/kit/ids.ts'
import { createManualClock, type ManualClock } from '../../../support/manual-clock.ts'
import { createMemoryLogger } from '../../../support/memory-logger.ts'

const source: SummarySource = { auditLogging: { kind: 'disabled' }, pendingChanges: 0, refusedChanges: 0 }

let clock: ManualClock
let files: Map<OrganizationId, SummarySource | AppError>
let kept: Map<OrganizationId, OrganizationSummary>
let told: OrganizationId[]
let toldOfAge: OrganizationId[]
let reads: OrganizationId[]
let readingNow: number
let mostAtOnce: number
let summaries: OrganizationSummaries

beforeEach(() => {
  clock = createManualClock()
  files = new Map()
  kept = new Map()
  told = []
  toldOfAge = []
  reads = []
  readingNow = 0
  mostAtOnce = 0
  const store: SummaryStore = {
    list: async () => [...kept].map(([id, summary]) => ({ record: { id } as never, summary })),
    async read(id) {
      reads.push(id)
      readingNow += 1
      mostAtOnce = Math.max(mostAtOnce, readingNow)
      await new Promise((resolve) => setTimeout(resolve, 1))
      readingNow -= 1
      const found = files.get(id)
      if (found === undefined) throw new AppError('not-found')
      if (found instanceof AppError) throw found
      return found
    },
    save: async (id, summary) => {
      kept.set(id, summary)
    }
  }
  summaries = new OrganizationSummaries({
    store,
    clock,
    logger: createMemoryLogger(),
    announce: (name, payload) => {
      if (name === 'organizationsChanged' && 'organizationIds' in payload) told.push(...(payload.organizationIds ?? []))
    },
    announceAge: (_name, payload) => {
      if ('organizationIds' in payload) toldOfAge.push(...(payload.organizationIds ?? []))
    }
  })
})

afterEach(() => summaries.stop())

const organizations = (count: number): OrganizationId[] =>
  Array.from({ length: count }, () => {
    const id = newOrganizationId()
    files.set(id, source)
    return id
  })

test('a change is in the summary once that has settled, and is told', async () => {
  const [id] = organizations(1) as [OrganizationId]
  summaries.changed(id)
  await summaries.settled([id], 1_000)
  files.set(id, { ...source, pendingChanges: 1 })
  summaries.changed(id)
  await summaries.settled([id], 1_000)
  expect(kept.get(id)?.pendingChanges).toBe(1)
  expect(told).toEqual([id, id])
})

test('a change that comes while the summary is being made is not lost', async () => {
  const [id] = organizations(1) as [OrganizationId]
  summaries.changed(id)
  files.set(id, { ...source, pendingChanges: 2 })
  summaries.changed(id)
  await summaries.settled(undefined, 1_000)
  expect(kept.get(id)?.pendingChanges).toBe(2)
})

test('many changes are summarized now and then and not each', async () => {
  const [id] = organizations(1) as [OrganizationId]
  for (let time = 0; time < 100; time += 1) {
    summaries.changed(id)
    await clock.advance(10)
  }
  await clock.advance(500)
  await summaries.settled(undefined, 1_000)
  expect(reads.length).toBeGreaterThan(2)
  expect(reads.length).toBeLessThan(12)
})

test('what says nothing new is not told', async () => {
  const [id] = organizations(1) as [OrganizationId]
  for (let time = 0; time < 3; time += 1) {
    summaries.changed(id)
    await summaries.settled(undefined, 1_000)
  }
  expect(reads).toHaveLength(3)
  expect(told).toEqual([id])
})

test('that the same was read again is told as another age, and that something was read first as news', async () => {
  const [id] = organizations(1) as [OrganizationId]
  const tellOf = async (change: Partial<SummarySource>) => {
    files.set(id, { ...source, ...change })
    summaries.changed(id)
    await summaries.settled([id], 1_000)
  }
  await tellOf({})
  await tellOf({ lastReadAtMs: 1_000 })
  expect([told.length, toldOfAge.length]).toEqual([2, 0])
  await tellOf({ lastReadAtMs: 2_000 })
  expect([told.length, toldOfAge.length]).toEqual([2, 1])
  expect(kept.get(id)?.lastReadAtMs).toBe(2_000)
  await tellOf({ lastReadAtMs: 3_000, pendingChanges: 1 })
  expect([told.length, toldOfAge.length]).toEqual([3, 1])
})

test('two are made at once, those that somebody waits for before all others', async () => {
  const ids = organizations(50)
  for (const id of ids) summaries.changed(id)
  const last = ids.at(-1) as OrganizationId
  await summaries.settled([last], 1_000)
  expect(kept.has(last)).toBe(true)
  expect(kept.size).toBeLessThan(10)
  await summaries.settled(undefined, 60_000)
  expect(kept.size).toBe(50)
  expect(mostAtOnce).toBe(2)
})

test('nobody waits longer than they want to', async () => {
  const ids = organizations(200)
  for (const id of ids) summaries.changed(id)
  const waiting = summaries.settled(undefined, 20)
  await clock.advance(20)
  await waiting
  expect(kept.size).toBeLessThan(200)
})

test('files that cannot be read keep what was known, are marked, and are looked at again', async () => {
  const [id] = organizations(1) as [OrganizationId]
  files.set(id, { ...source, pendingChanges: 3 })
  summaries.changed(id)
  await summaries.settled(undefined, 1_000)
  files.set(id, new AppError('database-newer'))
  summaries.changed(id)
  await summaries.settled(undefined, 1_000)
  expect(kept.get(id)).toMatchObject({ isReadable: false, pendingChanges: 3 })
  files.set(id, source)
  await clock.advance(31_000)
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(kept.get(id)).toMatchObject({ isReadable: true, pendingChanges: 0 })
})

test('an organization that is gone is not asked for again', async () => {
  const id = newOrganizationId()
  summaries.changed(id)
  await summaries.settled(undefined, 1_000)
  await clock.advance(120_000)
  expect(reads).toEqual([id])
  expect(told).toEqual([])
})

test('a start makes those first that have none, and all others a while later, spread', async () => {
  const ids = organizations(20)
  const before: OrganizationSummary = { ...source, isReadable: true, pendingChanges: 9 }
  for (const id of ids.slice(1)) kept.set(id, before)
  void summaries.repair(ids)
  await clock.advance(1_000)
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(reads).toEqual([ids[0]])
  await clock.advance(2_100)
  expect(reads.length).toBeLessThan(8)
  await clock.advance(2_000)
  await summaries.settled(undefined, 1_000)
  expect([...kept.values()].map((one) => one.pendingChanges)).toEqual(Array(20).fill(0))
  expect(reads).toHaveLength(20)
})

test('an end brings into step what has changed, and then nothing runs', async () => {
  const ids = organizations(10)
  for (const id of ids) summaries.changed(id)
  await summaries.stop()
  expect(kept.size).toBe(10)
  summaries.changed(ids[0] as OrganizationId)
  await clock.advance(60_000)
  expect(reads).toHaveLength(10)
})
