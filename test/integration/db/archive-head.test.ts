import { describe, expect, it } from 'vitest'
import { archiveHead, compareHead } from '../../../src/main/db/archive/archive-head.ts'
import { auditPath, inputOf } from './archive-fixture.ts'
import {
  archive,
  firstDay,
  organizationId,
  rowAt,
  sql,
  verify,
  startAnew,
  useUnguardedArchive
} from './unguarded-archive.ts'

useUnguardedArchive()

describe('an exported head', () => {
  const exported = () => archive.run((db) => archiveHead(db, organizationId))
  const compare = (head: ReturnType<typeof exported>) => archive.run((db) => compareHead(db, organizationId, head))

  it('agrees with the archive then and later', () => {
    const head = JSON.parse(JSON.stringify(exported())) as ReturnType<typeof exported>
    expect(head).toMatchObject({ format: 'vigil-archive-head/1', commitCount: 4, tables: [{ path: auditPath }] })
    expect(head.tables[0]?.days.map(({ day, rowCount }) => [day, rowCount])).toEqual([
      [-1, 1],
      [firstDay, 576],
      [firstDay + 1, 576],
      [firstDay + 2, 248]
    ])
    archive.commit(inputOf(Array.from({ length: 700 }, (_, n) => ({ ...rowAt(n), ID: `later ${n}` }))))
    expect(compare(head)).toEqual([])
    expect(compare({ ...head, organizationId: 'other' })).toEqual([{ kind: 'other-organization' }])
  })

  it('tells when all of the archive was written anew without a row, as verification alone cannot', () => {
    const head = exported()
    startAnew()
    archive.commit(inputOf(Array.from({ length: 1_399 }, (_, n) => rowAt(n + 1))))
    expect(verify().findings).toEqual([])
    expect(compare(head).map(({ kind }) => kind)).toEqual([
      'commit-missing',
      'day-missing',
      'day-shorter',
      'day-differs'
    ])
  })

  it('is answered by the note that stands for a pruned day', () => {
    const head = exported()
    sql(`INSERT INTO pruned_days (table_id, day, row_count, head, pruned_at_ms, reason)
      SELECT 1, day, first_seq + row_count, head, 5, 'retention' FROM event_blocks WHERE day = ${firstDay} ORDER BY first_seq DESC LIMIT 1;
      DELETE FROM event_blocks WHERE day = ${firstDay}`)
    expect(compare(head)).toEqual([])
    expect(exported().tables[0]?.days[1]).toMatchObject({ day: firstDay, rowCount: 576, isPruned: true })
    sql('DROP TRIGGER pruned_days_are_not_changed; UPDATE pruned_days SET head = zeroblob(32)')
    expect(compare(head)).toEqual([{ kind: 'day-differs', path: auditPath, day: firstDay, rowCount: 576 }])
  })
})
