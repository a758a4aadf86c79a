import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readStatements } from '../../../src/main/db/archive/read-statements.ts'
import { ArchiveDatabase } from './archive-database.ts'

describe('statements that questions of events are answered with', () => {
  let archive: ArchiveDatabase
  beforeEach(() => {
    archive = new ArchiveDatabase()
  })
  afterEach(() => archive.dispose())

  it.each(Object.entries(readStatements))(
    '%s goes through its index and reads no table from end to end',
    (_name, statement) => {
      const names = [...statement.sql.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '')
      const steps = archive.handle
        .all<{ detail: string }>(
          `EXPLAIN QUERY PLAN ${statement.sql}`,
          Object.fromEntries(names.map((name) => [name, 1]))
        )
        .map(({ detail }) => detail)
      for (const part of statement.plan) expect(steps.join('\n')).toContain(part)
      for (const step of steps) expect(step).not.toMatch(/^SCAN (?!json_each )|TEMP B-TREE/)
    }
  )
})
