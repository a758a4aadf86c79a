import { expect, it } from 'vitest'
import { SegmentJoins } from '../../../../src/main/services/segment-joins.ts'
import { AppError } from '../../../../src/shared/kit/app-error.ts'
import type { OrganizationId } from '../../../../src/shared/kit/ids.ts'
import { secondMs } from '../../../../src/shared/kit/time.ts'
import { createManualClock } from '../../../support/manual-clock.ts'
import { createMemoryLogger } from '../../../support/memory-logger.ts'

const id = 'a' as OrganizationId

function joinsOf(pieces: number, joinSome?: () => Promise<boolean>) {
  const clock = createManualClock()
  const logger = createMemoryLogger()
  const begun: number[] = []
  const joins = new SegmentJoins({
    joinSome: async () => {
      begun.push(clock.nowMs())
      return joinSome === undefined ? begun.length >= pieces : joinSome()
    },
    clock,
    logger
  })
  return { clock, logger, begun, joins }
}

it('joins once rows have settled, one piece after the other with a rest, and once however often it is asked', async () => {
  const { clock, begun, joins } = joinsOf(3)
  const startMs = clock.nowMs()
  joins.soon(id)
  joins.soon(id)
  await clock.advance(4 * secondMs)
  expect(begun).toEqual([])
  await clock.advance(10 * secondMs)
  expect(begun.map((atMs) => atMs - startMs)).toEqual([5_000, 5_500, 6_000])
  await joins.stopAll()
})

it('ends when nothing is left to join, and begins anew when it is asked again', async () => {
  const { clock, begun, joins } = joinsOf(1)
  const done = joins.now(id)
  await clock.advance(1)
  await done
  expect(begun).toHaveLength(1)
  joins.soon(id)
  await clock.advance(6 * secondMs)
  expect(begun).toHaveLength(2)
})

it('does nothing more once it was stopped', async () => {
  const { clock, begun, joins } = joinsOf(100)
  joins.soon(id)
  await clock.advance(5_600)
  const before = begun.length
  expect(before).toBeGreaterThan(0)
  await joins.stop(id)
  await clock.advance(60 * secondMs)
  expect(begun).toHaveLength(before)
  await joins.stopAll()
  joins.soon(id)
  await clock.advance(60 * secondMs)
  expect(begun).toHaveLength(before)
})

it('says in the log what went wrong, and tries again when it is asked', async () => {
  const { clock, logger, begun, joins } = joinsOf(1, async () => {
    throw new AppError('disk-full')
  })
  joins.soon(id)
  await clock.advance(6 * secondMs)
  expect(logger.lines.some((line) => JSON.stringify(line).includes('disk-full'))).toBe(true)
  joins.soon(id)
  await clock.advance(6 * secondMs)
  expect(begun).toHaveLength(2)
})
