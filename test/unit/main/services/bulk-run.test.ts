import { expect, it } from 'vitest'
import { bulkAtOnce, type BulkDeed, BulkRunning, type BulkTask } from '../../../../src/main/services/bulk-run.ts'
import type { BulkPlanItem } from '../../../../src/shared/contract/bulk.ts'
import { AppError } from '../../../../src/shared/kit/app-error.ts'
import { newOrganizationId } from '../../../../src/shared/kit/ids.ts'
import { createManualClock, settle } from '../../../support/manual-clock.ts'

const items = (count: number): BulkPlanItem[] =>
  Array.from({ length: count }, (_, index) => ({
    organizationId: newOrganizationId(),
    name: `Organization ${index}`,
    verdict: 'change'
  }))

function running(plan: readonly BulkPlanItem[], perform: BulkDeed['perform'], limitMs = 60_000) {
  const clock = createManualClock()
  let changes = 0
  const run = new BulkRunning({
    action: { kind: 'sync' },
    plan,
    deed: { perform, limitMs },
    clock,
    changed: () => {
      changes += 1
    }
  })
  return { run, clock, ended: run.run(), changes: () => changes }
}

const states = (run: BulkRunning) => run.view().items.map((item) => item.state)

/** Work that ends when it is told to, or is called off. */
function held(): { perform: BulkDeed['perform']; release: (task?: BulkTask) => void; running: () => number } {
  const waiting = new Map<string, () => void>()
  return {
    perform: ({ organizationId }, signal) =>
      new Promise((resolve, reject) => {
        waiting.set(organizationId, () => {
          waiting.delete(organizationId)
          resolve({})
        })
        signal.addEventListener('abort', () => {
          waiting.delete(organizationId)
          reject(new AppError('cancelled'))
        })
      }),
    release: () => {
      for (const end of waiting.values()) end()
    },
    running: () => waiting.size
  }
}

it('goes through all, a few at a time, and leaves alone what has nothing to do', async () => {
  const work = held()
  const skipped: BulkPlanItem = {
    organizationId: newOrganizationId(),
    name: 'Off',
    verdict: 'nothing-to-do',
    reason: 'already-so'
  }
  const { run, ended } = running([skipped, ...items(bulkAtOnce + 2)], work.perform)
  await settle()
  expect(work.running()).toBe(bulkAtOnce)
  expect(states(run)).toEqual(['skipped', ...Array.from({ length: bulkAtOnce }, () => 'running'), 'waiting', 'waiting'])
  work.release()
  await settle()
  work.release()
  await ended
  expect(run.view()).toMatchObject({ state: 'ended', endedAtMs: expect.any(Number) })
  expect(run.counts()).toMatchObject({ done: bulkAtOnce + 2, skipped: 1 })
  expect(run.view().items[0]).toMatchObject({ state: 'skipped', reason: 'already-so' })
})

it('tells of each what came of it', async () => {
  const plan = items(3)
  const { run, ended, changes } = running(plan, async ({ organizationId }) => {
    if (organizationId === plan[0]?.organizationId) throw new AppError('offline', { host: 'a.example' })
    if (organizationId === plan[1]?.organizationId) throw new TypeError('a bug')
    return { isWaiting: true }
  })
  await ended
  expect(run.view().items).toMatchObject([
    { state: 'failed', error: { code: 'offline', params: { host: 'a.example' } } },
    { state: 'failed', error: { code: 'internal', params: {} } },
    { state: 'done', isWaiting: true }
  ])
  expect(changes()).toBeGreaterThan(3)
})

it('lets what runs end when it is cancelled, and starts nothing more', async () => {
  const asked: AbortSignal[] = []
  let end: () => void = () => undefined
  const { run, ended } = running(items(bulkAtOnce + 3), (_task, signal) => {
    asked.push(signal)
    // The first is done all the same, as a change is that was kept already.
    if (asked.length === 1)
      return new Promise((resolve) => {
        end = () => resolve({ isWaiting: true })
      })
    return new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(new AppError('cancelled')))
    })
  })
  await settle()
  run.cancel()
  expect(run.view().state).toBe('cancelling')
  expect(asked.every((signal) => signal.aborted)).toBe(true)
  end()
  await ended
  expect(asked).toHaveLength(bulkAtOnce)
  expect(run.counts()).toMatchObject({ done: 1, cancelled: bulkAtOnce + 2, failed: 0, waiting: 0, running: 0 })
  run.cancel()
  expect(run.view().state).toBe('ended')
})

it('is not held up by an organization that never answers', async () => {
  const plan = items(bulkAtOnce * 2)
  const hangs = plan[0]?.organizationId
  const { run, clock, ended } = running(plan, ({ organizationId }, signal) =>
    organizationId === hangs
      ? new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new AppError('cancelled')))
        })
      : Promise.resolve({})
  )
  await settle()
  expect(run.counts()).toMatchObject({ running: 1, done: bulkAtOnce * 2 - 1 })
  await clock.advance(60_000)
  await ended
  expect(run.view().items[0]).toMatchObject({ state: 'failed', error: { code: 'timed-out' } })
})
