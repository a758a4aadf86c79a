import { expect, it } from 'vitest'
import {
  bulkConfirmLabel,
  bulkKinds,
  countsOfRun,
  progressWords,
  summaryOfRun,
  wordsOfReason
} from '../../../../src/renderer/src/lib/bulk-words.ts'
import { namesFoundBy, wordsOfDetail } from '../../../../src/renderer/src/lib/journal-words.ts'
import { type BulkItem, type BulkRun, bulkPlanItemSchema } from '../../../../src/shared/contract/bulk.ts'
import type { OrganizationId } from '../../../../src/shared/kit/ids.ts'

const run = (states: readonly (BulkItem['state'] | 'kept')[], tookMs = 0): BulkRun => ({
  runId: '00000000-0000-4000-8000-0000000000b1',
  action: { kind: 'apply-settings', values: { comments: false } },
  state: 'ended',
  startedAtMs: 1_000,
  endedAtMs: 1_000 + tookMs,
  items: states.map((state, index) => ({
    organizationId: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}` as OrganizationId,
    name: `Customer ${index}`,
    ...(state === 'kept' ? { state: 'done', isWaiting: true } : { state })
  }))
})

it('has the number in the button, with and without “in”', () => {
  expect(bulkConfirmLabel('enable-audit-logging', 42)).toBe('Enable in 42 organizations')
  expect(bulkConfirmLabel('sync', 1)).toBe('Sync 1 organization')
})

it('sums a run up in one sentence', () => {
  expect(summaryOfRun(run(['done', 'done'], 400))).toBe('The settings were changed in 2 organizations.')
  expect(summaryOfRun(run(['done', 'kept', 'failed', 'cancelled', 'skipped'], 65_000))).toBe(
    'The settings were changed in 2 of 5 organizations, in 1 min 5 s: 1 of them waits to be sent, 1 failed, 1 cancelled, nothing to do in 1.'
  )
})

it('counts what is under way and what was not begun as left', () => {
  const counts = countsOfRun(run(['done', 'failed', 'running', 'waiting']))
  expect(progressWords(counts)).toBe('1 done, 1 failed, 2 left')
})

it('says that a change is kept where one is, and not of acts that are done now or never', () => {
  expect(wordsOfReason('apply-settings', 'offline')).toMatch(/kept and sent later/)
  expect(wordsOfReason('sync', 'offline')).not.toMatch(/kept/)
  expect(wordsOfReason('sync', 'paused')).toMatch(/Resume it first/)
})

it('has a sentence for every reason of every act', () => {
  for (const kind of bulkKinds)
    for (const reason of bulkPlanItemSchema.shape.reason.unwrap().options)
      expect(wordsOfReason(kind, reason)).toMatch(/^[A-Z].*\.$/)
})

it('names the act in the journal as the page does, so that it is found by its words', () => {
  expect(wordsOfDetail({ bulkAction: 'rotate', organizations: 3 })).toEqual([
    'Action: Replace credentials',
    'Organizations: 3'
  ])
  expect(wordsOfDetail({ key: 'comments', value: false, choice: 'mine', theirs: true })).toEqual([
    'Comments: Off',
    'Chosen: Mine',
    'In Sigma: On'
  ])
  expect(namesFoundBy('replace cred')).toContain('rotate')
})
