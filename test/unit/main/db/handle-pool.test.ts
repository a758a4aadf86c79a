import { describe, expect, it } from 'vitest'
import { handleLimits, HandlePool } from '../../../../src/main/db/handle-pool.ts'
import { newOrganizationId } from '../../../../src/shared/kit/ids.ts'

function fill(kind: 'org' | 'archive', count: number, pool = new HandlePool<{ close(): void }>(handleLimits.writer)) {
  const closed: string[] = []
  const ids = Array.from({ length: count }, () => newOrganizationId())
  for (const organizationId of ids) pool.add({ kind, organizationId }, { close: () => closed.push(organizationId) })
  return { pool, ids, closed }
}

describe('handle pool', () => {
  it('closes the least recently used handle when there are too many', () => {
    const { pool, ids, closed } = fill('org', handleLimits.writer.other)
    const [first, second] = ids as [(typeof ids)[number], (typeof ids)[number]]
    expect(pool.get({ kind: 'org', organizationId: first })).toBeDefined()
    pool.add({ kind: 'org', organizationId: newOrganizationId() }, { close: () => undefined })
    expect(closed).toEqual([second])
    expect(pool.get({ kind: 'org', organizationId: second })).toBeUndefined()
    expect(pool.get({ kind: 'org', organizationId: first })).toBeDefined()
  })

  it('counts archives apart, so that they never push out the registry', () => {
    const pool = new HandlePool<{ close(): void }>(handleLimits.reader)
    pool.add({ kind: 'registry' }, { close: () => undefined })
    const { closed } = fill('archive', handleLimits.reader.archive + 24, pool)
    expect(closed).toHaveLength(24)
    expect(pool.get({ kind: 'registry' })).toBeDefined()
  })

  it('closes one or all', () => {
    const { pool, ids, closed } = fill('org', 3)
    for (const organizationId of ids.slice(0, 1)) pool.close({ kind: 'org', organizationId })
    expect(closed).toEqual(ids.slice(0, 1))
    pool.closeAll()
    expect(closed).toEqual(ids)
    expect(pool.refs()).toEqual([])
  })
})
